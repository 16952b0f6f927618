/** The rows of what is selected. Pages of them are read when they come into view. */
import type { ReconcilePageTexts } from '../../core/texts/reconcilePage.ts';
import type { Remote } from '../../protocol/rpc.ts';
import type { RowSelection, ShownRow, ToHost } from '../../protocol/reconcile.ts';
import { createGrid } from '../table/grid.ts';
import { columnsFor, type CellFacts } from './cells.ts';
import { createDetail, type DetailActions } from './detail.ts';

export interface Rows {
  readonly element: HTMLElement;
  /** Shows what is selected, `total` rows. Rows that were in view stay while there are only more of them. */
  draw(facts: CellFacts, total: number): void;
}

/** What is kept while the rows are read again: the pages that were asked for last. */
const MAX_KEPT = 3;

export function createRows(
  texts: ReconcilePageTexts,
  remote: Pick<Remote<ToHost>, 'rows'>,
  on: DetailActions & {
    readonly select: (lines: readonly number[] | null) => void;
    readonly copy: (text: string) => void;
  },
  first: CellFacts,
): Rows {
  let facts = first;
  let drawnKey = '';
  let drawnTotal = -1;
  /** The offset and length of the pages that were asked for last. */
  let asked: readonly (readonly [number, number])[] = [];
  let turn = 0;

  const columns = () => columnsFor(texts, () => facts);
  const grid = createGrid<ShownRow>({
    label: texts.table,
    columns: columns(),
    isMultiselect: true,
    key: ({ line }) => String(line),
    detail: (row) => createDetail(row, texts, on),
    // A single row is the one that is read; several are chosen.
    onSelect: (rows) => on.select(rows.length > 1 ? rows.map(({ line }) => line) : null),
    onCopy: (rows) => on.copy(textOf(rows)),
  });

  const textOf = (rows: readonly ShownRow[]) =>
    [
      [texts.line, texts.time, texts.eventId, texts.difference].join('\t'),
      ...rows.map((row) =>
        [
          row.line,
          row.ms === null ? '' : new Date(row.ms).toISOString(),
          row.eventId ?? '',
          facts.labelOf(row),
        ].join('\t'),
      ),
    ].join('\n');

  async function read(selection: RowSelection, offset: number, limit: number) {
    return (await remote.rows({ selection, offset, limit })).rows;
  }

  /** Reads what is in view before the grid takes the new rows, so that it never shows a gap. */
  async function take(selection: RowSelection, total: number): Promise<void> {
    const mine = ++turn;
    const kept = new Map<number, readonly ShownRow[]>();
    for (const [offset, limit] of asked) {
      if (offset < total) kept.set(offset, await read(selection, offset, limit));
    }
    if (mine !== turn) return;
    grid.setSource({
      length: total,
      async page(offset, count) {
        asked = [...asked.filter(([each]) => each !== offset), [offset, count] as const].slice(
          -MAX_KEPT,
        );
        const known = kept.get(offset);
        kept.delete(offset);
        return known !== undefined && known.length >= count
          ? known
          : read(selection, offset, count);
      },
    });
  }

  return {
    element: grid.element,
    draw(next, total) {
      const isOther = JSON.stringify(next.selection) !== drawnKey;
      const isNewMinute = next.grace.nowMs - facts.grace.nowMs >= 60_000;
      facts = next;
      if (isOther) {
        drawnKey = JSON.stringify(next.selection);
        asked = [];
        grid.setColumns(columns());
      } else if (isNewMinute) grid.setColumns(columns());
      if (!isOther && total === drawnTotal) return;
      drawnTotal = total;
      take(next.selection, total).catch(() => undefined);
    },
  };
}
