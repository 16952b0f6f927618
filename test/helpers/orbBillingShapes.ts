/**
 * JSON Schemas of the responses about billing, as Orb's API reference describes them. Members that it doesn't have are rejected, and what
 * the sandbox never has must be null.
 */

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const integer: Schema = { type: 'integer' };
const number: Schema = { type: 'number' };
const nothing: Schema = { type: 'null' };
const time: Schema = { type: 'string', format: 'date-time' };
/** A decimal number as text. */
const decimal: Schema = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' };
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, nothing] });
const one = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });
const list = (items: Schema): Schema => ({ type: 'array', items });
const noItems: Schema = { type: 'array', maxItems: 0 };
const metadata: Schema = { type: 'object', additionalProperties: text };

const object = (
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});

const page = (item: Schema): Schema =>
  object({
    data: list(item),
    pagination_metadata: object({ has_more: flag, next_cursor: orNull(text) }),
  });

const minifiedCustomer = object({ id: text, external_customer_id: orNull(text) });

/** https://docs.withorb.com/api-reference/customer/fetch-customer */
export const customer = object(
  {
    metadata,
    ...{ id: text, external_customer_id: orNull(text), name: text, email: text, timezone: text },
    ...{ payment_provider_id: nothing, payment_provider: nothing, created_at: time },
    ...{ shipping_address: nothing, billing_address: nothing, balance: decimal },
    ...{ currency: orNull(text), tax_id: nothing, auto_collection: flag },
    ...{ exempt_from_automated_tax: orNull(flag), email_delivery: flag },
    ...{ auto_issuance: orNull(flag), additional_emails: list(text), portal_url: orNull(text) },
    hierarchy: object({ parent: orNull(minifiedCustomer), children: list(minifiedCustomer) }),
  },
  {
    ...{ accounting_sync_configuration: nothing, reporting_configuration: nothing },
    ...{ payment_configuration: nothing, default_payment_method: nothing },
    automatic_tax_enabled: orNull(flag),
  },
);

/** https://docs.withorb.com/api-reference/metric/get-metric */
export const metric = object(
  {
    ...{ metadata, id: text, name: text, description: orNull(text) },
    status: one('active', 'draft', 'archived'),
    item: object(
      { metadata, id: text, name: text, created_at: time, external_connections: noItems },
      { archived_at: orNull(time) },
    ),
    sql: text,
  },
  { parameter_definitions: nothing },
);

/** https://docs.withorb.com/api-reference/metric/list-metrics */
export const metrics = page(metric);

const cycle = object({ duration: integer, duration_unit: one('day', 'month') });

const priceOf = (model: string, config: Schema): Schema =>
  object(
    {
      ...{ model_type: one(model), [`${model}_config`]: config },
      ...{ metadata, id: text, name: text, external_price_id: orNull(text) },
      ...{ replaces_price_id: nothing, created_at: time },
      price_type: one('usage_price', 'fixed_price', 'composite_price'),
      cadence: one('one_time', 'monthly', 'quarterly', 'semi_annual', 'annual', 'custom'),
      billing_mode: one('in_advance', 'in_arrear'),
      ...{ billing_cycle_configuration: cycle, invoicing_cycle_configuration: orNull(cycle) },
      billable_metric: orNull(object({ id: text })),
      ...{ fixed_price_quantity: orNull(number), plan_phase_order: orNull(integer) },
      ...{ currency: text, conversion_rate: orNull(number), conversion_rate_config: nothing },
      ...{ item: object({ id: text, name: text }), credit_allocation: nothing },
      ...{ composite_price_filters: nothing, invoice_grouping_key: orNull(text) },
      ...{ discount: nothing, minimum: nothing, minimum_amount: orNull(decimal) },
      ...{ maximum: nothing, maximum_amount: orNull(decimal) },
    },
    { dimensional_price_configuration: nothing, license_type: nothing },
  );

const tier = object({ first_unit: number, unit_amount: decimal }, { last_unit: orNull(number) });

/** https://docs.withorb.com/api-reference/price/fetch-price */
export const price: Schema = {
  oneOf: [
    priceOf('unit', object({ unit_amount: decimal }, { prorated: flag })),
    priceOf('tiered', object({ tiers: list(tier) }, { prorated: flag })),
    priceOf('package', object({ package_amount: decimal, package_size: integer })),
    priceOf(
      'bulk',
      object({ tiers: list(object({ unit_amount: decimal }, { maximum_units: orNull(number) })) }),
    ),
  ],
};

const currentPeriod = {
  current_billing_period_start_date: orNull(time),
  current_billing_period_end_date: orNull(time),
};

/** https://docs.withorb.com/api-reference/subscription/fetch-subscription */
export const subscription = object({
  ...{ metadata, id: text, customer, plan: nothing, name: text },
  ...{ start_date: time, end_date: orNull(time), created_at: time },
  ...currentPeriod,
  status: one('active', 'ended', 'upcoming'),
  trial_info: object({ end_date: orNull(time) }),
  ...{ active_plan_phase_order: orNull(integer), fixed_fee_quantity_schedule: noItems },
  ...{ default_invoice_memo: orNull(text), auto_collection: orNull(flag) },
  ...{ auto_issuance: orNull(flag), net_terms: integer, redeemed_coupon: nothing },
  billing_cycle_day: integer,
  billing_cycle_anchor_configuration: object(
    { day: integer },
    { month: orNull(integer), year: orNull(integer) },
  ),
  invoicing_threshold: orNull(decimal),
  price_intervals: list(
    object(
      {
        ...{ id: text, start_date: time, end_date: orNull(time), price },
        ...{ billing_cycle_day: integer, can_defer_billing: flag },
        fixed_fee_quantity_transitions: nothing,
        ...currentPeriod,
        ...{ filter: orNull(text), usage_customer_ids: orNull(list(text)) },
      },
      { metric_parameter_overrides: nothing },
    ),
  ),
  ...{ adjustment_intervals: noItems, discount_intervals: noItems },
  ...{ minimum_intervals: noItems, maximum_intervals: noItems },
  pending_subscription_change: nothing,
});

/** https://docs.withorb.com/api-reference/subscription/list-subscriptions */
export const subscriptions = page(subscription);

/** https://docs.withorb.com/api-reference/price/evaluate-multiple-prices and .../evaluate-preview-events */
export const evaluations = object({
  data: list(
    object(
      {
        price_groups: list(
          object({
            grouping_values: list({ type: ['string', 'number', 'boolean'] }),
            quantity: number,
            amount: decimal,
          }),
        ),
        currency: text,
      },
      {
        ...{ price_id: orNull(text), external_price_id: orNull(text) },
        inline_price_index: orNull(integer),
      },
    ),
  ),
});

const usage = {
  usage: list(object({ quantity: number, timeframe_start: time, timeframe_end: time })),
  billable_metric: object({ id: text, name: text }),
  view_mode: one('periodic', 'cumulative'),
};

/** https://docs.withorb.com/api-reference/subscription/fetch-subscription-usage */
export const ungroupedUsage = object({ data: list(object(usage)) });

export const groupedUsage = object(
  {
    data: list(
      object({ ...usage, metric_group: object({ property_key: text, property_value: text }) }),
    ),
  },
  { pagination_metadata: orNull(object({ has_more: flag, next_cursor: orNull(text) })) },
);
