/** What Orb documents for an amendment (https://docs.withorb.com/api-reference/event/amend-event): it replaces the whole event. */
import * as l10n from '@vscode/l10n';
import type { UsageEvent } from '../event.ts';
import type { Fix, Issue, JsonPath } from '../issue.ts';
import { memberOf, type JsonNode } from '../jsonTree.ts';
import { sameInstant } from '../timestamp.ts';
import { withCatalog } from './catalog.ts';
import { checkCap, checkPeriodIsOpen } from './change.ts';
import type { ChangeContext } from './context.ts';
import {
  checkCustomer,
  checkCustomerExists,
  CUSTOMER_KEYS,
  customerOf,
  type CustomerKey,
  type NamedCustomer,
} from './customer.ts';
import {
  AMEND_FIELDS,
  checkDuplicateKeys,
  checkEventName,
  checkRequired,
  checkUnknown,
} from './fields.ts';
import { error, fix, onKey, remove, replace } from './finding.ts';
import { checkProperties } from './properties.ts';
import { checkTimestamp, instantOf } from './time.ts';

const REQUIRED = ['event_name', 'timestamp', 'properties'];

function checkNoKey(root: JsonNode): readonly Issue[] {
  if (memberOf(root, 'idempotency_key') === undefined) return [];
  const message = l10n.t("An amendment can't have an idempotency_key.");
  const path = ['idempotency_key'];
  return [onKey(error(path, 'idempotency-key', message, remove(path)))];
}

/** A timestamp that can't be read is reported by checkTimestamp; this adds the fix that restores it. */
function checkSameTimestamp(root: JsonNode, stored: UsageEvent): readonly Issue[] {
  const value = memberOf(root, 'timestamp');
  const path = ['timestamp'];
  const restore = replace(l10n.t('Restore'), path, stored.timestamp);
  if (value?.kind !== 'string' || instantOf(root) === undefined) {
    return checkTimestamp(root).map((issue) => ({ ...issue, fixes: [restore] }));
  }
  if (sameInstant(value.value, stored.timestamp)) return checkTimestamp(root);
  const message = l10n.t("An event's timestamp can't be amended.");
  return [error(path, 'timestamp-changed', message, restore)];
}

const storedId = (stored: UsageEvent, key: CustomerKey) =>
  key === 'customer_id' ? stored.customerId : stored.externalCustomerId;

/** How the document names the customer: by the external ID when the event has one. */
function storedCustomer(stored: UsageEvent): NamedCustomer | undefined {
  const [own, external] = CUSTOMER_KEYS.map((key) => ({ key, id: storedId(stored, key) }));
  const found = external?.id == null ? own : external;
  return found?.id == null ? undefined : { key: found.key, id: found.id };
}

function checkSameCustomer(root: JsonNode, stored: UsageEvent): readonly Issue[] {
  const given = customerOf(root);
  const was = storedCustomer(stored);
  if (given === undefined || was === undefined) return [];
  if (storedId(stored, given.key) === given.id) return [];
  const json = JSON.stringify(was.id);
  const change: Fix =
    given.key === was.key
      ? { kind: 'replace', path: [given.key], json }
      : { kind: 'rename', path: [given.key], key: was.key, json };
  const message = l10n.t("An event's customer can't be amended.");
  return [error([given.key], 'customer-changed', message, fix(l10n.t('Restore'), change))];
}

/** Adds the fix that restores a missing field or customer to Orb's value. */
function withRestoration(issue: Issue, stored: UsageEvent): Issue {
  const was = storedCustomer(stored);
  const restore = (path: JsonPath, value: string): Issue => {
    const add: Fix = { kind: 'add', path, json: JSON.stringify(value) };
    return { ...issue, fixes: [fix(l10n.t('Restore'), add)] };
  };
  if (issue.code === 'customer-missing' && was !== undefined) return restore([was.key], was.id);
  if (issue.code !== 'required') return issue;
  if (issue.path[0] === 'event_name') return restore(issue.path, stored.eventName);
  return issue.path[0] === 'timestamp' ? restore(issue.path, stored.timestamp) : issue;
}

function checkNotDeprecated(stored: UsageEvent): readonly Issue[] {
  if (!stored.deprecated) return [];
  return [error([], 'event-deprecated', l10n.t("A deprecated event can't be amended."))];
}

/**
 * @param root the text of the document, which is the body to send
 * @param stored the event as Orb holds it, with both IDs of its customer if Orb knows them
 */
export function checkAmend(
  root: JsonNode,
  stored: UsageEvent,
  context: ChangeContext,
): readonly Issue[] {
  if (root.kind !== 'object')
    return [error([], 'not-object', l10n.t('An event must be an object.'))];
  const issues = [
    ...checkNotDeprecated(stored),
    ...checkDuplicateKeys(root, []),
    ...checkNoKey(root),
    ...checkUnknown(root, [...AMEND_FIELDS, 'idempotency_key']),
    ...checkRequired(root, REQUIRED),
    ...checkEventName(root),
    ...checkSameTimestamp(root, stored),
    ...checkCustomer(root),
    ...checkSameCustomer(root, stored),
    ...checkCustomerExists(customerOf(root), context.customers, true),
    ...checkProperties(root),
    ...checkPeriodIsOpen(stored, context),
    ...checkCap(context),
  ].map((issue) => withRestoration(issue, stored));
  // The catalog is about whole events.
  return withCatalog(root, context.catalog, issues, { idempotency_key: stored.id });
}
