/** The bodies of evaluations, checked as Orb's document describes them. */
import { MAX_BATCH } from '../../core/event.ts';
import { memberOf, type JsonNode } from '../../core/jsonTree.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import type { Account } from '../account.ts';
import type { Customer } from '../customers.ts';
import { assertKnown, objectOf, printNode } from '../json.ts';
import {
  asObject,
  itemsOf,
  optionalText,
  requiredInstant,
  requiredText,
  textsOf,
} from '../members.ts';
import { filterProblem } from '../metrics/metricSql.ts';
import type { MetricEvent } from '../metrics/messages.ts';
import { pythonRepr, required } from '../orbMessages.ts';
import { invalid, notFound } from '../problems.ts';
import { readConfig } from './config.ts';
import { MODELS, type PlanPrice } from './plan.ts';
import { customerByExternalId, customerById } from './reads.ts';

const MAX_PRICES = 100;

export interface PriceQuestion {
  readonly price: PlanPrice;
  /** Where the price was given in the request. */
  readonly inlineIndex: number | null;
  readonly filter: string | null;
  readonly groupingKeys: readonly string[];
}

export interface EvaluationRequest {
  readonly customer: Customer;
  /** Half open. */
  readonly startMs: number;
  readonly endMs: number;
  readonly questions: readonly PriceQuestion[];
  /** Of a preview; else empty. */
  readonly events: readonly MetricEvent[];
}

/** @throws Problem */
export function readEvaluation(
  account: Account,
  body: Buffer,
  kind: 'ingested' | 'preview',
): EvaluationRequest {
  const keys = ['customer_id', 'external_customer_id', 'timeframe_start', 'timeframe_end'];
  const events = kind === 'preview' ? ['events'] : [];
  const asked = objectOf(body, [...keys, 'price_evaluations', ...events]);
  const startMs = requiredInstant(asked, 'timeframe_start').ms;
  const endMs = requiredInstant(asked, 'timeframe_end').ms;
  if (startMs > endMs) throw invalid('timeframe_start must not be after timeframe_end');
  const customer = customerOf(account, asked);
  const questions = itemsOf(asked, 'price_evaluations').map((node, index) =>
    readQuestion(account, asObject(node), index),
  );
  if (questions.length < 1 || questions.length > MAX_PRICES) {
    throw invalid(`price_evaluations must have 1 to ${MAX_PRICES} prices, not ${questions.length}`);
  }
  return {
    ...{ customer, startMs, endMs, questions },
    events: kind === 'preview' ? readEvents(account, asked, customer) : [],
  };
}

function customerOf(account: Account, asked: JsonNode): Customer {
  const id = optionalText(asked, 'customer_id');
  const external = optionalText(asked, 'external_customer_id');
  if ((id === null) === (external === null)) {
    throw invalid('Exactly one of customer_id and external_customer_id must be specified');
  }
  return id === null ? customerByExternalId(account, external ?? '') : customerById(account, id);
}

function readQuestion(account: Account, node: JsonNode & { kind: 'object' }, index: number) {
  assertKnown(node, [
    ...['price_id', 'external_price_id', 'price'],
    ...['filter', 'grouping_keys', 'metric_parameter_overrides'],
  ]);
  const filter = optionalText(node, 'filter');
  const problem = filter === null ? undefined : filterProblem(filter);
  if (problem !== undefined) throw invalid(problem);
  const [id, external] = [optionalText(node, 'price_id'), optionalText(node, 'external_price_id')];
  const inline = memberOf(node, 'price');
  const hasInline = inline !== undefined && inline.kind !== 'null';
  if ([id !== null, external !== null, hasInline].filter(Boolean).length !== 1) {
    throw invalid('Exactly one of price_id, external_price_id and price must be specified');
  }
  const price = hasInline
    ? inlinePrice(account, inline, index)
    : id === null
      ? account.billing.priceByExternalId(external ?? '')
      : account.billing.price(id);
  if (price === undefined) throw notFound('Price', id ?? external ?? '');
  const groupingKeys = textsOf(node, 'grouping_keys');
  return { price, inlineIndex: hasInline ? index : null, filter, groupingKeys };
}

function inlinePrice(account: Account, node: JsonNode, index: number): PlanPrice {
  const model = MODELS.find((each) => each === requiredText(node, 'model_type'));
  if (model === undefined) {
    throw invalid(`The sandbox supports the price models ${MODELS.join(', ')}.`);
  }
  const metricId = requiredText(node, 'billable_metric_id');
  if (account.billing.metric(metricId) === undefined) throw notFound('BillableMetric', metricId);
  return {
    id: `inline_${index}`,
    externalPriceId: optionalText(node, 'external_price_id'),
    name: requiredText(node, 'name'),
    metricId,
    model,
    config: readConfig(model, memberOf(node, `${model}_config`)),
    currency: requiredText(node, 'currency'),
    filter: null,
  };
}

/** Events without a customer belong to the one of the request. */
function readEvents(account: Account, asked: JsonNode, scope: Customer): readonly MetricEvent[] {
  const items = itemsOf(asked, 'events');
  if (items.length < 1 || items.length > MAX_BATCH) {
    throw invalid(`events must have 1 to ${MAX_BATCH} events, not ${items.length}`);
  }
  return items.map((item) => {
    const node = asObject(item);
    assertKnown(node, [
      ...['customer_id', 'external_customer_id', 'event_name', 'timestamp', 'properties'],
    ]);
    const timestamp = requiredText(node, 'timestamp');
    const instant = parseTimestamp(timestamp);
    if (instant === undefined) throw invalid(`'${timestamp}' is not a 'date-time'`);
    const given = {
      customer: optionalText(node, 'customer_id'),
      external: optionalText(node, 'external_customer_id'),
    };
    const isScoped = given.customer === null && given.external === null;
    const known = isScoped ? scope : account.customers.of(given);
    return {
      name: requiredText(node, 'event_name'),
      timestamp,
      ms: instant.ms,
      customer: known?.id ?? given.customer,
      external: known?.externalCustomerId ?? given.external,
      properties: propertiesOf(node),
    };
  });
}

function propertiesOf(node: JsonNode): string {
  const properties = memberOf(node, 'properties');
  if (properties === undefined) throw invalid(required('properties'));
  for (const { value } of asObject(properties).members) {
    if (value.kind === 'object' || value.kind === 'array' || value.kind === 'null') {
      throw invalid(`${pythonRepr(value)} is not of type 'number', 'string', 'boolean'`);
    }
  }
  return printNode(properties);
}
