/**
 * Reads usage by hour or day with as few evaluations as Orb's limit allows: 1,000 groups each
 * (https://docs.withorb.com/api-reference/price/evaluate-price). An hour of one group counts as a group, so long ranges and properties
 * with many values take several evaluations.
 */
import { isOrbError } from '../errors.ts';
import { DAY_MS, HOUR_MS } from '../timeframe.ts';
import type { TimeBounds } from '../timeSeries.ts';
import { groupingKey, type GroupValue } from './groups.ts';
import type { UsageRow } from './usageSeries.ts';

const MAX_EVALUATED_GROUPS = 1_000;
const HOUR_KEY = 'hour_floor_timestamp_millis(timestamp_millis)';
/** Days are evaluated one by one; this many at once. */
const DAYS_AT_ONCE = 4;
/** A first guess where the number of groups isn't known: ten an hour. */
const FIRST_GROUPED_HOURS = 100;

interface EvaluatedGroup {
  readonly values: readonly GroupValue[];
  readonly quantity: string;
  readonly amount: string;
}

interface Evaluation {
  readonly currency: string;
  readonly groups: readonly EvaluatedGroup[];
}

/** Evaluates the price over a part of the range. @throws OrbError */
export type Evaluate = (bounds: TimeBounds, groupingKeys: readonly string[]) => Promise<Evaluation>;

/** A part that was read, with what share of the range is done now. */
export interface UsagePart {
  readonly bounds: TimeBounds;
  readonly rows: readonly UsageRow[];
  readonly currency: string;
  readonly part: number;
  readonly of: number;
}

/** One step has more groups than Orb evaluates at once. */
export class TooManyGroups extends Error {
  override readonly name = 'TooManyGroups';
}

export interface UsageQuestion {
  readonly range: TimeBounds;
  readonly stepMs: number;
  readonly groupBy: string | undefined;
}

/** @param onPart after each part, in any order. @throws TooManyGroups and what `evaluate` throws */
export function readUsage(
  question: UsageQuestion,
  evaluate: Evaluate,
  onPart: (part: UsagePart) => void,
): Promise<void> {
  return question.stepMs === DAY_MS
    ? readDays(question, evaluate, onPart)
    : readHours(question, evaluate, onPart);
}

/** Each day by itself, so that metrics which don't add up, such as a number of different users, are right for the day. */
async function readDays(
  { range, groupBy }: UsageQuestion,
  evaluate: Evaluate,
  onPart: (part: UsagePart) => void,
): Promise<void> {
  const of = Math.ceil((range.endMs - range.startMs) / DAY_MS);
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < of) {
      const startMs = range.startMs + next++ * DAY_MS;
      const bounds = { startMs, endMs: startMs + DAY_MS };
      const keys = groupBy === undefined ? [] : [groupingKey(groupBy)];
      const evaluation = await attempt(evaluate, bounds, keys);
      if (evaluation === undefined) throw new TooManyGroups();
      const rows = evaluation.groups.map(({ values: [group = null], quantity, amount }) => ({
        startMs,
        ...(groupBy === undefined ? {} : { group }),
        ...{ quantity, amount },
      }));
      done += 1;
      onPart({ bounds, rows, currency: evaluation.currency, part: done, of });
    }
  };
  await Promise.all(Array.from({ length: Math.min(DAYS_AT_ONCE, of) }, work));
}

async function readHours(
  { range, groupBy }: UsageQuestion,
  evaluate: Evaluate,
  onPart: (part: UsagePart) => void,
): Promise<void> {
  const keys = [HOUR_KEY, ...(groupBy === undefined ? [] : [groupingKey(groupBy)])];
  let hours = groupBy === undefined ? MAX_EVALUATED_GROUPS - 1 : FIRST_GROUPED_HOURS;
  let { startMs } = range;
  let part = 0;
  while (startMs < range.endMs) {
    const bounds = { startMs, endMs: Math.min(range.endMs, startMs + hours * HOUR_MS) };
    const size = (bounds.endMs - startMs) / HOUR_MS;
    const evaluation = await attempt(evaluate, bounds, keys);
    if (evaluation === undefined) {
      if (size === 1) throw new TooManyGroups();
      hours = Math.floor(size / 2);
      continue;
    }
    const { groups, currency } = evaluation;
    const rows = groups.flatMap((each) => hourRow(each, groupBy !== undefined));
    part += 1;
    startMs = bounds.endMs;
    // With room for hours that have more groups than these.
    const perHour = Math.max(1, groups.length / size);
    hours = Math.max(1, Math.floor((MAX_EVALUATED_GROUPS * 0.8) / perHour));
    if (groupBy === undefined) hours = MAX_EVALUATED_GROUPS - 1;
    const left = Math.ceil((range.endMs - startMs) / HOUR_MS / hours);
    onPart({ bounds, rows, currency, part, of: part + left });
  }
}

/** Undefined when there are more groups than Orb evaluates: as many as that may have been cut off. */
async function attempt(
  evaluate: Evaluate,
  bounds: TimeBounds,
  keys: readonly string[],
): Promise<Evaluation | undefined> {
  try {
    const evaluation = await evaluate(bounds, keys);
    return evaluation.groups.length < MAX_EVALUATED_GROUPS ? evaluation : undefined;
  } catch (error) {
    if (isOrbError(error, 'rejected') && /\bgroups\b/i.test(error.answer?.detail ?? ''))
      return undefined;
    throw error;
  }
}

/** Nothing where the hour isn't one: Orb's value may be a number or a text. */
function hourRow(
  { values: [hour = null, group = null], quantity, amount }: EvaluatedGroup,
  isGrouped: boolean,
): readonly UsageRow[] {
  const isTime = typeof hour === 'number' || (typeof hour === 'string' && hour !== '');
  const startMs = isTime ? Number(hour) : Number.NaN;
  if (!Number.isFinite(startMs)) return [];
  return [{ startMs, ...(isGrouped ? { group } : {}), quantity, amount }];
}
