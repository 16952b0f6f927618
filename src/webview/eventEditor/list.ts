/** A list that is one stop of the Tab key: arrows move, Enter goes to the line, Right reaches the action of the row. */
import { h, type Child } from '../dom.ts';

export interface Row {
  /** What a screen reader says; the drawn content is hidden from it. */
  readonly spoken: string;
  readonly content: readonly Child[];
  /** Buttons beside or below; not part of what is spoken. */
  readonly actions?: readonly HTMLButtonElement[];
  readonly class?: string;
  onPress(): void;
}

/** Replaces the rows; the focus stays on the row of the same index where it was inside. */
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

/** Gives a list its keys; once per list. */
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
