/**
 * `POST /prices/evaluate` and `POST /prices/evaluate_preview_events`: what prices make of a customer's events, or of given ones
 * (https://docs.withorb.com/api-reference/price/evaluate-multiple-prices and .../evaluate-preview-events).
 */
import { isDecimal } from '../../core/billing/decimal.ts';
import { parseJson } from '../../core/json.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import type { Account } from '../account.ts';
import type { Call, Reply } from '../call.ts';
import type { Customer } from '../customers.ts';
import type { MetricEvaluator } from '../metrics/evaluator.ts';
import type { MetricGroup, MetricQuery, MetricResult } from '../metrics/messages.ts';
import { invalid } from '../problems.ts';
import { readEvaluation, type EvaluationRequest, type PriceQuestion } from './evaluationRequest.ts';
import type { PlanPrice } from './plan.ts';
import { amountOf } from './pricing.ts';

/** How far back ingested events can be evaluated. */
const MAX_AGE_MS = 100 * DAY_MS;

/** @throws Problem */
export async function evaluate(call: Call, metrics: MetricEvaluator): Promise<Reply> {
  const { account, body } = call;
  const request = readEvaluation(account, body, 'ingested');
  if (request.startMs < account.now() - MAX_AGE_MS) {
    throw invalid('timeframe_start must be at most 100 days ago');
  }
  const results = await metrics.evaluate(account, queriesOf(account, request));
  return reply(account, request, results);
}

/** Stores nothing. @throws Problem */
export async function evaluatePreviewEvents(
  { account, body }: Call,
  metrics: MetricEvaluator,
): Promise<Reply> {
  const request = readEvaluation(account, body, 'preview');
  const results = await metrics.preview(request.events, queriesOf(account, request));
  return reply(account, request, results);
}

const queriesOf = (account: Account, request: EvaluationRequest): readonly MetricQuery[] =>
  request.questions.map(({ price, filter, groupingKeys }) => ({
    sql: account.billing.metric(price.metricId)?.sql ?? '',
    filters: filter === null ? [] : [filter],
    groupingKeys,
    startMs: request.startMs,
    endMs: request.endMs,
    customerIds: billedCustomers(account, price, request.customer),
  }));

/** Whose events the price bills in the customer's subscriptions. */
function billedCustomers(
  account: Account,
  price: PlanPrice,
  customer: Customer,
): readonly string[] {
  const named = account.billing.plan.subscriptions
    .filter(({ customerId, priceIds }) => customerId === customer.id && priceIds.includes(price.id))
    .flatMap(({ usageCustomerIds }) => usageCustomerIds ?? []);
  return named.length === 0 ? [customer.id] : [...new Set(named)];
}

function reply(
  account: Account,
  { questions }: EvaluationRequest,
  results: readonly MetricResult[],
): Reply {
  const data = questions.map((question, index) =>
    printEvaluation(account, question, groupsOf(results[index])),
  );
  return { status: 200, body: JSON.stringify({ data }) };
}

/** @throws Problem 400 for a metric that failed */
export function groupsOf(result: MetricResult | undefined): readonly MetricGroup[] {
  if (result === undefined || 'problem' in result) throw invalid(result?.problem ?? 'No result.');
  const huge = result.groups.find(({ quantity }) => !isDecimal(quantity));
  if (huge !== undefined) throw invalid(`The quantity ${huge.quantity} is too large.`);
  return result.groups;
}

function printEvaluation(
  { settings }: Account,
  { price, inlineIndex }: PriceQuestion,
  groups: readonly MetricGroup[],
) {
  return {
    price_groups: groups.map(({ values, quantity }) => ({
      // Orb's document has no null here.
      grouping_values: values.map((value) => value ?? ''),
      quantity: parseJson(quantity),
      amount: amountOf(price, quantity, settings.packageRounding),
    })),
    currency: price.currency,
    price_id: inlineIndex === null ? price.id : null,
    external_price_id: price.externalPriceId,
    inline_price_index: inlineIndex,
  };
}
