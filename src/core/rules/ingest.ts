/** What Orb documents for one event of an ingest (https://docs.withorb.com/api-reference/event/ingest-events). */
import * as l10n from '@vscode/l10n';
import type { Issue } from '../issue.ts';
import { memberOf, type JsonNode } from '../jsonTree.ts';
import { withCatalog } from './catalog.ts';
import type { RuleContext } from './context.ts';
import { checkCustomer, checkCustomerExists, checkCustomerScope, customerOf } from './customer.ts';
import {
  checkDuplicateKeys,
  checkEventId,
  checkEventName,
  checkRequired,
  checkUnknown,
  INGEST_FIELDS,
} from './fields.ts';
import { error } from './finding.ts';
import { checkProperties } from './properties.ts';
import { checkTimestamp, checkTimeWindow } from './time.ts';

const REQUIRED = ['idempotency_key', 'event_name', 'timestamp', 'properties'];

function checkKeyIsLive(root: JsonNode, { isDeprecated }: RuleContext): readonly Issue[] {
  const key = memberOf(root, 'idempotency_key');
  if (key?.kind !== 'string' || isDeprecated?.(key.value) !== true) return [];
  const message = l10n.t(
    "The event with this ID was deprecated, so the ID can't be ingested again.",
  );
  return [error(['idempotency_key'], 'key-deprecated', message)];
}

/** @returns issues with paths from the event; without errors Orb is documented to accept it. */
export function checkIngestEvent(root: JsonNode, context: RuleContext): readonly Issue[] {
  if (root.kind !== 'object')
    return [error([], 'not-object', l10n.t('An event must be an object.'))];
  const customer = customerOf(root);
  return withCatalog(root, context.catalog, [
    ...checkDuplicateKeys(root, []),
    ...checkUnknown(root, INGEST_FIELDS),
    ...checkRequired(root, REQUIRED),
    ...checkEventId(root),
    ...checkEventName(root),
    ...checkTimestamp(root),
    ...checkTimeWindow(root, context),
    ...checkCustomer(root),
    ...checkCustomerExists(customer, context.customers, false),
    ...(context.backfill === undefined ? [] : checkCustomerScope(customer, context.backfill)),
    ...checkProperties(root),
    ...checkKeyIsLive(root, context),
  ]);
}
