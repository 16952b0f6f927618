/** Reads out what a screen reader's user can't see: new requests with problems, one in five seconds at most. */
import { countText } from '../../core/language.ts';
import type { TrafficTexts } from '../../core/texts/trafficPage.ts';
import type { RequestRow } from '../../core/traffic/requestRow.ts';
import { visible } from '../../std/visible.ts';
import { h } from '../dom.ts';
import { fill } from '../fill.ts';
import { timeText } from './columns.ts';

const PAUSE_MS = 5_000;

export function createAnnouncer(texts: TrafficTexts) {
  const element = h('div', { class: 'spoken', role: 'status' });
  let waiting: RequestRow[] = [];
  let timer: number | undefined;

  function say(text: string): void {
    // The same text is announced again only after another one.
    element.textContent = '';
    element.textContent = text;
  }

  function next(): void {
    timer = undefined;
    const [row] = waiting;
    if (row === undefined) return;
    say(waiting.length === 1 ? spoken(row) : fill(texts.newProblems, countText(waiting.length)));
    waiting = [];
    timer = window.setTimeout(next, PAUSE_MS);
  }

  /** `10:42:09, POST /v1/ingest: cached is text` */
  const spoken = ({ atMs, method, path, mark }: RequestRow) =>
    fill(
      texts.newProblem,
      timeText(atMs).slice(0, 8),
      `${method} ${visible(path, 100)}`,
      visible(mark?.text ?? ''),
    );

  return {
    element,
    say,
    problems(rows: readonly RequestRow[]) {
      waiting.push(...rows);
      if (timer === undefined) next();
    },
  };
}
