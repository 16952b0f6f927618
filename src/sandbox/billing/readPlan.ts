/** Reads the body of `POST /sandbox/billing`. */
import { randomBytes } from 'node:crypto';
import { memberOf, type JsonNode } from '../../core/jsonTree.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import type { Account } from '../account.ts';
import { assertKnown, objectOf } from '../json.ts';
import {
  asObject,
  itemsOf,
  optionalText,
  requiredInstant,
  requiredText,
  textsOf,
} from '../members.ts';
import { filterProblem, metricProblem } from '../metrics/metricSql.ts';
import { invalid } from '../problems.ts';
import { readConfig } from './config.ts';
import {
  MODELS,
  type Plan,
  type PlanMetric,
  type PlanPrice,
  type PlanSubscription,
} from './plan.ts';

export const newId = (prefix: string): string => `${prefix}_${randomBytes(8).toString('hex')}`;

/** @throws Problem 400 that names what is wrong; then nothing changes */
export function readPlan(account: Account, body: Buffer): Plan {
  const asked = objectOf(body, ['metrics', 'prices', 'subscriptions']);
  const metrics = itemsOf(asked, 'metrics').map(readMetric);
  const prices = itemsOf(asked, 'prices').map((node) => readPrice(node, metrics));
  const subscriptions = itemsOf(asked, 'subscriptions').map((node) =>
    readSubscription(node, prices, account),
  );
  for (const list of [metrics, prices, subscriptions]) assertUnique(list.map(({ id }) => id));
  return { metrics, prices, subscriptions };
}

function assertUnique(ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw invalid(`The ID ${twice} is used twice.`);
}

function oneOf<T extends string>(node: JsonNode, key: string, values: readonly T[]): T {
  const text = requiredText(node, key);
  const value = values.find((each) => each === text);
  if (value === undefined) throw invalid(`'${key}' must be one of ${values.join(', ')}.`);
  return value;
}

/** @throws Problem 400 for SQL that the sandbox doesn't support */
export function checkedSql(sql: string): string {
  const problem = metricProblem(sql);
  if (problem !== undefined) throw invalid(problem);
  return sql;
}

function readMetric(node: JsonNode): PlanMetric {
  assertKnown(asObject(node), ['id', 'name', 'sql', 'description', 'status']);
  const hasStatus = memberOf(node, 'status') !== undefined;
  return {
    id: optionalText(node, 'id') ?? newId('metric'),
    name: requiredText(node, 'name'),
    sql: checkedSql(requiredText(node, 'sql')),
    description: optionalText(node, 'description'),
    status: hasStatus ? oneOf(node, 'status', ['active', 'draft', 'archived']) : 'active',
    itemId: null,
  };
}

function readPrice(node: JsonNode, metrics: readonly PlanMetric[]): PlanPrice {
  const keys = [
    'id',
    'externalPriceId',
    'name',
    'metricId',
    'model',
    'config',
    'currency',
    'filter',
  ];
  assertKnown(asObject(node), keys);
  const metricId = requiredText(node, 'metricId');
  if (!metrics.some(({ id }) => id === metricId)) throw invalid(`There is no metric ${metricId}.`);
  const model = oneOf(node, 'model', MODELS);
  const filter = optionalText(node, 'filter');
  const problem = filter === null ? undefined : filterProblem(filter);
  if (problem !== undefined) throw invalid(problem);
  return {
    id: optionalText(node, 'id') ?? newId('price'),
    externalPriceId: optionalText(node, 'externalPriceId'),
    name: requiredText(node, 'name'),
    metricId,
    model,
    config: readConfig(model, memberOf(node, 'config')),
    currency: optionalText(node, 'currency') ?? 'USD',
    filter,
  };
}

function readSubscription(
  node: JsonNode,
  prices: readonly PlanPrice[],
  { customers }: Account,
): PlanSubscription {
  const keys = ['id', 'name', 'customerId', 'priceIds', 'startDate', 'endDate', 'usageCustomerIds'];
  assertKnown(asObject(node), keys);
  const customerId = requiredText(node, 'customerId');
  const usageCustomerIds =
    memberOf(node, 'usageCustomerIds')?.kind === 'array' ? textsOf(node, 'usageCustomerIds') : null;
  for (const id of [customerId, ...(usageCustomerIds ?? [])]) {
    if (!customers.hasId(id)) throw invalid(`There is no customer ${id}.`);
  }
  const priceIds = textsOf(node, 'priceIds');
  const unknown = priceIds.find((id) => !prices.some((price) => price.id === id));
  if (unknown !== undefined) throw invalid(`There is no price ${unknown}.`);
  const start = requiredInstant(node, 'startDate').ms;
  const endText = optionalText(node, 'endDate');
  const end = endText === null ? null : parseTimestamp(endText)?.ms;
  if (end === undefined || (end !== null && end <= start)) {
    throw invalid("'endDate' must be a time after 'startDate'.");
  }
  return {
    id: optionalText(node, 'id') ?? newId('sub'),
    name: optionalText(node, 'name') ?? 'Subscription',
    customerId,
    priceIds,
    startDate: new Date(start).toISOString(),
    endDate: end === null ? null : new Date(end).toISOString(),
    usageCustomerIds,
  };
}
