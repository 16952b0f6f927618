/**
 * `GET /subscriptions/{id}/usage`: quantities by metric, for the current billing period or a range, in whole or by day, also grouped by
 * a property (https://docs.withorb.com/api-reference/subscription/fetch-subscription-usage).
 */
import { addDecimals } from '../../core/billing/decimal.ts';
import { parseJson } from '../../core/json.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import type { Account } from '../account.ts';
import type { Call, Reply } from '../call.ts';
import type { MetricEvaluator } from '../metrics/evaluator.ts';
import { invalid } from '../problems.ts';
import { groupsOf } from './evaluate.ts';
import type { PlanMetric, PlanSubscription } from './plan.ts';
import { customerById, subscriptionById } from './reads.ts';
import { boundsOf, coveredPeriod } from './resources.ts';

/** Half open, in milliseconds since 1970. */
interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

interface Record {
  readonly metric: PlanMetric;
  /** Undefined without grouping. */
  readonly group?: string;
  readonly quantities: readonly string[];
}

/** More windows aren't needed for a billing period, and each is a query. */
const MAX_DAYS = 100;

/** @throws Problem */
export async function subscriptionUsage(call: Call, evaluator: MetricEvaluator): Promise<Reply> {
  const { account, params, query } = call;
  const subscription = subscriptionById(account, params[0] ?? '');
  const windows = windowsOf(account, subscription, query);
  const groupBy = query.get('group_by');
  const metrics = metricsOf(account, subscription, query.get('billable_metric_id'), groupBy);
  const customerIds = subscription.usageCustomerIds ?? [subscription.customerId];
  const queries = metrics.flatMap(({ sql }) =>
    windows.map((window) => ({
      ...{ sql, customerIds, ...window, filters: [] },
      groupingKeys: groupBy === null ? [] : [groupBy],
    })),
  );
  const results = (await evaluator.evaluate(account, queries)).map(groupsOf);
  const records = metrics.flatMap((metric, index): readonly Record[] => {
    const own = results.slice(index * windows.length, (index + 1) * windows.length);
    const quantityIn = (value: string) =>
      own.map(
        (groups) => groups.find(({ values }) => String(values[0] ?? '') === value)?.quantity ?? '0',
      );
    if (groupBy === null) return [{ metric, quantities: quantityIn('') }];
    const values = new Set(own.flat().map((group) => String(group.values[0] ?? '')));
    return [...values].map((group) => ({ metric, group, quantities: quantityIn(group) }));
  });
  const mode = query.get('view_mode') ?? 'periodic';
  if (mode !== 'periodic' && mode !== 'cumulative') {
    throw invalid(`'${mode}' is not one of ['periodic', 'cumulative']`);
  }
  const data = records.map((record) => print(record, windows, mode, groupBy));
  const paged = groupBy !== null && { pagination_metadata: { has_more: false, next_cursor: null } };
  return { status: 200, body: JSON.stringify({ data, ...paged }) };
}

function print(
  { metric, group, quantities }: Record,
  windows: readonly Window[],
  mode: 'periodic' | 'cumulative',
  groupBy: string | null,
) {
  let sum = '0';
  return {
    usage: windows.map(({ startMs, endMs }, index) => {
      const quantity = quantities[index] ?? '0';
      sum = addDecimals(sum, quantity);
      return {
        quantity: parseJson(mode === 'cumulative' ? sum : quantity),
        timeframe_start: new Date(startMs).toISOString(),
        timeframe_end: new Date(endMs).toISOString(),
      };
    }),
    billable_metric: { id: metric.id, name: metric.name },
    ...(group !== undefined && {
      metric_group: { property_key: groupBy, property_value: group },
    }),
    view_mode: mode,
  };
}

function metricsOf(
  { billing }: Account,
  { priceIds }: PlanSubscription,
  metricId: string | null,
  groupBy: string | null,
): readonly PlanMetric[] {
  if ((metricId === null) !== (groupBy === null)) {
    throw invalid('group_by and billable_metric_id must be specified together');
  }
  const ids = new Set(priceIds.flatMap((id) => billing.price(id)?.metricId ?? []));
  const metrics = [...ids].flatMap((id) => billing.metric(id) ?? []);
  return metricId === null ? metrics : metrics.filter(({ id }) => id === metricId);
}

/** The range, within the subscription's dates; by default its billing period around now, or the last one. */
function windowsOf(
  account: Account,
  subscription: PlanSubscription,
  query: URLSearchParams,
): readonly Window[] {
  const bounds = boundsOf(subscription);
  const last = (bounds.endMs ?? Infinity) - 1;
  const now = Math.max(bounds.startMs, Math.min(account.now(), last));
  const { billingCycleDay } = customerById(account, subscription.customerId);
  const period = coveredPeriod(subscription, billingCycleDay, now);
  const startMs = Math.max(timeOf(query, 'timeframe_start') ?? period.startMs, bounds.startMs);
  const endMs = Math.min(timeOf(query, 'timeframe_end') ?? period.endMs, bounds.endMs ?? Infinity);
  if (startMs >= endMs) return [];
  const granularity = query.get('granularity');
  if (granularity === null) return [{ startMs, endMs }];
  if (granularity !== 'day') throw invalid(`'${granularity}' is not one of ['day']`);
  const first = Math.floor(startMs / DAY_MS);
  const days = Math.ceil(endMs / DAY_MS) - first;
  if (days > MAX_DAYS) throw invalid(`The range must be at most ${MAX_DAYS} days.`);
  return Array.from({ length: days }, (_, index) => ({
    startMs: Math.max(startMs, (first + index) * DAY_MS),
    endMs: Math.min(endMs, (first + index + 1) * DAY_MS),
  }));
}

function timeOf(query: URLSearchParams, key: string): number | undefined {
  const text = query.get(key);
  if (text === null) return undefined;
  const instant = parseTimestamp(text);
  if (instant === undefined) throw invalid(`${key}: '${text}' is not a 'date-time'`);
  return instant.ms;
}
