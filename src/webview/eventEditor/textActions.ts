/** What lists and links do in the text. */
import type { EditorView } from '@codemirror/view';
import type { PageState, TextChange } from '../../protocol/eventEditor.ts';
import type { Analysis } from './json/analysis.ts';

/** Moves the cursor and the focus there. */
export function goTo(view: EditorView, offset: number): void {
  const anchor = Math.min(offset, view.state.doc.length);
  view.dispatch({ selection: { anchor }, scrollIntoView: true });
  view.focus();
}

/** Changes the text as if the user had. */
export function edit(view: EditorView, edits: readonly TextChange[]): void {
  view.dispatch({
    changes: edits.map(({ start, end, text }) => ({ from: start, to: end, insert: text })),
    userEvent: 'input.restore',
  });
}

/** The conflicts without a choice, as indexes; none while the text isn't JSON. */
export function openConflicts(state: PageState, analysis: Analysis) {
  const all = state.kind === 'event' ? (state.merge?.conflicts ?? []) : [];
  const isOpen = (index: number) => all[index]?.choice === null;
  const open = analysis.kind === 'valid' ? [...all.keys()].filter(isOpen) : [];
  return { open, count: all.length };
}
