/** Exactly one of `customer_id` and `external_customer_id`; an explicit null counts as absent (oneOf in Orb's API document). */
import * as l10n from '@vscode/l10n';
import type { Issue } from '../issue.ts';
import { memberOf, type JsonNode } from '../jsonTree.ts';
import type { BackfillScope, RuleContext } from './context.ts';
import { error, onKey, remove, warning } from './finding.ts';
import { notText } from './fields.ts';

export type CustomerKey = 'customer_id' | 'external_customer_id';
export const CUSTOMER_KEYS: readonly CustomerKey[] = ['customer_id', 'external_customer_id'];

/** The one customer an event names, when it names exactly one, as text. */
export interface NamedCustomer {
  readonly key: CustomerKey;
  readonly id: string;
}

const given = (root: JsonNode) =>
  CUSTOMER_KEYS.flatMap((key) => {
    const value = memberOf(root, key);
    return value === undefined || value.kind === 'null' ? [] : [{ key, value }];
  });

/** The customer of an event, or undefined if it names none, or two, or not as text. */
export function customerOf(root: JsonNode): NamedCustomer | undefined {
  const [first, second] = given(root);
  return first?.value.kind === 'string' && second === undefined
    ? { key: first.key, id: first.value.value }
    : undefined;
}

/** Both, none, of the wrong type, empty, or not usable in a later request. */
export function checkCustomer(root: JsonNode): readonly Issue[] {
  const customers = given(root);
  const wrong = customers.filter(({ value }) => value.kind !== 'string');
  if (wrong.length > 0) return wrong.map(({ key, value }) => notText(key, value));
  const [first, second] = customers;
  if (first === undefined) {
    return [error([], 'customer-missing', l10n.t('Add customer_id or external_customer_id.'))];
  }
  if (second !== undefined) {
    const removals = CUSTOMER_KEYS.map((key) => remove([key], l10n.t('Remove {0}', key)));
    const message = l10n.t('Use customer_id or external_customer_id, not both.');
    return [onKey(error([second.key], 'customer-both', message, ...removals))];
  }
  if (first.value.kind === 'string' && first.value.value === '') {
    return [warning([first.key], 'customer-empty', l10n.t('{0} is empty.', first.key))];
  }
  if (first.value.kind === 'string' && !first.value.value.isWellFormed()) {
    const message = l10n.t(
      '{0} contains half a character (a lone surrogate), which Orb would change.',
      first.key,
    );
    return [error([first.key], 'id-not-addressable', message)];
  }
  return [];
}

/** @param alsoExternal amend requires a customer for either ID; ingest accepts an external ID before its customer exists. */
export function checkCustomerExists(
  customer: NamedCustomer | undefined,
  customers: RuleContext['customers'],
  alsoExternal: boolean,
): readonly Issue[] {
  if (customer === undefined || customers === undefined) return [];
  const { key, id } = customer;
  const known = key === 'customer_id' ? customers.hasId(id) : customers.hasExternalId(id);
  if (known || (key === 'external_customer_id' && !alsoExternal)) return [];
  return [error([key], 'customer-unknown', l10n.t('Orb has no customer with this {0}.', key))];
}

/** A backfill for one customer doesn't accept events of others. Orb's ID and the external one can't be compared, so only equal kinds are. */
export function checkCustomerScope(
  customer: NamedCustomer | undefined,
  scope: BackfillScope,
): readonly Issue[] {
  if (customer === undefined) return [];
  const only = customer.key === 'customer_id' ? scope.customerId : scope.externalCustomerId;
  if (only === undefined || only === null || only === customer.id) return [];
  const message = l10n.t('The backfill is for the customer "{0}" only.', only);
  return [error([customer.key], 'customer-outside-backfill', message)];
}
