/** The control interface below `/sandbox`: clock, settings, faults, customers, plans, the request log and reset. */
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import type { Account } from './account.ts';
import { readPlan } from './billing/readPlan.ts';
import { settleBackfills } from './backfillStore.ts';
import { bodyText, objectOf, parseTree } from './json.ts';
import type { Asked } from './perform.ts';
import { invalid, urlNotFound } from './problems.ts';
import type { Reply } from './call.ts';
import { seedAccount } from './seed.ts';
import { changeSettings } from './settings.ts';

/** The years 0 to 9999, which a timestamp can express, with a margin for times near the clock's that are printed too. */
const [MIN_MS, MAX_MS] = [Date.UTC(0, 0) - 1900 * 365.25 * 86_400_000, Date.UTC(9999, 11)];

/** @param asked its path begins with `/sandbox`. @throws Problem */
export function control(account: Account, asked: Asked): Reply {
  const { method, path, body } = asked;
  switch (`${method} ${path}`) {
    case 'GET /sandbox/state':
      return ok(state(account));
    case 'POST /sandbox/reset':
      return ok(reset(account, body));
    case 'POST /sandbox/clock':
      return ok(setClock(account, objectOf(body, ['now', 'advanceMs'])));
    case 'POST /sandbox/settings':
      return ok(setSettings(account, body));
    case 'GET /sandbox/faults':
      return ok(account.faults.all);
    case 'POST /sandbox/faults':
      account.faults.replace(parseTree(bodyText(body)));
      return ok({});
    case 'GET /sandbox/customers':
      return ok(account.customers.all);
    case 'POST /sandbox/customers':
      return ok(addCustomer(account, body));
    case 'GET /sandbox/billing':
      return ok(account.billing.plan);
    case 'POST /sandbox/billing': {
      const plan = readPlan(account, body);
      account.billing.replacePlan(plan);
      return ok(plan);
    }
    case 'GET /sandbox/requests':
      return ok(account.traffic.since(sinceOf(asked)));
    case 'GET /sandbox/problems':
      return ok(account.traffic.problemsSince(sinceOf(asked)));
    default:
      throw urlNotFound(method, path);
  }
}

/** @throws Problem */
export function sinceOf({ query }: Pick<Asked, 'query'>): number {
  const since = Number(new URLSearchParams(query).get('since') ?? '0');
  if (!Number.isInteger(since) || since < 0) throw invalid("'since' must be a whole number.");
  return since;
}

const ok = (value: unknown): Reply => ({ status: 200, body: JSON.stringify(value) });

function state(account: Account) {
  settleBackfills(account);
  const { db, number } = account;
  const sum = db.sql('select sum(count) as events from hour where account = ?').get(number);
  const made = db.sql('select count(*) as backfills from backfill where account = ?').get(number);
  return {
    now: new Date(account.now()).toISOString(),
    events: Number(sum?.['events'] ?? 0),
    backfills: Number(made?.['backfills']),
    customers: account.customers.all.length,
    requests: account.traffic.count,
  };
}

function reset(account: Account, body: Buffer) {
  const seed = body.length === 0 ? undefined : memberOf(objectOf(body, ['seed']), 'seed');
  const wanted = seed?.kind === 'string' ? seed.value : 'none';
  if ((seed !== undefined && seed.kind !== 'string') || (wanted !== 'demo' && wanted !== 'none')) {
    throw invalid("'seed' must be 'demo' or 'none'.");
  }
  account.db.transaction(() => {
    account.clear();
    if (wanted === 'demo') seedAccount(account);
  });
  return state(account);
}

function setClock(account: Account, asked: JsonNode) {
  const now = memberOf(asked, 'now');
  const advance = memberOf(asked, 'advanceMs');
  if ((now === undefined) === (advance === undefined)) {
    throw invalid("Give either 'now' or 'advanceMs'.");
  }
  if (now?.kind === 'null') account.clock.release();
  else if (now !== undefined) {
    const instant = now.kind === 'string' ? parseTimestamp(now.value) : undefined;
    if (instant === undefined) throw invalid("'now' must be an ISO 8601 time or null.");
    account.clock.freeze(instant.ms);
  } else {
    const ms = advance?.kind === 'number' ? Number(advance.source) : NaN;
    const then = account.now() + ms;
    if (!(then >= MIN_MS && then <= MAX_MS)) {
      throw invalid("'advanceMs' must be a number of milliseconds, to a year from 0 to 9999.");
    }
    account.clock.advance(Math.trunc(ms));
  }
  account.nextDue = 0;
  account.saveState();
  return state(account);
}

function setSettings(account: Account, body: Buffer) {
  const text = bodyText(body);
  if (parseTree(text).kind !== 'object') throw invalid('The settings must be an object.');
  account.settings = changeSettings(account.settings, JSON.parse(text) as Record<string, unknown>);
  account.nextDue = 0;
  account.saveState();
  return account.settings;
}

function addCustomer(account: Account, body: Buffer) {
  const asked = objectOf(body, ['id', 'externalCustomerId', 'name', 'billingCycleDay']);
  const text = (key: string) => {
    const value = memberOf(asked, key);
    if (value === undefined || value.kind === 'null') return null;
    if (value.kind !== 'string' || value.value === '') throw invalid(`'${key}' must be a string.`);
    return value.value;
  };
  const id = text('id');
  if (id === null) throw invalid("'id' is a required property");
  const day = memberOf(asked, 'billingCycleDay');
  const billingCycleDay = day === undefined ? 1 : day.kind === 'number' ? Number(day.source) : NaN;
  if (!(Number.isInteger(billingCycleDay) && billingCycleDay >= 1 && billingCycleDay <= 28)) {
    throw invalid("'billingCycleDay' must be a whole number from 1 to 28.");
  }
  const externalCustomerId = text('externalCustomerId');
  const customer = { id, externalCustomerId, name: text('name'), billingCycleDay };
  account.customers.add(customer);
  // Events that name it by its external ID belong to it from now on.
  account.rewritten++;
  return customer;
}
