/** What the events of a request are validated against. */
import type { RuleContext } from '../core/rules/context.ts';
import type { Account } from './account.ts';
import { backfillById } from './backfillStore.ts';
import { timeframeOf } from './eventCheck.ts';
import { valueOf, type HeaderList } from './headers.ts';
import { Problem } from './problems.ts';

/** In the sandbox: the account with its customers and backfills. */
export function sandboxContext(account: Account, query: string): RuleContext {
  const backfillId = new URLSearchParams(query).get('backfill_id');
  const context = {
    nowMs: account.now(),
    gracePeriodHours: backfillId === null ? account.settings.graceHours : Infinity,
    customers: account.customers,
  };
  if (backfillId === null) return context;
  try {
    return { ...context, backfill: timeframeOf(backfillById(account, backfillId)) };
  } catch (error) {
    if (error instanceof Problem) return context;
    throw error;
  }
}

/** A smaller difference is that of two clocks, and of a Date header that has no milliseconds. */
const MIN_SHIFT_MS = 5_000;

/** In the recorder: the upstream's clock, which its responses carry. Its customers and backfills aren't known. */
export function recorderContext(
  account: Account,
  query: string,
  responseHeaders: HeaderList,
): RuleContext {
  const now = account.now();
  const date = Date.parse(valueOf(responseHeaders, 'date') ?? '');
  if (Number.isFinite(date)) {
    account.upstreamAheadMs = Math.abs(date - now) < MIN_SHIFT_MS ? 0 : date - now;
  }
  const isBackfill = new URLSearchParams(query).has('backfill_id');
  return {
    nowMs: now + account.upstreamAheadMs,
    gracePeriodHours: isBackfill ? Infinity : account.settings.graceHours,
  };
}
