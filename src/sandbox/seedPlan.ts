/** What the demo's customers pay for: four prices, one of which wants a boolean that evt_wrong_type sent as text. */
import { DAY_MS } from '../core/timeframe.ts';
import type { Account } from './account.ts';
import type { Plan, PlanMetric, PlanPrice } from './billing/plan.ts';

const metric = (id: string, name: string, select: string, where: string): PlanMetric => ({
  ...{ id: `metric_${id}`, name, description: null, status: 'active', itemId: null },
  sql: `SELECT ${select} FROM events WHERE ${where}`,
});

const metrics: readonly PlanMetric[] = [
  metric('input_tokens', 'Input tokens', 'SUM(tokens)', "event_name = 'api_call'"),
  metric('api_calls', 'API calls', 'COUNT(*)', "event_name = 'api_call'"),
  metric('storage', 'Storage GB-hours', 'SUM(gigabytes)', "event_name = 'storage_snapshot'"),
  metric(
    'cached_tokens',
    'Cached input tokens',
    'SUM(COALESCE(cached_tokens, tokens))',
    "event_name = 'api_call' AND cached = true",
  ),
];

const price = (
  id: string,
  name: string,
  { model, config }: Pick<PlanPrice, 'model' | 'config'>,
): PlanPrice => ({
  ...{ id: `price_${id}`, name, metricId: `metric_${id}`, model, config },
  ...{ currency: 'USD', externalPriceId: null, filter: null },
});

const tiers = [
  { first_unit: 0, last_unit: 100, unit_amount: '0.002' },
  { first_unit: 100, last_unit: null, unit_amount: '0.001' },
];
const unit = (unit_amount: string) => ({ model: 'unit', config: { unit_amount } }) as const;

const prices: readonly PlanPrice[] = [
  price('input_tokens', 'Input tokens', unit('0.0001')),
  price('api_calls', 'API calls', { model: 'tiered', config: { tiers } }),
  price('storage', 'Storage GB-hours', unit('0.00012')),
  price('cached_tokens', 'Cached input tokens', unit('0.00001')),
];

/** Long enough ago to bill all of the demo's events. */
const DAYS = 90;

export function seedPlan(account: Account): void {
  const today = Math.floor(account.now() / DAY_MS) * DAY_MS;
  const plan: Plan = {
    ...{ metrics, prices },
    subscriptions: account.customers.all.map(({ id }) => ({
      ...{ id: id.replace('cus_', 'sub_'), name: 'Usage', customerId: id },
      priceIds: prices.map((each) => each.id),
      startDate: new Date(today - DAYS * DAY_MS).toISOString(),
      endDate: null,
      usageCustomerIds: null,
    })),
  };
  account.billing.replacePlan(plan);
}
