/** What Orb documents for backfills (https://docs.withorb.com/api-reference/event/create-backfill). */
import * as l10n from '@vscode/l10n';
import { MAX_BACKFILL_DAYS, type Backfill, type NewBackfill } from '../backfill.ts';
import type { Issue } from '../issue.ts';
import { DAY_MS, type Timeframe } from '../timeframe.ts';
import { compareInstants, parseTimestamp, TIME_FORMAT, type Instant } from '../timestamp.ts';
import type { RuleContext } from './context.ts';
import { error, warning } from './finding.ts';

export interface NewBackfillContext {
  readonly nowMs: number;
  readonly customers?: RuleContext['customers'];
  /** The account's backfills; only pending and reverting ones block a new one. Undefined: not known. */
  readonly backfills?: readonly ExistingBackfill[];
}

/** A backfill that a new one must not overlap while it is unfinished. */
type ExistingBackfill = Pick<Backfill, 'status' | 'timeframeStart' | 'timeframeEnd'>;

type Bound = 'timeframeStart' | 'timeframeEnd' | 'closeTime';
const isTime = (value: Partial<NewBackfill>, key: Bound) =>
  value[key] === undefined || parseTimestamp(value[key]) !== undefined;

function checkLength(start: Instant, end: Instant): readonly Issue[] {
  if (compareInstants(end, start) <= 0) {
    return [error(['timeframeEnd'], 'backfill-empty', l10n.t('The end must be after the start.'))];
  }
  const limit = { ...start, ms: start.ms + MAX_BACKFILL_DAYS * DAY_MS };
  if (compareInstants(end, limit) <= 0) return [];
  const message = l10n.t('A backfill spans at most {0} days.', MAX_BACKFILL_DAYS);
  return [error(['timeframeEnd'], 'backfill-too-long', message)];
}

/**
 * The first backfill that blocks a new one of this time frame: pending or reverting, for any customer. Adjacent time frames don't overlap,
 * since the end is exclusive. Also undefined when a bound isn't a time.
 */
export function overlapping<B extends ExistingBackfill>(
  { timeframeStart, timeframeEnd }: Timeframe,
  backfills: readonly B[],
): B | undefined {
  const [start, end] = [timeframeStart, timeframeEnd].map(parseTimestamp);
  if (start === undefined || end === undefined) return undefined;
  return backfills.find((other) => {
    if (other.status !== 'pending' && other.status !== 'pending_revert') return false;
    const [from, to] = [other.timeframeStart, other.timeframeEnd].map(parseTimestamp);
    if (from === undefined || to === undefined) return false;
    return compareInstants(start, to) < 0 && compareInstants(from, end) < 0;
  });
}

function checkOverlap(frame: Timeframe, { backfills }: NewBackfillContext): readonly Issue[] {
  const blocking = overlapping(frame, backfills ?? []);
  if (blocking === undefined) return [];
  const message = l10n.t(
    "Another backfill, from {0} to {1}, isn't finished. Close or revert it first.",
    blocking.timeframeStart,
    blocking.timeframeEnd,
  );
  return [error(['timeframeStart'], 'backfill-overlap', message)];
}

function checkScope(
  value: Partial<NewBackfill>,
  { customers }: NewBackfillContext,
): readonly Issue[] {
  const { customerId, externalCustomerId } = value;
  if (customerId !== undefined && externalCustomerId !== undefined) {
    const message = l10n.t('Use customer_id or external_customer_id, not both.');
    return [error(['externalCustomerId'], 'customer-both', message)];
  }
  if (customers === undefined) return [];
  if (customerId !== undefined && !customers.hasId(customerId)) {
    return [error(['customerId'], 'customer-unknown', l10n.t('Orb has no customer with this ID.'))];
  }
  if (externalCustomerId !== undefined && !customers.hasExternalId(externalCustomerId)) {
    const message = l10n.t('Orb has no customer with this external ID.');
    return [error(['externalCustomerId'], 'customer-unknown', message)];
  }
  return [];
}

/** Checks only the members that are given. @returns issues with the member names of NewBackfill as paths */
export function checkNewBackfill(
  value: Partial<NewBackfill>,
  context: NewBackfillContext,
): readonly Issue[] {
  const unreadable = (['timeframeStart', 'timeframeEnd', 'closeTime'] as const).filter(
    (key) => !isTime(value, key),
  );
  const { timeframeStart = '', timeframeEnd = '' } = value;
  const [start, end] = [timeframeStart, timeframeEnd].map(parseTimestamp);
  const close = value.closeTime === undefined ? undefined : parseTimestamp(value.closeTime);
  return [
    ...unreadable.map((key) =>
      error(
        [key],
        'timestamp-format',
        l10n.t('This must be a time in ISO 8601 ({0}).', TIME_FORMAT),
      ),
    ),
    ...(start === undefined || end === undefined ? [] : checkLength(start, end)),
    ...checkOverlap({ timeframeStart, timeframeEnd }, context),
    ...(close !== undefined && close.ms <= context.nowMs
      ? [warning(['closeTime'], 'close-time-past', l10n.t('The close time has already passed.'))]
      : []),
    ...checkScope(value, context),
  ];
}
