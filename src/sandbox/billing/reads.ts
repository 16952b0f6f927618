/** Orb's routes that read customers, subscriptions, metrics, and prices (https://docs.withorb.com/api-reference). */
import { parseTimestamp } from '../../core/timestamp.ts';
import type { Account } from '../account.ts';
import type { Call, Reply } from '../call.ts';
import { page, paging } from '../paging.ts';
import { invalid, notFound } from '../problems.ts';
import type { PlanSubscription } from './plan.ts';
import { statusOf, toCustomer, toMetric, toPrice, toSubscription } from './resources.ts';

const ok = (value: unknown): Reply => ({ status: 200, body: JSON.stringify(value) });

/** @throws Problem 404 */
export function customerById({ customers }: Account, id: string) {
  const customer = customers.of({ customer: id, external: null });
  if (customer === undefined) throw notFound('Customer', id);
  return customer;
}

/** @throws Problem 404 */
export function customerByExternalId({ customers }: Account, id: string) {
  const customer = customers.of({ customer: null, external: id });
  if (customer === undefined) throw notFound('Customer', id);
  return customer;
}

export const fetchCustomer = ({ account, params: [id = ''] }: Call): Reply =>
  ok(toCustomer(account, customerById(account, id)));

export const fetchCustomerByExternalId = ({ account, params: [id = ''] }: Call): Reply =>
  ok(toCustomer(account, customerByExternalId(account, id)));

export function fetchMetric({ account, params: [id = ''] }: Call): Reply {
  const metric = account.billing.metric(id);
  if (metric === undefined) throw notFound('BillableMetric', id);
  return ok(toMetric(metric));
}

export function fetchPrice({ account, params: [id = ''] }: Call): Reply {
  const price = account.billing.price(id);
  if (price === undefined) throw notFound('Price', id);
  return ok(toPrice(price));
}

/** @throws Problem 404 */
export function subscriptionById({ billing }: Account, id: string): PlanSubscription {
  const subscription = billing.subscription(id);
  if (subscription === undefined) throw notFound('Subscription', id);
  return subscription;
}

const print = (account: Account, subscription: PlanSubscription) =>
  toSubscription(account, subscription, customerById(account, subscription.customerId));

export const fetchSubscription = ({ account, params: [id = ''] }: Call): Reply =>
  ok(print(account, subscriptionById(account, id)));

/** One page of a list that is in its final order. */
function listed<T>(
  query: URLSearchParams,
  kind: string,
  all: readonly T[],
  to: (item: T) => unknown,
) {
  const { limit, after = 0 } = paging(query, kind);
  const end = after + limit;
  const next = end < all.length ? { kind, after: end } : undefined;
  return page(all.slice(after, end).map(to), next);
}

export const listMetrics = ({ account, query }: Call): Reply =>
  listed(query, 'metrics', account.billing.plan.metrics, toMetric);

const STATUSES = ['active', 'ended', 'upcoming'];

/** Newest first. */
export function listSubscriptions({ account, query }: Call): Reply {
  const now = account.now();
  const statuses = [...query.getAll('status[]'), ...query.getAll('status')];
  const wrong = statuses.find((status) => !STATUSES.includes(status));
  if (wrong !== undefined)
    throw invalid(`'${wrong}' is not one of ['active', 'ended', 'upcoming']`);
  const ids = query.getAll('customer_id[]');
  const external = query
    .getAll('external_customer_id[]')
    .map((id) => account.customers.of({ customer: null, external: id })?.id ?? '');
  const isAnyCustomer = ids.length + external.length === 0;
  const hasPlan = query.has('plan_id') || query.has('external_plan_id');
  const created = createdIn(query);
  const all = account.billing.plan.subscriptions
    .filter(
      (each) =>
        !hasPlan &&
        (isAnyCustomer || ids.includes(each.customerId) || external.includes(each.customerId)) &&
        (statuses.length === 0 || statuses.includes(statusOf(each, now))) &&
        created(Date.parse(each.startDate)),
    )
    .toSorted((a, b) => Date.parse(b.startDate) - Date.parse(a.startDate));
  return listed(query, 'subscriptions', all, (each) => print(account, each));
}

const comparisons: Readonly<Record<string, (ms: number, bound: number) => boolean>> = {
  gte: (ms, bound) => ms >= bound,
  gt: (ms, bound) => ms > bound,
  lt: (ms, bound) => ms < bound,
  lte: (ms, bound) => ms <= bound,
};

/** @throws Problem 400 */
function createdIn(query: URLSearchParams): (ms: number) => boolean {
  const checks = Object.entries(comparisons).flatMap(([name, holds]) => {
    const text = query.get(`created_at[${name}]`);
    if (text === null) return [];
    const bound = parseTimestamp(text)?.ms;
    if (bound === undefined) throw invalid(`created_at[${name}]: '${text}' is not a 'date-time'`);
    return [(ms: number) => holds(ms, bound)];
  });
  return (ms) => checks.every((check) => check(ms));
}
