/**
 * `PUT /events/{id}` (https://docs.withorb.com/api-reference/event/amend-event) and `PUT /events/{id}/deprecate`
 * (https://docs.withorb.com/api-reference/event/deprecate-event).
 */
import type { UsageEvent } from '../core/event.ts';
import type { Issue } from '../core/issue.ts';
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { checkAmend } from '../core/rules/amend.ts';
import { CHANGE_CAP_DAYS, type ChangeContext } from '../core/rules/context.ts';
import { checkDeprecate } from '../core/rules/deprecate.ts';
import { DAY_MS } from '../core/timeframe.ts';
import type { Account } from './account.ts';
import { openSince } from './billingPeriod.ts';
import type { Call, Reply } from './call.ts';
import { textOf } from './eventCheck.ts';
import { findEvent, type EventRow } from './eventStore.ts';
import { assertLength } from './ingestBody.ts';
import { bodyText, parseTree, printNode } from './json.ts';
import { constraint, invalid, notFound } from './problems.ts';
import { orbMessage, pythonRepr } from './orbMessages.ts';

type Kind = 'amend' | 'deprecate';
const CAP_SPAN_MS = CHANGE_CAP_DAYS * DAY_MS;

export function amend({ account, body, params }: Call): Reply {
  const id = params[0] ?? '';
  const text = bodyText(body);
  assertLength(text.length);
  const node = parseTree(text);
  if (node.kind !== 'object') throw invalid(`${pythonRepr(node)} is not of type 'object'`);
  const event = known(account, id);
  const stored = asStored(account, event);
  assertAllowed(checkAmend(node, stored, contextOf(account, 'amend', event)), node, account);
  countCorrection(account, 'amend', event);
  const { db } = account;
  db.sql(
    `insert into version (event, shown_from, name, properties)
     select seq, shown_from, name, properties from event where seq = ?`,
  ).run(event.seq);
  const properties = memberOf(node, 'properties');
  account.rewritten++;
  db.sql(
    'update event set name = ?, properties = ?, shown_from = ?, amended = 1 where seq = ?',
  ).run(
    textOf(node, 'event_name') ?? '',
    properties === undefined ? '{}' : printNode(properties),
    account.now() + account.settings.searchDelayMs,
    event.seq,
  );
  return { status: 200, body: JSON.stringify({ amended: id }) };
}

export function deprecate({ account, params }: Call): Reply {
  const id = params[0] ?? '';
  const event = known(account, id);
  const stored = asStored(account, event);
  const issues = checkDeprecate(stored, contextOf(account, 'deprecate', event));
  assertAllowed(issues, asNode(stored), account);
  if (!stored.deprecated) {
    countCorrection(account, 'deprecate', event);
    account.rewritten++;
    account.db.sql('update event set deprecated = 1 where seq = ?').run(event.seq);
  }
  return { status: 200, body: JSON.stringify({ deprecated: id }) };
}

function known(account: Account, id: string): EventRow {
  const event = findEvent(account, id);
  if (event === undefined) throw notFound('Event', id);
  return event;
}

/** The event as the rules need it, with both IDs of its customer. Its properties don't matter to them. */
function asStored(account: Account, event: EventRow): UsageEvent {
  const customer = account.customers.of(event);
  return {
    id: event.id,
    eventName: event.name,
    timestamp: event.timestamp,
    customerId: customer?.id ?? event.customer,
    externalCustomerId: customer?.externalCustomerId ?? event.external,
    properties: {},
    deprecated: event.deprecated === 1 || event.replaced_by !== null,
  };
}

/** A deprecation has no body; its issues point into the stored event. */
function asNode({ timestamp, customerId, externalCustomerId }: UsageEvent): JsonNode {
  const ids = { customer_id: customerId, external_customer_id: externalCustomerId };
  return parseTree(JSON.stringify({ timestamp, ...ids }));
}

function contextOf(account: Account, kind: Kind, event: EventRow): ChangeContext {
  const { customers, settings, db, number } = account;
  const now = account.now();
  const customer = customers.of(event);
  const others = db
    .sql(
      `select count(*) as used from correction
       where account = ? and kind = ? and customer = ? and at > ? and id <> ?`,
    )
    .get(number, kind, customer?.id ?? '', now - CAP_SPAN_MS, event.id);
  return {
    customers,
    othersChanged: Number(others?.['used']),
    openSinceMs: openSince(now, customer?.billingCycleDay ?? 1, settings.graceHours),
  };
}

/** @throws Problem 400: constraint-violation if only the account's state prevents it */
function assertAllowed(issues: readonly Issue[], node: JsonNode, account: Account): void {
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const clock = { nowMs: account.now(), gracePeriodHours: account.settings.graceHours };
  const messages = errors.map((issue) => orbMessage(issue, node, clock));
  const ofState = errors.every(({ code }) => code === 'change-cap' || code === 'event-deprecated');
  throw ofState ? constraint(messages.join(' ')) : invalid(...messages);
}

function countCorrection(account: Account, kind: Kind, event: EventRow): void {
  const customer = account.customers.of(event);
  account.db
    .sql(
      'insert or replace into correction (account, kind, customer, id, at) values (?, ?, ?, ?, ?)',
    )
    .run(account.number, kind, customer?.id ?? '', event.id, account.now());
}
