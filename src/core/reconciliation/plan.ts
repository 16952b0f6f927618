/** What a repair would send: totals for the question before it, what Orb's limits leave out, and the backfills it takes. */
import { MAX_BACKFILL_DAYS } from '../backfill.ts';
import { MAX_CHANGED_EVENTS } from '../rules/context.ts';
import type { NamedCustomer } from '../rules/customer.ts';
import { DAY_MS } from '../timeframe.ts';

export interface PlanLine {
  readonly line: number;
  /** Its timestamp, in milliseconds since 1970. */
  readonly ms: number;
  readonly customer: NamedCustomer;
}

export interface PlanTotals {
  readonly lines: number;
  /** Those with the most lines first. */
  readonly customers: readonly { readonly id: string; readonly lines: number }[];
  /** Absent without lines. */
  readonly span?: { readonly firstMs: number; readonly lastMs: number };
}

export function planTotals(lines: readonly PlanLine[]): PlanTotals {
  const customers = new Map<string, number>();
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for (const { customer, ms } of lines) {
    customers.set(customer.id, (customers.get(customer.id) ?? 0) + 1);
    [firstMs, lastMs] = [Math.min(firstMs, ms), Math.max(lastMs, ms)];
  }
  return {
    lines: lines.length,
    customers: [...customers]
      .map(([id, count]) => ({ id, lines: count }))
      .toSorted((a, b) => b.lines - a.lines),
    ...(lines.length > 0 && { span: { firstMs, lastMs } }),
  };
}

/**
 * Splits lines by Orb's cap of changed events: 100 for each customer in 100 days.
 * @param used customer ID → how many of their events were changed in the last 100 days
 */
export function withinCap<Line extends PlanLine>(
  lines: readonly Line[],
  used: ReadonlyMap<string, number>,
): { readonly within: readonly Line[]; readonly over: readonly Line[] } {
  const counts = new Map(used);
  const within: Line[] = [];
  const over: Line[] = [];
  for (const line of lines) {
    const count = counts.get(line.customer.id) ?? 0;
    if (count >= MAX_CHANGED_EVENTS) over.push(line);
    else {
      within.push(line);
      counts.set(line.customer.id, count + 1);
    }
  }
  return { within, over };
}

/** Half open, in milliseconds since 1970. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The lines of one backfill. */
export interface Stretch<Line extends PlanLine> extends Span {
  readonly lines: readonly Line[];
  /** The backfill is limited to this customer: all lines are theirs. */
  readonly customer?: NamedCustomer;
}

const MAX_BACKFILL_MS = MAX_BACKFILL_DAYS * DAY_MS;

/**
 * The backfills that lines need: as few as the longest time frame allows, each as tight as its lines. None overlaps another, or one that
 * is pending, whatever its customer: lines in the time frame of a pending one have to wait for it.
 */
export function backfillStretches<Line extends PlanLine>(
  lines: readonly Line[],
  pending: readonly Span[],
): { readonly stretches: readonly Stretch<Line>[]; readonly waiting: readonly Line[] } {
  const waiting: Line[] = [];
  const stretches: Line[][] = [];
  let [startMs, lastMs] = [-Infinity, -Infinity];
  for (const line of lines.toSorted((a, b) => a.ms - b.ms)) {
    const { ms } = line;
    if (pending.some((span) => span.startMs <= ms && ms < span.endMs)) {
      waiting.push(line);
      continue;
    }
    // A time frame is as long as its lines and one millisecond, since its end is exclusive.
    const isTooLong = ms + 1 - startMs > MAX_BACKFILL_MS;
    const isAcross = pending.some((span) => span.startMs > lastMs && span.endMs <= ms);
    if (isTooLong || isAcross) {
      stretches.push([]);
      startMs = ms;
    }
    lastMs = ms;
    stretches.at(-1)?.push(line);
  }
  return { stretches: stretches.map(toStretch), waiting };
}

/** As backfillStretches, with those of the waiting lines: one or more for each pending backfill that they wait for. */
export function repairStretches<Line extends PlanLine>(
  lines: readonly Line[],
  pending: readonly Span[],
): readonly Stretch<Line>[] {
  const { stretches, waiting } = backfillStretches(lines, pending);
  const spanOf = ({ ms }: Line) => pending.find((span) => span.startMs <= ms && ms < span.endMs);
  const those = pending.map((span) => waiting.filter((line) => spanOf(line) === span));
  return [...stretches, ...those.flatMap((its) => backfillStretches(its, []).stretches)];
}

function toStretch<Line extends PlanLine>(lines: readonly Line[]): Stretch<Line> {
  const [first] = lines;
  const { key, id } = first?.customer ?? {};
  const isOne = lines.every(({ customer }) => customer.key === key && customer.id === id);
  return {
    startMs: first?.ms ?? 0,
    endMs: (lines.at(-1)?.ms ?? 0) + 1,
    lines,
    ...(isOne && first !== undefined && { customer: first.customer }),
  };
}
