/** Completion and hover. The knowledge is the host's; the page asks when all typed text has reached the document. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { hoverTooltip, type EditorView, type Tooltip } from '@codemirror/view';
import type { Completions, Hover } from '../../../protocol/eventEditor.ts';
import { h } from '../../dom.ts';
import { visible } from '../../../std/visible.ts';
import { problemsOf } from './problems.ts';

export interface Assistant {
  /** Undefined also when the text has changed meanwhile. */
  complete(offset: number, signal: AbortSignal): Promise<Completions | undefined>;
  hover(offset: number): Promise<Hover | undefined>;
}

export function assist(assistant: Assistant): Extension {
  return [
    autocompletion({
      override: [(context) => complete(assistant, context)],
      icons: false,
      activateOnTypingDelay: 150,
    }),
    hoverTooltip((view, position) => hover(assistant, view, position), { hoverTime: 300 }),
  ];
}

async function complete(
  assistant: Assistant,
  context: CompletionContext,
): Promise<CompletionResult | null> {
  if (!context.explicit && context.matchBefore(/["\w-]$/) === null) return null;
  const controller = new AbortController();
  context.addEventListener('abort', () => controller.abort());
  const found = await assistant.complete(context.pos, controller.signal).catch(() => undefined);
  if (found === undefined || found.items.length === 0) return null;
  const options = found.items.map((item, index): Completion => {
    const { label, detail, documentation, insert } = item;
    return {
      // What is compared with the typed text, quotes included; `displayLabel` is what is shown.
      label: insert,
      displayLabel: visible(label),
      apply: insert,
      sortText: String(index).padStart(4, '0'),
      ...(detail === undefined ? {} : { detail: visible(detail) }),
      ...(documentation === undefined ? {} : { info: () => h('div', {}, visible(documentation)) }),
    };
  });
  return { from: found.start, to: found.end, options, validFor: /^"?[\w-]*$/ };
}

/** The problems under the pointer come first, then what the host knows. */
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

/** Line ends stay, all else that is not seen is spelled out. */
const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => visible(line))
    .join('\n');
