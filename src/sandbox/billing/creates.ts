/** `POST /customers` and `POST /metrics` (https://docs.withorb.com/api-reference/customer/create-customer and .../metric/create-metric). */
import { memberOf, type JsonNode } from '../../core/jsonTree.ts';
import type { Call, Reply } from '../call.ts';
import { objectOf, parseTree, bodyText } from '../json.ts';
import { asObject, optionalText, requiredText } from '../members.ts';
import { pythonRepr } from '../orbMessages.ts';
import { invalid } from '../problems.ts';
import type { PlanMetric } from './plan.ts';
import { checkedSql, newId } from './readPlan.ts';
import { toCustomer, toMetric } from './resources.ts';

/** Members that the sandbox has nothing for, such as addresses, are accepted and ignored. */
export function createCustomer({ account, body }: Call): Reply {
  const asked = asObject(parseTree(bodyText(body)));
  const name = requiredText(asked, 'name');
  const email = requiredText(asked, 'email');
  const customer = {
    id: newId('cus'),
    externalCustomerId: optionalText(asked, 'external_customer_id'),
    name,
    billingCycleDay: 1,
  };
  const currency = optionalText(asked, 'currency');
  const metadata = metadataOf(asked);
  account.customers.add(customer);
  // Events may have waited for this external ID.
  account.rewritten++;
  const createdAt = new Date(account.now()).toISOString();
  account.billing.addCustomer(customer.id, { email, currency, metadata, createdAt });
  return { status: 201, body: JSON.stringify(toCustomer(account, customer)) };
}

function metadataOf(asked: JsonNode): Readonly<Record<string, string>> {
  const node = memberOf(asked, 'metadata');
  if (node === undefined || node.kind === 'null') return {};
  return Object.fromEntries(
    asObject(node).members.flatMap(({ key, value }) => {
      if (value.kind === 'null') return [];
      if (value.kind !== 'string') throw invalid(`${pythonRepr(value)} is not of type 'string'`);
      return [[key, value.value]];
    }),
  );
}

export function createMetric({ account, body }: Call): Reply {
  const asked = objectOf(body, ['name', 'description', 'item_id', 'sql', 'metadata']);
  const metric: PlanMetric = {
    id: newId('metric'),
    name: requiredText(asked, 'name'),
    description: optionalText(asked, 'description'),
    itemId: requiredText(asked, 'item_id'),
    sql: checkedSql(requiredText(asked, 'sql')),
    status: 'active',
  };
  account.billing.addMetric(metric);
  return { status: 201, body: JSON.stringify(toMetric(metric)) };
}
