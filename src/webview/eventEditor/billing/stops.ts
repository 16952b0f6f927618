/**
 * Makes the section a single tab stop: Up and Down move between its lines, Left and Right within a line and fold what is in it, Home and
 * End lead to the first and the last line.
 */

/** Marks what keys reach with a name that stays the same when the section is drawn again. */
export const STOP = 'stop';

const stopsIn = (element: HTMLElement): HTMLElement[] => [
  ...element.querySelectorAll<HTMLElement>('[data-stop]'),
];
const linesOf = (element: HTMLElement): HTMLElement[] =>
  [...element.querySelectorAll<HTMLElement>('.stops')].filter((line) => stopsIn(line).length > 0);

/**
 * To be called after each drawing.
 * @param wanted the stop to have; if it's gone, then the row that it was in, which starts its name, or else the first one
 */
export function setStop(element: HTMLElement, wanted = ''): HTMLElement | undefined {
  const all = stopsIn(element);
  const nameOf = ({ dataset }: HTMLElement) => dataset[STOP] ?? '';
  const stop =
    all.find((each) => nameOf(each) === wanted) ??
    all.find((each) => wanted.startsWith(`${nameOf(each)}:`)) ??
    all.find((each) => each.closest('.section-head') === null) ??
    all[0];
  for (const each of all) each.tabIndex = each === stop ? 0 : -1;
  return stop;
}

export function stopKeys(element: HTMLElement): void {
  element.addEventListener('focusin', ({ target }) => {
    const stop = (target as HTMLElement).dataset[STOP];
    if (stop !== undefined) setStop(element, stop);
  });
  element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const target = event.target as HTMLElement;
    const lines = linesOf(element);
    const line = target.closest<HTMLElement>('.stops');
    if (line === null) return;
    const at = lines.indexOf(line);
    const own = stopsIn(line);
    const place = own.indexOf(target);
    const toLine = (index: number) => {
      const next = lines[Math.max(0, Math.min(index, lines.length - 1))];
      if (next !== undefined) stopsIn(next)[0]?.focus();
    };
    const fold = target.getAttribute('aria-expanded');
    const moves: Partial<Record<string, () => void>> = {
      ArrowDown: () => toLine(at + 1),
      ArrowUp: () => toLine(at - 1),
      Home: () => toLine(0),
      End: () => toLine(lines.length - 1),
      ArrowRight: () => (fold === 'false' ? target.click() : own[place + 1]?.focus()),
      ArrowLeft: () => (fold === 'true' ? target.click() : own[place - 1]?.focus()),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  });
}
