/**
 * The rejected lines of a cause. It's a single tab stop: arrow keys move, Enter expands what Orb or
 * the validation reported.
 */
import type { RejectedRow, RejectionGroup } from '../../core/ingestReport.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { dayMonth } from '../../core/timeText.ts';
import { countText } from '../../core/language.ts';
import type { IngestRunTexts } from '../../core/texts/ingestRun.ts';
import { button, h, outside, type Child } from '../dom.ts';
import { fill } from '../fill.ts';

export interface ShownRow extends RejectedRow {
  readonly byOrb: boolean;
}

/** The rows of one group, or of all groups in the order of the file. */
export const rowsOf = (groups: readonly RejectionGroup[]): readonly ShownRow[] =>
  groups
    .flatMap(({ rows, byOrb }) => rows.map((row) => ({ ...row, byOrb })))
    .toSorted((a, b) => a.line - b.line);

/** How long the confirmation of a copy is shown. */
const CONFIRMED_MS = 1_000;

export interface RowTable {
  readonly element: HTMLElement;
  /** The cursor and expanded rows stay with their lines. */
  draw(rows: readonly ShownRow[]): void;
}

export function createRowTable(
  texts: IngestRunTexts,
  on: { openLine(line: number): void; copy(text: string): void },
): RowTable {
  const columns = [
    ['line', texts.line],
    ['time', texts.time],
    ['id', texts.eventId],
    ['customer', texts.customer],
  ] as const;
  const head = h(
    'div',
    { class: 'row head', role: 'row' },
    ...columns.map(([name, title]) => h('span', { class: name, role: 'columnheader' }, title)),
  );
  const body = h('div', { role: 'rowgroup' });
  const element = h(
    'div',
    { class: 'rows', role: 'grid', tabIndex: 0, aria: { label: texts.table } },
    h('div', { class: 'head-group', role: 'rowgroup' }, head),
    body,
  );
  let shown: readonly ShownRow[] = [];
  let cursor = 0;
  const unfolded = new Set<number>();

  element.addEventListener('keydown', (event) => {
    // Keys pressed on a button in an expanded row belong to that button.
    if (event.target !== element || event.altKey || event.metaKey) return;
    const row = shown[cursor];
    if (event.key === 'Enter' && row !== undefined) toggle(row);
    else if (event.key === 'c' && event.ctrlKey && row !== undefined)
      on.copy(`${columns.map(([, title]) => title).join('\t')}\n${lineText(row)}`);
    else {
      const page = Math.max(1, Math.floor(element.clientHeight / ROW) - 2);
      const to = targetOf(event.key, cursor, shown.length, page);
      if (to === undefined || event.ctrlKey) return;
      cursor = to;
      drawBody();
    }
    event.preventDefault();
  });

  function toggle({ line }: ShownRow): void {
    if (!unfolded.delete(line)) unfolded.add(line);
    drawBody();
  }

  function drawBody(): void {
    body.replaceChildren(
      ...shown.flatMap((row, index) => {
        const isOpen = unfolded.has(row.line);
        const drawn = drawRow(row, index === cursor, isOpen);
        drawn.addEventListener('click', () => {
          cursor = index;
          toggle(row);
        });
        return isOpen ? [drawn, drawDetail(row)] : [drawn];
      }),
    );
    const row = shown[cursor];
    if (row === undefined) element.removeAttribute('aria-activedescendant');
    else element.setAttribute('aria-activedescendant', `line-${row.line}`);
    body.querySelector('.current')?.scrollIntoView({ block: 'nearest' });
  }

  function drawRow(row: ShownRow, isCurrent: boolean, isOpen: boolean): HTMLElement {
    const { timestamp } = row;
    const cell = (name: string, text: string) =>
      h('span', { class: name, role: 'gridcell', title: text }, outside(text));
    return h(
      'div',
      {
        class: `row${isCurrent ? ' current' : ''}`,
        role: 'row',
        id: `line-${row.line}`,
        aria: { selected: String(isCurrent) },
      },
      h(
        'span',
        { class: 'line', role: 'gridcell', aria: { expanded: String(isOpen) } },
        countText(row.line),
      ),
      h(
        'span',
        { class: 'time', role: 'gridcell', title: timestamp ?? '' },
        ...timeParts(timestamp),
      ),
      cell('id', row.id ?? ''),
      cell('customer', row.customer ?? ''),
    );
  }

  function drawDetail(row: ShownRow): HTMLElement {
    const { line, reasons, byOrb } = row;
    const title = byOrb ? texts.copyResponse : texts.copyProblem;
    const copy = button(title, 'link', () => {
      on.copy(reasons.join('\n'));
      copy.textContent = texts.copied;
      setTimeout(() => (copy.textContent = title), CONFIRMED_MS);
    });
    return h(
      'div',
      { class: 'detail', role: 'row' },
      h(
        'div',
        { role: 'gridcell' },
        h('p', {}, byOrb ? texts.response : texts.problem),
        ...reasons.map((reason) => h('p', { class: 'data reason' }, outside(reason))),
        h(
          'p',
          { class: 'links' },
          button(fill(texts.openLine, countText(line)), 'link', () => on.openLine(line)),
          copy,
        ),
      ),
    );
  }

  return {
    element,
    draw(rows) {
      const line = shown[cursor]?.line;
      shown = rows;
      cursor = Math.max(
        0,
        rows.findIndex((row) => row.line === line),
      );
      drawBody();
    },
  };
}

const ROW = 24;

/**
 * `30 Oct 18:00:04` and `.118`, which a narrow page leaves out; the text itself if it isn't a
 * timestamp.
 */
function timeParts(timestamp: string | undefined): readonly Child[] {
  if (timestamp === undefined) return [];
  const ms = parseTimestamp(timestamp)?.ms;
  if (ms === undefined) return [outside(timestamp)];
  const clock = new Date(ms).toISOString().slice(11, -1);
  return [
    `${dayMonth(ms)} ${clock.slice(0, 8)}`,
    h('span', { class: 'milliseconds' }, clock.slice(8)),
  ];
}

const lineText = ({ line, timestamp, id, customer }: ShownRow): string =>
  [line, timestamp ?? '', id ?? '', customer ?? ''].join('\t');

function targetOf(key: string, at: number, count: number, page: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const to = moves[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}
