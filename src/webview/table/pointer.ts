/** What the pointer does in a grid. */
import type { Place } from './keys.ts';

export interface PointerActions {
  /** @param isTwistie whether it was the icon that unfolds */
  click(place: Place, event: MouseEvent, isTwistie: boolean): void;
  open(place: Place): void;
  menu(place: Place, event: MouseEvent): void;
}

export function listenToPointer(grid: HTMLElement, titles: HTMLElement, on: PointerActions): void {
  const at = (event: MouseEvent, act: (place: Place) => void) => {
    const place = placeOf(event.target, titles);
    if (place !== undefined) act(place);
  };
  grid.addEventListener('click', (event) =>
    at(event, (place) => {
      // Titles act when the pointer is released, since they can be dragged.
      if (place.row >= 0) on.click(place, event, isIn(event.target, '.grid-twistie'));
    }),
  );
  grid.addEventListener('dblclick', (event) =>
    at(event, (place) => {
      if (place.row >= 0 && !isIn(event.target, '.grid-twistie')) on.open(place);
    }),
  );
  grid.addEventListener('contextmenu', (event) => at(event, (place) => on.menu(place, event)));
}

const isIn = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;

/** The cell of a target; undefined in a detail or a filter. */
function placeOf(target: EventTarget | null, titles: HTMLElement): Place | undefined {
  const cell = target instanceof Element ? target.closest('.grid-cell') : null;
  const row = cell?.parentElement;
  if (cell === null || !(row instanceof HTMLElement)) return undefined;
  const column = [...row.children].indexOf(cell);
  if (row === titles) return { row: -1, column };
  const index = row.dataset['index'];
  return index === undefined ? undefined : { row: Number(index), column };
}
