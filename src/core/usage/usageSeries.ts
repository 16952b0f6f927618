/** Evaluated usage side by side: one entry for each hour or day, its groups from the largest down. */
import { addDecimals, compareDecimals } from '../billing/decimal.ts';
import type { TimeSeries } from '../timeSeries.ts';
import { groupKey, type GroupValue } from './groups.ts';

/** What Orb evaluated for one step, or for one group of it. Decimal numbers as Orb wrote them. */
export interface UsageRow {
  /** Start of the hour or day. */
  readonly startMs: number;
  /** Absent where the usage isn't grouped. */
  readonly group?: GroupValue;
  readonly quantity: string;
  readonly amount: string;
}

/** Decimal numbers by step; null where the step wasn't read or, for amounts, where Orb reported none. */
export type Decimals = readonly (string | null)[];

export interface UsageGroup {
  /** Undefined for all groups beyond the largest ones. */
  readonly value?: GroupValue;
  /** How many values of the property it stands for. */
  readonly size: number;
  readonly quantities: Decimals;
}

/** `counts` are the quantities as numbers, for drawing only. */
export interface UsageSeries extends TimeSeries {
  readonly quantities: Decimals;
  readonly amounts: Decimals;
  /** Empty where the usage isn't grouped; else the largest first, the others last. */
  readonly groups: readonly UsageGroup[];
}

/** More groups couldn't be distinguished by their colors. */
const MAX_GROUPS = 6;

interface Steps {
  readonly startMs: number;
  readonly stepMs: number;
  readonly length: number;
  readonly runningMs: number;
}

/** @param isRead whether the step with this start was read: then no row means no usage */
export function usageSeries(
  steps: Steps,
  rows: readonly UsageRow[],
  isRead: (startMs: number) => boolean,
): UsageSeries {
  const { startMs, stepMs, length, runningMs } = steps;
  const blank = (): (string | null)[] =>
    Array.from({ length }, (_, index) => (isRead(startMs + index * stepMs) ? '0' : null));
  const quantities = blank();
  const amounts: (string | null)[] = quantities.map(() => null);
  const groups = new Map<string, { value: GroupValue; total: string; quantities: Decimals }>();
  for (const { startMs: at, group, quantity, amount } of rows) {
    const index = (at - startMs) / stepMs;
    if (!Number.isInteger(index) || index < 0 || index >= length) continue;
    quantities[index] = add(quantities[index], quantity);
    amounts[index] = add(amounts[index], amount);
    if (group === undefined) continue;
    const key = groupKey(group);
    const known = groups.get(key) ?? { value: group, total: '0', quantities: blank() };
    (known.quantities as (string | null)[])[index] = add(known.quantities[index], quantity);
    known.total = addDecimals(known.total, quantity);
    groups.set(key, known);
  }
  const sorted = [...groups.values()].toSorted((a, b) => compareDecimals(b.total, a.total));
  const counts = quantities.map((each) => (each === null ? null : Number(each)));
  return {
    ...{ startMs, stepMs, runningMs, counts, before: null },
    quantities,
    amounts,
    groups: withOthers(sorted, blank),
  };
}

function withOthers(
  sorted: readonly { readonly value: GroupValue; readonly quantities: Decimals }[],
  blank: () => (string | null)[],
): readonly UsageGroup[] {
  const shown = sorted
    .slice(0, MAX_GROUPS)
    .map(({ value, quantities }) => ({ value, size: 1, quantities }));
  const others = sorted.slice(MAX_GROUPS);
  if (others.length === 0) return shown;
  const rest = blank();
  for (const { quantities } of others) {
    quantities.forEach((each, index) => {
      if (each !== null && each !== '0') rest[index] = add(rest[index], each);
    });
  }
  return [...shown, { size: others.length, quantities: rest }];
}

const add = (sum: string | null | undefined, value: string): string =>
  sum === null || sum === undefined || sum === '0' ? value : addDecimals(sum, value);
