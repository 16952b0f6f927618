/**
 * Keys that work anywhere in the page, as in VS Code: next conflict or problem, next change, save.
 */
import type { EditorView } from '@codemirror/view';
import type { Analysis } from './json/analysis.ts';
import { problemsOf } from './json/problems.ts';
import { nextPlace } from './nextPlace.ts';
import { isSaveKey } from './saveKey.ts';

export interface KeysPort {
  readonly view: EditorView;
  readonly isMac: boolean;
  readonly conflicts: { readonly focused: number | undefined; focus(conflict: number): void };
  /** The changes of the last comparison. */
  analysis(): Analysis;
  /** The undecided conflicts: indexes in the list, which has `count` conflicts. */
  openConflicts(): { readonly open: readonly number[]; readonly count: number };
  save(): void;
}

/** How this platform writes the keys that the page mentions. */
export const keyNamesOf = (isMac: boolean) =>
  isMac ? { saveKey: '⌘S', undoKey: '⌘Z' } : { saveKey: 'Ctrl+S', undoKey: 'Ctrl+Z' };

export function pageKeys(port: KeysPort): void {
  // In the capture phase, and not passed on: VS Code listens in the page, too, and would save the
  // document a second time.
  window.addEventListener(
    'keydown',
    (event) => {
      if (!isSaveKey(event, port.isMac)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) port.save();
    },
    true,
  );
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const direction = event.shiftKey ? -1 : 1;
    if (event.key === 'F8' && !event.altKey) goToTrouble(port, direction);
    else if (event.key === 'F5' && event.altKey) goToChange(port, direction);
    else return;
    event.preventDefault();
  });
}

/**
 * Conflicts come first, as in the list. If none is left, problems follow, starting at the cursor.
 */
function goToTrouble(port: KeysPort, direction: 1 | -1): void {
  const { view, conflicts } = port;
  const { head } = view.state.selection.main;
  const { open, count } = port.openConflicts();
  const places = [...new Set(problemsOf(view.state).map(({ start }) => start))].sort(
    (a, b) => a - b,
  );
  if (open.length === 0) {
    goTo(view, nextPlace(places, head, direction));
    return;
  }
  const problem = view.hasFocus ? places.indexOf(head) : -1;
  const current = conflicts.focused ?? (problem < 0 ? -1 : count + problem);
  const stops = [...open, ...places.map((_, index) => count + index)];
  const next = nextPlace(stops, current, direction);
  if (next !== undefined && next < count) conflicts.focus(next);
  else if (next !== undefined) goTo(view, places[next - count]);
}

function goToChange(port: KeysPort, direction: 1 | -1): void {
  const { view } = port;
  const found = port.analysis();
  if (found.kind !== 'valid') return;
  const all = [...found.changes, ...found.merged, ...found.conflicts];
  const places = all.map(({ value, span }) => value?.start ?? span.start);
  goTo(view, nextPlace(places, view.state.selection.main.head, direction));
}

function goTo(view: EditorView, target: number | undefined): void {
  if (target === undefined) return;
  view.dispatch({ selection: { anchor: target }, scrollIntoView: true });
  view.focus();
}
