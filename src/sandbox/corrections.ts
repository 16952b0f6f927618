/** PUT /events/{id} and PUT /events/{id}/deprecate (orb-domain 2.2 and 2.3, checklist G and H). */
import { memberOf } from '../core/jsonTree.ts';
import { DAY_MS, HOUR_MS } from '../core/timeframe.ts';
import { parseTimestamp, sameInstant } from '../core/timestamp.ts';
import type { Account } from './account.ts';
import { billingPeriods } from './billingPeriod.ts';
import type { Customer } from './customers.ts';
import { shapeErrors } from './eventCheck.ts';
import { findEvent, type EventRow } from './eventStore.ts';
import { bodyText, parseTree, printNode } from './json.ts';
import { constraint, invalid, notFound } from './problems.ts';
import type { Call, Reply } from './call.ts';

/** Orb's default cap of amended, and of deprecated, events per customer. */
const CAP = 100;
const CAP_SPAN_MS = 100 * DAY_MS;

export function amend({ account, body, params }: Call): Reply {
  const id = params[0] ?? '';
  const node = parseTree(bodyText(body));
  const errors = shapeErrors(node, 'amend');
  if (errors.length > 0) throw invalid(...errors);
  const event = known(account, id);
  const text = (key: string) => {
    const value = memberOf(node, key);
    return value?.kind === 'string' ? value.value : null;
  };
  if (!sameInstant(text('timestamp') ?? '', event.timestamp)) {
    throw invalid(`The timestamp must stay ${event.timestamp}`);
  }
  const named = { customer: text('customer_id'), external: text('external_customer_id') };
  const customer = account.customers.of(named);
  if (customer === undefined) throw invalid(`Could not find the customer of event ${id}`);
  if (account.customers.of(event)?.id !== customer.id) {
    throw invalid(`The customer of event ${id} cannot be changed`);
  }
  if (event.deprecated === 1 || event.replaced_by !== null) {
    throw constraint(`Event ${id} is deprecated and cannot be amended.`);
  }
  assertBillable(account, event, customer);
  countCorrection(account, 'amend', event, customer);
  const { db } = account;
  db.sql(
    `insert into version (event, shown_from, name, properties)
     select seq, shown_from, name, properties from event where seq = ?`,
  ).run(event.seq);
  const properties = memberOf(node, 'properties');
  db.sql(
    'update event set name = ?, properties = ?, shown_from = ?, amended = 1 where seq = ?',
  ).run(
    text('event_name') ?? '',
    properties === undefined ? '{}' : printNode(properties),
    account.now() + account.settings.searchDelayMs,
    event.seq,
  );
  return { status: 200, body: JSON.stringify({ amended: id }) };
}

export function deprecate({ account, params }: Call): Reply {
  const id = params[0] ?? '';
  const event = known(account, id);
  if (event.deprecated === 0 && event.replaced_by === null) {
    const customer = account.customers.of(event);
    if (customer === undefined) throw invalid(`Could not find the customer of event ${id}`);
    assertBillable(account, event, customer);
    countCorrection(account, 'deprecate', event, customer);
    account.db.sql('update event set deprecated = 1 where seq = ?').run(event.seq);
  }
  return { status: 200, body: JSON.stringify({ deprecated: id }) };
}

function known(account: Account, id: string): EventRow {
  const event = findEvent(account, id);
  if (event === undefined) throw notFound('Event', id);
  return event;
}

/** The event must lie in the current billing period, or in the previous one while that may still change. */
function assertBillable(account: Account, event: EventRow, customer: Customer): void {
  const now = account.now();
  const { previousStart, start, end } = billingPeriods(now, customer.billingCycleDay);
  const ms = parseTimestamp(event.timestamp)?.ms ?? event.ms;
  const graceOver = now >= start + account.settings.graceHours * HOUR_MS;
  if (ms >= start && ms < end) return;
  if (ms >= previousStart && ms < start && !graceOver) return;
  const since = new Date(graceOver ? start : previousStart).toISOString();
  throw invalid(
    `Event ${event.id} lies outside of the current billing period: its timestamp ${event.timestamp} is not ` +
      `between ${since} and ${new Date(end).toISOString()}`,
  );
}

function countCorrection(
  account: Account,
  kind: 'amend' | 'deprecate',
  event: EventRow,
  customer: Customer,
): void {
  const { db, number } = account;
  const now = account.now();
  const used = db
    .sql(
      `select count(*) as used from correction
       where account = ? and kind = ? and customer = ? and at > ? and id <> ?`,
    )
    .get(number, kind, customer.id, now - CAP_SPAN_MS, event.id);
  if (Number(used?.['used']) >= CAP) {
    throw constraint(
      `Customer ${customer.id} has ${CAP} events with a ${kind} call in the last 100 days already. Use a backfill instead.`,
    );
  }
  db.sql(
    'insert or replace into correction (account, kind, customer, id, at) values (?, ?, ?, ?, ?)',
  ).run(number, kind, customer.id, event.id, now);
}
