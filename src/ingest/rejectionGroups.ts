/**
 * Groups rejected lines by cause while they come in. Memory is bounded: the number of groups is
 * limited, and only the first rows of each are kept.
 */
import type { RejectedRow, RejectionGroup } from '../core/ingestReport.ts';
import type { RuleContext } from '../core/rules/context.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import { causeOf } from './outcome.ts';
import type { RejectedLine } from './ports.ts';
import { decodeLine } from './validateLine.ts';

const MAX_GROUPS = 40;
/** How many lines of a group are kept. */
const MAX_ROWS = 500;

type Draft = { -readonly [K in keyof RejectionGroup]: RejectionGroup[K] } & { rows: RejectedRow[] };

export class RejectionGroups {
  /** How many lines were added. */
  count = 0;
  readonly #groups = new Map<string, Draft>();

  constructor(
    private readonly context: Pick<RuleContext, 'nowMs' | 'gracePeriodHours' | 'backfill'>,
  ) {}

  add(rejected: RejectedLine): void {
    this.count++;
    const row = toRow(rejected);
    const ms = row.timestamp === undefined ? undefined : parseTimestamp(row.timestamp)?.ms;
    const isLate = this.#isLate(rejected, ms);
    const byOrb = rejected.byOrb === true;
    const cause = isLate ? '' : causeOf(rejected.reasons);
    const key = JSON.stringify([byOrb, isLate, cause]);
    const group = this.#groups.get(key) ?? this.#create(key, byOrb, isLate, row);
    if (group.reason !== '' && group.reason !== reasonOf(row)) group.reason = inGeneral(cause);
    group.count++;
    group.firstLine = Math.min(group.firstLine, row.line);
    group.lastLine = Math.max(group.lastLine, row.line);
    if (ms !== undefined) {
      const { firstMs, lastMs } = group.span ?? { firstMs: ms, lastMs: ms };
      group.span = { firstMs: Math.min(firstMs, ms), lastMs: Math.max(lastMs, ms) };
    }
    if (group.rows.length < MAX_ROWS) group.rows.push(row);
  }

  /** @param maxRows of each group @returns in the order of first sight */
  list(maxRows = MAX_ROWS): readonly RejectionGroup[] {
    return [...this.#groups.values()].map((group) => ({
      ...group,
      rows: group.rows.slice(0, maxRows).toSorted((a, b) => a.line - b.line),
    }));
  }

  #create(key: string, byOrb: boolean, isLate: boolean, row: RejectedRow): Draft {
    const isOther = this.#groups.size >= MAX_GROUPS - 1;
    const other = isOther ? this.#groups.get('other') : undefined;
    if (other !== undefined) return other;
    const group: Draft = {
      id: this.#groups.size,
      byOrb,
      isLate: isLate && !isOther,
      reason: isOther || isLate ? '' : reasonOf(row),
      count: 0,
      firstLine: row.line,
      lastLine: row.line,
      rows: [],
    };
    this.#groups.set(isOther ? 'other' : key, group);
    return group;
  }

  #isLate({ byOrb, reasons }: RejectedLine, ms: number | undefined): boolean {
    const { nowMs, gracePeriodHours, backfill } = this.context;
    if (ms === undefined || backfill !== undefined || reasons.length !== 1) return false;
    // Orb's own grace period may be shorter than the connection's.
    if (byOrb === true) return /grace period/i.test(reasons[0] ?? '');
    return ms < nowMs - gracePeriodHours * HOUR_MS;
  }
}

const reasonOf = ({ reasons }: RejectedRow): string => reasons.join(' ');

/** The cause as a sentence: what `causeOf` takes out becomes an ellipsis. */
const inGeneral = (cause: string): string =>
  cause.replaceAll('\n', ' ').replaceAll(/#(?: #)*/g, '…');

function toRow({ line, idempotencyKey, reasons, bytes }: RejectedLine): RejectedRow {
  const event = bytes === undefined ? undefined : readObject(bytes);
  const customer = textOf(event?.['external_customer_id']) ?? textOf(event?.['customer_id']);
  const timestamp = textOf(event?.['timestamp']);
  return {
    line,
    reasons,
    ...(idempotencyKey !== undefined && { id: idempotencyKey }),
    ...(timestamp !== undefined && { timestamp }),
    ...(customer !== undefined && { customer }),
  };
}

function readObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(decodeLine(bytes) ?? '');
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A line may hold anything; a row shows this much of it. */
const MAX_TEXT = 200;
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, MAX_TEXT) : undefined;
