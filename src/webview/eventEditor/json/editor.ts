/** The JSON, in CodeMirror. It has no history of its own: the document undoes and redoes. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches } from '@codemirror/search';
import {
  Annotation,
  Compartment,
  EditorState,
  type ChangeSet,
  type Extension,
} from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
} from '@codemirror/view';
import type { EventEditorTexts } from '../../../core/texts/eventEditor.ts';
import type { Problem } from '../../../protocol/eventEditor.ts';
import { toText } from './sync.ts';
import { assist, type Assistant } from './assist.ts';
import { colors } from './colors.ts';
import { controls } from './controls.ts';
import { find } from './find.ts';
import { fixMenu, openFixMenu } from './fixMenu.ts';
import { gutters } from './gutters.ts';
import { marksField, notes } from './notes.ts';
import { problemsField } from './problems.ts';

export interface JsonEditorOptions {
  readonly text: string;
  readonly texts: EventEditorTexts;
  readonly nonce: string;
  readonly selection?: { readonly anchor: number; readonly head: number };
  readonly assistant: Assistant;
  onEdit(changes: ChangeSet): void;
  /** Text, cursor, or folds have changed, for whatever reason. */
  onChange(): void;
  onHistory(step: 'undo' | 'redo'): void;
  onCompose(composing: boolean): void;
  onFix(problem: Problem, index: number): void;
}

/** Marks changes that come from the document, so that they aren't sent back. */
const told = Annotation.define<boolean>();
const readOnly = new Compartment();

export function createJsonEditor(options: JsonEditorOptions): EditorView {
  const { texts, text } = options;
  const marks = marksField(texts);
  const length = text.length;
  const anchor = Math.min(options.selection?.anchor ?? 0, length);
  const head = Math.min(options.selection?.head ?? 0, length);
  const fix = (view: EditorView) =>
    openFixMenu(view, (problem, index) => options.onFix(problem, index));
  return new EditorView({
    state: EditorState.create({
      doc: toText(text),
      selection: { anchor, head },
      extensions: [
        EditorView.cspNonce.of(options.nonce),
        // Line ends stay as in the document, so that offsets are the same on both sides.
        EditorState.lineSeparator.of('\n'),
        EditorState.phrases.of({ Completions: texts.suggestions }),
        readOnly.of([]),
        marks,
        notes(marks),
        problemsField,
        gutters(marks, texts, (view, line) => {
          view.dispatch({ selection: { anchor: line.from } });
          return fix(view);
        }),
        controls(texts.controlCharacter),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        json(),
        indentUnit.of('  '),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        colors,
        find(texts),
        assist(options.assistant),
        fixMenu,
        keymap.of([
          { key: 'Mod-.', run: fix },
          ...closeBracketsKeymap,
          ...foldKeymap,
          ...completionKeymap,
          indentWithTab,
          ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({ 'aria-label': texts.json, tabindex: '0' }),
        EditorView.domEventHandlers({
          beforeinput: (event) => history(event, options),
          compositionstart: () => options.onCompose(true),
          compositionend: (_event, view) => composed(view, options),
        }),
        EditorView.updateListener.of((update) => {
          for (const transaction of update.transactions) {
            const own = transaction.annotation(told) !== true;
            if (transaction.docChanged && own) options.onEdit(transaction.changes);
          }
          if (update.docChanged || update.selectionSet) options.onChange();
        }),
      ],
    }),
  });
}

/** Applies the document's changes; cursor and scroll position stay where they are in the text. */
export function applyTold(view: EditorView, changes: ChangeSet): void {
  view.dispatch({ changes, annotations: told.of(true) });
}

export function setReadOnly(view: EditorView, on: boolean): void {
  if (view.state.readOnly === on) return;
  const locked: Extension = [
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ 'aria-readonly': 'true' }),
  ];
  view.dispatch({ effects: readOnly.reconfigure(on ? locked : []) });
}

/**
 * CodeMirror reads the composed text some milliseconds after the event; an earlier change would
 * lose it.
 */
const COMPOSED_MS = 60;

function composed(view: EditorView, options: JsonEditorOptions): void {
  setTimeout(() => {
    if (!view.composing && !view.compositionStarted) options.onCompose(false);
  }, COMPOSED_MS);
}

/** The browser's own undo (in its Edit menu) doesn't know the document; VS Code's does. */
function history(event: InputEvent, options: JsonEditorOptions): boolean {
  if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return false;
  event.preventDefault();
  options.onHistory(event.inputType === 'historyUndo' ? 'undo' : 'redo');
  return true;
}
