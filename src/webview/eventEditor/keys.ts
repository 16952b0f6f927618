/** Keys that work anywhere in the page, as they do in the editor: problems, changes. */
import type { EditorView } from '@codemirror/view';
import type { Analysis } from './analysis.ts';
import { problemsOf } from './json/problems.ts';
import { nextPlace } from './nextPlace.ts';

/** @param analysis the changes as last compared */
export function pageKeys(view: EditorView, analysis: () => Analysis): void {
  window.addEventListener('keydown', (event) => {
    const changes = analysis();
    const places =
      event.key === 'F8' && !event.altKey
        ? problemsOf(view.state).map(({ start }) => start)
        : event.key === 'F5' && event.altKey && changes.kind === 'valid'
          ? changes.changes.map((change) => change.value?.start ?? change.span.start)
          : undefined;
    if (places === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const target = nextPlace(places, view.state.selection.main.head, event.shiftKey ? -1 : 1);
    if (target === undefined) return;
    view.dispatch({ selection: { anchor: target }, scrollIntoView: true });
    view.focus();
  });
}
