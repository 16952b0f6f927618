/** Compares the lines of one search with what was found, and where they differ with what was sent from here since. */
import { resolveCurrent } from '../core/held.ts';
import type { FoundEvent } from '../core/event.ts';
import { compareLine, type LineComparison } from '../core/reconciliation/compareLine.ts';
import { isSurelySame } from '../core/reconciliation/quickCompare.ts';
import type { FileLine } from './fileLine.ts';
import type { Row } from './journal.ts';
import type { OwnHistory } from './ports.ts';
import type { FoundById } from './search.ts';

export interface ComparedLines {
  readonly same: readonly number[];
  /** A line that was sent just now and isn't shown yet is in neither list. */
  readonly rows: readonly Row[];
}

type AskHistory = (ids: readonly string[]) => Promise<OwnHistory>;

/** @param found the result of the last search for these lines: what isn't in it is missing */
export async function compareLines(
  lines: readonly FileLine[],
  found: FoundById,
  askHistory: AskHistory | undefined,
): Promise<ComparedLines> {
  const results = lines.map((line) => ({ line, compared: compare(line, found.get(line.id)) }));
  const doubtful = results.flatMap(({ line, compared }) =>
    compared === undefined || compared.outcome === 'different' ? [line.id] : [],
  );
  const own = doubtful.length > 0 ? await askHistory?.(doubtful) : undefined;
  const same: number[] = [];
  const rows: Row[] = [];
  for (const { line, compared: shown } of results) {
    const compared = own === undefined ? shown : withOwnWrites(line, shown, found, own);
    if (compared?.outcome === 'same') same.push(line.line);
    else if (compared !== undefined) rows.push(toRow(line, compared));
    else if (own?.recent.has(line.id) !== true) {
      rows.push({ line: line.line, id: line.id, outcome: 'missing', ms: line.ms });
    }
  }
  return { same, rows };
}

const SAME: LineComparison = { outcome: 'same' };

function compare(
  { text, parsed }: FileLine,
  events: readonly [FoundEvent, ...FoundEvent[]] | undefined,
): LineComparison | undefined {
  if (events === undefined) return undefined;
  if (events.some(({ event }) => isSurelySame(text, parsed, event))) return SAME;
  const [first, ...others] = events;
  return compareLine(text, [first.raw, ...others.map(({ raw }) => raw)]);
}

function withOwnWrites(
  line: FileLine,
  shown: LineComparison | undefined,
  found: FoundById,
  { writes }: OwnHistory,
): LineComparison | undefined {
  const own = writes.get(line.id);
  if (own === undefined) return shown;
  const [shownEvent] = found.get(line.id) ?? [];
  const current = resolveCurrent(line.id, shownEvent?.raw, own);
  return current && compareLine(line.text, [current.raw]);
}

function toRow({ line, id, ms }: FileLine, compared: LineComparison): Row {
  if (compared.outcome !== 'different') return { line, id, outcome: 'deprecated', ms };
  const { outcome, kind, changes } = compared;
  return { line, id, outcome, kind, ms, changes };
}
