/**
 * Completion and hover. The host provides them; the page asks once everything typed has reached the
 * document.
 */
import {
  acceptCompletion,
  autocompletion,
  insertCompletionText,
  pickedCompletion,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { Prec, type EditorState, type Extension } from '@codemirror/state';
import { hoverTooltip, keymap, type EditorView, type Tooltip } from '@codemirror/view';
import type { CompletionItem, Completions, Hover } from '../../../protocol/eventEditor.ts';
import { h } from '../../dom.ts';
import { visible } from '../../../std/visible.ts';
import { problemsOf } from './problems.ts';

export interface Assistant {
  /** Undefined also if the text has changed since. */
  complete(offset: number, signal: AbortSignal): Promise<Completions | undefined>;
  hover(offset: number): Promise<Hover | undefined>;
}

export function assist(assistant: Assistant): Extension {
  return [
    autocompletion({
      override: [(context) => complete(assistant, context)],
      icons: false,
      activateOnTypingDelay: 150,
      // As in VS Code's editor: what is shown can be accepted.
      interactionDelay: 0,
    }),
    // Enter accepts, too, as in VS Code's editor, and Tab does before it indents.
    Prec.high(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
    hoverTooltip((view, position) => hover(assistant, view, position), { hoverTime: 300 }),
  ];
}

/**
 * What is before the cursor on its line: an open string, a number, or something else. Strings never
 * span lines.
 */
function before(state: EditorState, position: number): 'string' | 'number' | 'other' {
  const { from, text } = state.doc.lineAt(position);
  const rest = text.slice(0, position - from).replace(/"(?:[^"\\]|\\.)*"/g, '""');
  if (rest.replaceAll('""', '').includes('"')) return 'string';
  let start = rest.length;
  while (start > 0 && /[\w.+-]/.test(rest.charAt(start - 1))) start--;
  return /[-+.\d]/.test(rest.slice(start)) ? 'number' : 'other';
}

/** @returns nothing while a number is being typed, since Enter would replace it */
async function complete(
  assistant: Assistant,
  context: CompletionContext,
): Promise<CompletionResult | null> {
  const { state, pos, explicit } = context;
  const place = before(state, pos);
  if (place === 'number') return null;
  if (!explicit && place === 'other' && context.matchBefore(/[A-Za-z_]\w{0,99}$/) === null)
    return null;
  const controller = new AbortController();
  // Typing makes a response obsolete; without this, nothing would ask again before the next key.
  context.addEventListener('abort', () => controller.abort(), { onDocChange: true });
  const found = await assistant.complete(pos, controller.signal).catch(() => undefined);
  if (found === undefined || found.items.length === 0) return null;
  const isString = state.sliceDoc(found.start, found.start + 1) === '"';
  return {
    from: found.start,
    options: found.items.map((item, index) => toOption(item, index, found.end - pos)),
    // Valid while the same string or word is being typed. Numbers have no completions.
    validFor: isString ? /^"(?:[^"\\\n]|\\.)*$/ : /^[A-Za-z_]\w*$/,
    // The label starts with a quote that isn't shown.
    getMatch: (_option, matched = []) => matched.map((at) => Math.max(0, at - 1)),
  };
}

/**
 * @param behind how many characters after the cursor are replaced as well: the rest of a string,
 * including its closing quote
 */
function toOption(item: CompletionItem, index: number, behind: number): Completion {
  const { label, detail, documentation, insert, kind } = item;
  return {
    // Compared with the typed text, including quotes; `displayLabel` is what is shown.
    label: insert,
    displayLabel: visible(label),
    apply: (view, completion, from, to) => {
      view.dispatch({
        ...insertCompletionText(view.state, insert, from, to + behind),
        annotations: pickedCompletion.of(completion),
      });
      // A new key, whose value comes next.
      if (kind === 'property' && /: ?$/.test(insert)) startCompletion(view);
    },
    sortText: String(index).padStart(4, '0'),
    ...(detail === undefined ? {} : { detail: visible(detail) }),
    ...(documentation === undefined ? {} : { info: () => h('div', {}, visible(documentation)) }),
  };
}

/** The problems under the pointer first, then the host's hover. */
async function hover(
  assistant: Assistant,
  view: EditorView,
  position: number,
): Promise<Tooltip | null> {
  const problems = problemsOf(view.state).filter(
    ({ start, end }) => start <= position && position <= end,
  );
  const known = await assistant.hover(position).catch(() => undefined);
  if (problems.length === 0 && known === undefined) return null;
  const texts = [...problems.map(({ message }) => message), ...(known ? [known.text] : [])];
  const [start, end] = [problems[0]?.start ?? known?.start, problems[0]?.end ?? known?.end];
  return {
    pos: start ?? position,
    end: end ?? position,
    above: true,
    create: () => ({
      dom: h(
        'div',
        { class: 'hover' },
        ...texts.map((text) => h('div', { class: 'hover-part' }, lines(text))),
      ),
    }),
  };
}

/** Keeps line ends; spells out other invisible characters. */
const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => visible(line))
    .join('\n');
