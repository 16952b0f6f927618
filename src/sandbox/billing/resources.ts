/** Orb's resources for what an account bills. Members that the sandbox has nothing for have the value that Orb documents for none. */
import { periodAt } from '../billingPeriod.ts';
import type { Account } from '../account.ts';
import type { Customer } from '../customers.ts';
import type { CustomerDetails, PlanMetric, PlanPrice, PlanSubscription } from './plan.ts';

/** When the sandbox doesn't know when something was created. */
const LONG_AGO = '2025-01-01T00:00:00.000Z';

const iso = (ms: number) => new Date(ms).toISOString();
const minified = ({ id, externalCustomerId }: Customer) => ({
  id,
  external_customer_id: externalCustomerId,
});

/** A customer whose events another one's subscriptions bill has that one as its parent. */
function hierarchyOf({ customers, billing }: Account, customer: Customer) {
  const paid = billing.plan.subscriptions.flatMap(({ customerId, usageCustomerIds }) =>
    (usageCustomerIds ?? []).flatMap((id) =>
      id === customerId ? [] : [{ parent: customerId, id }],
    ),
  );
  const find = (id: string) => customers.of({ customer: id, external: null });
  const parent = find(paid.find(({ id }) => id === customer.id)?.parent ?? '');
  const children = customers.all.filter((each) =>
    paid.some((link) => link.parent === customer.id && link.id === each.id),
  );
  return {
    parent: parent === undefined ? null : minified(parent),
    children: children.map(minified),
  };
}

export function toCustomer(account: Account, customer: Customer) {
  const details: CustomerDetails = account.billing.detailsOf(customer.id) ?? {
    email: 'billing@example.com',
    currency: 'USD',
    metadata: {},
    createdAt: LONG_AGO,
  };
  return {
    metadata: details.metadata,
    ...minified(customer),
    name: customer.name ?? '',
    email: details.email,
    timezone: 'Etc/UTC',
    payment_provider_id: null,
    payment_provider: null,
    created_at: details.createdAt,
    shipping_address: null,
    billing_address: null,
    balance: '0.00',
    currency: details.currency,
    tax_id: null,
    auto_collection: false,
    exempt_from_automated_tax: null,
    email_delivery: false,
    auto_issuance: null,
    additional_emails: [],
    portal_url: null,
    accounting_sync_configuration: null,
    reporting_configuration: null,
    payment_configuration: null,
    default_payment_method: null,
    hierarchy: hierarchyOf(account, customer),
    automatic_tax_enabled: null,
  };
}

export function toMetric({ id, name, sql, description, status, itemId }: PlanMetric) {
  const item = {
    metadata: {},
    id: itemId ?? `item_${id}`,
    name,
    created_at: LONG_AGO,
    external_connections: [],
    archived_at: null,
  };
  return { metadata: {}, id, name, description, status, item, parameter_definitions: null, sql };
}

export function toPrice(price: PlanPrice) {
  const { id, name, metricId, model, config, currency, externalPriceId } = price;
  return {
    model_type: model,
    [`${model}_config`]: config,
    metadata: {},
    id,
    name,
    external_price_id: externalPriceId,
    replaces_price_id: null,
    price_type: 'usage_price',
    created_at: LONG_AGO,
    cadence: 'monthly',
    billing_mode: 'in_arrear',
    billing_cycle_configuration: { duration: 1, duration_unit: 'month' },
    invoicing_cycle_configuration: null,
    billable_metric: { id: metricId },
    dimensional_price_configuration: null,
    fixed_price_quantity: null,
    plan_phase_order: null,
    currency,
    conversion_rate: null,
    conversion_rate_config: null,
    item: { id: `item_${metricId}`, name },
    credit_allocation: null,
    composite_price_filters: null,
    invoice_grouping_key: null,
    discount: null,
    minimum: null,
    minimum_amount: null,
    maximum: null,
    maximum_amount: null,
  };
}

/** In milliseconds since 1970; the end is exclusive, and undefined without one. */
export const boundsOf = ({ startDate, endDate }: PlanSubscription) => ({
  startMs: Date.parse(startDate),
  endMs: endDate === null ? undefined : Date.parse(endDate),
});

export function statusOf(subscription: PlanSubscription, now: number) {
  const { startMs, endMs } = boundsOf(subscription);
  if (now < startMs) return 'upcoming';
  return endMs !== undefined && now >= endMs ? 'ended' : 'active';
}

/** The part of the billing period around an instant that the subscription covers, half open. */
export function coveredPeriod(subscription: PlanSubscription, cycleDay: number, ms: number) {
  const { startMs, endMs = Infinity } = boundsOf(subscription);
  const period = periodAt(ms, cycleDay);
  return { startMs: Math.max(period.startMs, startMs), endMs: Math.min(period.endMs, endMs) };
}

/** @param customer the subscription's */
export function toSubscription(
  account: Account,
  subscription: PlanSubscription,
  customer: Customer,
) {
  const { id, name, startDate, endDate, priceIds, usageCustomerIds } = subscription;
  const now = account.now();
  const status = statusOf(subscription, now);
  const period =
    status === 'active' ? coveredPeriod(subscription, customer.billingCycleDay, now) : undefined;
  const current = {
    current_billing_period_start_date: period === undefined ? null : iso(period.startMs),
    current_billing_period_end_date: period === undefined ? null : iso(period.endMs),
  };
  const prices = priceIds.flatMap((each) => account.billing.price(each) ?? []);
  return {
    metadata: {},
    id,
    customer: toCustomer(account, customer),
    plan: null,
    name,
    start_date: startDate,
    end_date: endDate,
    created_at: startDate,
    ...current,
    status,
    trial_info: { end_date: null },
    active_plan_phase_order: null,
    fixed_fee_quantity_schedule: [],
    default_invoice_memo: null,
    auto_collection: null,
    auto_issuance: null,
    net_terms: 0,
    redeemed_coupon: null,
    billing_cycle_day: customer.billingCycleDay,
    billing_cycle_anchor_configuration: { day: customer.billingCycleDay, month: null, year: null },
    invoicing_threshold: null,
    price_intervals: prices.map((price) => ({
      id: `${id}_${price.id}`,
      start_date: startDate,
      end_date: endDate,
      price: toPrice(price),
      billing_cycle_day: customer.billingCycleDay,
      can_defer_billing: false,
      fixed_fee_quantity_transitions: null,
      ...current,
      filter: price.filter,
      usage_customer_ids: usageCustomerIds,
      metric_parameter_overrides: null,
    })),
    adjustment_intervals: [],
    discount_intervals: [],
    minimum_intervals: [],
    maximum_intervals: [],
    pending_subscription_change: null,
  };
}
