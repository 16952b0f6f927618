/**
 * A list that is a single tab stop: arrow keys move, Enter goes to the line, Right Arrow reaches
 * the row's action.
 */
import { h, type Child } from '../dom.ts';

export interface Row {
  /** What a screen reader says; the visible content is hidden from it. */
  readonly spoken: string;
  readonly content: readonly Child[];
  /** Buttons next to or below the content, which aren't part of what is spoken. */
  readonly actions?: readonly HTMLButtonElement[];
  readonly class?: string;
  onPress(): void;
}

/** Replaces the rows. If the focus was inside, it stays on the row with the same index. */
export function drawList(list: HTMLElement, rows: readonly Row[]): void {
  const focused = [...list.querySelectorAll('li')].findIndex((row) =>
    row.contains(document.activeElement),
  );
  list.replaceChildren(...rows.map((row, index) => drawRow(row, index === Math.max(0, focused))));
  if (focused >= 0) focusRow(list, Math.min(focused, rows.length - 1));
}

export function focusRow(list: HTMLElement, index: number): boolean {
  const target = list.querySelectorAll<HTMLElement>('.row-target')[index];
  if (target === undefined) return false;
  for (const each of list.querySelectorAll<HTMLElement>('.row-target')) each.tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
  return true;
}

function drawRow(row: Row, isStop: boolean): HTMLElement {
  const target = h('button', {
    class: 'row-target',
    tabIndex: isStop ? 0 : -1,
    aria: { label: row.spoken },
  });
  target.type = 'button';
  target.addEventListener('click', () => row.onPress());
  for (const action of row.actions ?? []) action.tabIndex = -1;
  return h('li', { class: row.class ?? '' }, target, ...row.content);
}

/** Sets up a list's keys; call it once per list. */
export function listKeys(list: HTMLElement): void {
  list.addEventListener('keydown', (event) => {
    const row = (event.target as HTMLElement).closest('li');
    if (row === null) return;
    const rows = [...list.children];
    const at = rows.indexOf(row);
    const stops = [...row.querySelectorAll<HTMLElement>('button')];
    const stop = stops.indexOf(event.target as HTMLButtonElement);
    const moves: Partial<Record<string, () => unknown>> = {
      ArrowDown: () => focusRow(list, Math.min(at + 1, rows.length - 1)),
      ArrowUp: () => focusRow(list, Math.max(at - 1, 0)),
      Home: () => focusRow(list, 0),
      End: () => focusRow(list, rows.length - 1),
      ArrowRight: () => stops[Math.min(stop + 1, stops.length - 1)]?.focus(),
      ArrowLeft: () => stops[Math.max(stop - 1, 0)]?.focus(),
    };
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move();
  });
}
