/**
 * Evaluations of prices (https://docs.withorb.com/api-reference/price/evaluate-multiple-prices and .../evaluate-preview-events): Orb takes
 * at most 100 prices and 500 preview events in a request.
 */
import { MAX_BATCH } from '../core/event.ts';
import { OrbError } from '../core/errors.ts';
import { readLosslessAnswer } from './answers.ts';
import type { Evaluations, EvaluationQuery, PreviewQuery, PriceEvaluation } from './billingApi.ts';
import { evaluationsWire, toEvaluations } from './billingWire.ts';
import { toBody, wellFormed } from './body.ts';
import type { Answer, CallOptions } from './callOptions.ts';
import type { Transport } from './transport.ts';
import type { Evaluation } from '../core/billing/resources.ts';

const MAX_PRICES = 100;

export async function evaluatePrices(
  transport: Transport,
  query: EvaluationQuery,
  options?: CallOptions,
): Promise<Answer<Evaluations>> {
  return inParts(transport, '/prices/evaluate', query, (text) => text, options);
}

export async function previewEvents(
  transport: Transport,
  query: PreviewQuery,
  options?: CallOptions,
): Promise<Answer<Evaluations>> {
  const { events } = query;
  if (events.length === 0 || events.length > MAX_BATCH) {
    throw new OrbError(
      'invalid',
      `A preview needs 1 to ${MAX_BATCH} events, not ${events.length}.`,
    );
  }
  // The events are sent as they are: parsing them could alter numbers.
  const list = `,"events":[${events.map(wellFormed).join(',')}]}`;
  const withEvents = (text: string) => text.slice(0, -1) + list;
  return inParts(transport, '/prices/evaluate_preview_events', query, withEvents, options);
}

/** No Idempotency-Key: for a repeated one Orb would replay the earlier response instead of evaluating. */
async function inParts(
  transport: Transport,
  path: string,
  query: EvaluationQuery,
  complete: (text: string) => string,
  options?: CallOptions,
): Promise<Answer<Evaluations>> {
  const limits = transport.limits(options);
  const parts: (readonly PriceEvaluation[])[] = [];
  for (let at = 0; at < query.prices.length; at += MAX_PRICES) {
    parts.push(query.prices.slice(at, at + MAX_PRICES));
  }
  const answers = await Promise.all(
    parts.map(async (prices) => {
      const body = complete(toBody(wireQuery(query, prices)));
      return transport.send({ method: 'POST', path, body }, limits, (reply) =>
        inOrder(prices, toEvaluations(readLosslessAnswer(reply, evaluationsWire))),
      );
    }),
  );
  return {
    value: answers.flatMap(({ value }) => value),
    raw: answers.map(({ raw }) => raw).join('\n'),
  };
}

/** Keys without a value are left out by JSON.stringify. */
const wireQuery = (query: EvaluationQuery, prices: readonly PriceEvaluation[]) => ({
  timeframe_start: query.timeframeStart,
  timeframe_end: query.timeframeEnd,
  customer_id: query.customerId,
  external_customer_id: query.externalCustomerId,
  price_evaluations: prices.map((price) => ({
    price_id: price.priceId,
    filter: price.filter,
    grouping_keys: price.groupingKeys,
    metric_parameter_overrides: price.parameterOverrides,
  })),
});

/**
 * By ID, since Orb promises no order. Evaluations of one price that was asked twice are taken in the order of the request, and only if
 * all of them came: otherwise it isn't known which one is missing.
 */
function inOrder(asked: readonly PriceEvaluation[], answered: readonly Evaluation[]): Evaluations {
  const count = (list: readonly { readonly priceId: string | null }[], id: string) =>
    list.filter(({ priceId }) => priceId === id).length;
  return asked.map(({ priceId }, index) => {
    if (count(answered, priceId) < count(asked, priceId)) return undefined;
    const earlier = count(asked.slice(0, index), priceId);
    return answered.filter((each) => each.priceId === priceId)[earlier];
  });
}
