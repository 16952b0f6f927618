/** The five backfill operations (https://docs.withorb.com/api-reference/event/create-backfill). */
import { randomBytes } from 'node:crypto';
import type { NewBackfill } from '../core/backfill.ts';
import type { Issue } from '../core/issue.ts';
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { checkNewBackfill, type NewBackfillContext } from '../core/rules/backfill.ts';
import { DAY_MS } from '../core/timeframe.ts';
import { parseTimestamp } from '../core/timestamp.ts';
import { newLayer, type Account } from './account.ts';
import { backfillById, finishRevert, type BackfillRow } from './backfillStore.ts';
import { parseFilter } from './filter.ts';
import { objectOf } from './json.ts';
import { page, paging } from './paging.ts';
import { constraint, invalid, notFound, type Problem } from './problems.ts';
import { pythonRepr, required } from './orbMessages.ts';
import type { Call, Reply } from './call.ts';

const KEYS = [
  'timeframe_start',
  'timeframe_end',
  'close_time',
  'replace_existing_events',
  'customer_id',
  'external_customer_id',
  'deprecation_filter',
];

export function createBackfill({ account, body }: Call): Reply {
  const asked = objectOf(body, KEYS);
  const wanted = newBackfillOf(asked);
  const errors = checkNewBackfill(wanted, contextOf(account)).filter(
    ({ severity }) => severity === 'error',
  );
  const [first] = errors;
  if (first !== undefined) throw refusalOf(first, wanted, errors);
  const now = account.now();
  const id = `bf_${randomBytes(8).toString('hex')}`;
  insertBackfill(account, {
    id,
    created: now,
    start: msOf(wanted.timeframeStart),
    end: msOf(wanted.timeframeEnd),
    close: wanted.closeTime === undefined ? now + DAY_MS : msOf(wanted.closeTime),
    replaces: wanted.replaceExistingEvents,
    customer: account.customers.of(scopeOf(wanted))?.id ?? null,
    filter: wanted.deprecationFilter ?? null,
  });
  return one(account, id);
}

const iso = (ms: number) => new Date(ms).toISOString();
const msOf = (text: string) => parseTimestamp(text)?.ms ?? 0;

function scopeOf({ customerId, externalCustomerId }: NewBackfill) {
  return { customer: customerId ?? null, external: externalCustomerId ?? null };
}

/** The requested backfill, with Orb's defaults. @throws Problem 400 for a missing member or one of the wrong type */
function newBackfillOf(asked: JsonNode): NewBackfill {
  const missing = ['timeframe_start', 'timeframe_end'].filter((key) => textOf(asked, key) === null);
  if (missing.length > 0) throw invalid(...missing.map(required));
  const filter = textOf(asked, 'deprecation_filter');
  if (filter !== null) parseFilter(filter);
  const optional = {
    closeTime: textOf(asked, 'close_time'),
    customerId: textOf(asked, 'customer_id'),
    externalCustomerId: textOf(asked, 'external_customer_id'),
    deprecationFilter: filter,
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null));
  return {
    timeframeStart: textOf(asked, 'timeframe_start') ?? '',
    timeframeEnd: textOf(asked, 'timeframe_end') ?? '',
    replaceExistingEvents: booleanOf(asked, 'replace_existing_events', true),
    ...(given as Partial<NewBackfill>),
  };
}

function contextOf(account: Account): NewBackfillContext {
  const rows = account.db
    .sql("select * from backfill where account = ? and status in ('pending', 'pending_revert')")
    .all(account.number) as unknown as readonly BackfillRow[];
  const backfills = rows.map(({ status, start_ms, end_ms }) => ({
    status,
    timeframeStart: iso(start_ms),
    timeframeEnd: iso(end_ms),
  }));
  return { nowMs: account.now(), customers: account.customers, backfills };
}

/** The response for the first error: constraint-violation for the account's state, request-validation-errors for the request. */
function refusalOf(first: Issue, wanted: NewBackfill, all: readonly Issue[]): Problem {
  if (first.code === 'backfill-overlap') return constraint(first.message);
  const { customerId, externalCustomerId = '' } = wanted;
  if (first.code === 'customer-unknown')
    return notFound('Customer', customerId ?? externalCustomerId);
  return invalid(...all.map(({ path, message }) => `${path.map(snakeCase).join('.')}: ${message}`));
}

const snakeCase = (key: string | number) =>
  String(key).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export interface BackfillValues {
  readonly id: string;
  readonly created: number;
  readonly start: number;
  readonly end: number;
  readonly close: number;
  readonly replaces: boolean;
  readonly customer: string | null;
  readonly filter: string | null;
}

/** Stores a new, pending backfill with its own layer. @returns the layer */
export function insertBackfill(account: Account, values: BackfillValues): number {
  const layer = newLayer(account.db, account.number, false);
  account.db
    .sql(
      `insert into backfill (layer, account, id, status, created, start_ms, end_ms, close_ms, customer, replaces, filter)
       values (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      layer,
      account.number,
      values.id,
      values.created,
      values.start,
      values.end,
      values.close,
      values.customer,
      values.replaces ? 1 : 0,
      values.filter,
    );
  account.nextDue = 0;
  return layer;
}

export function listBackfills({ account, query }: Call): Reply {
  const { limit, after } = paging(query, 'backfills');
  const rows = account.db
    .sql('select * from backfill where account = ? and layer < ? order by layer desc limit ?')
    .all(account.number, after ?? Number.MAX_SAFE_INTEGER, limit + 1) as unknown as BackfillRow[];
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return page(shown.map(toWire), more ? { kind: 'backfills', after: last.layer } : undefined);
}

export function fetchBackfill({ account, params }: Call): Reply {
  return one(account, params[0] ?? '');
}

export function closeBackfill({ account, params }: Call): Reply {
  const backfill = backfillById(account, params[0] ?? '');
  const now = account.now();
  if (backfill.status !== 'pending' || backfill.close_ms <= now) {
    throw constraint(`Backfill ${backfill.id} is closed already.`);
  }
  account.db
    .sql('update backfill set close_ms = ?, settles = ? where layer = ?')
    .run(now, now + account.settings.reflectDelayMs, backfill.layer);
  account.nextDue = 0;
  return one(account, backfill.id);
}

/** Before it is reflected nothing has changed, so it is reverted immediately, even while it is closing. */
export function revertBackfill({ account, params }: Call): Reply {
  const backfill = backfillById(account, params[0] ?? '');
  const now = account.now();
  if (backfill.status === 'pending') finishRevert(account, backfill, now);
  else if (backfill.status === 'reflected') {
    account.db
      .sql("update backfill set status = 'pending_revert', settles = ? where layer = ?")
      .run(now + account.settings.reflectDelayMs, backfill.layer);
  } else throw constraint(`Backfill ${backfill.id} is ${backfill.status} already.`);
  account.nextDue = 0;
  return one(account, backfill.id);
}

function one(account: Account, id: string): Reply {
  return { status: 200, body: JSON.stringify(toWire(backfillById(account, id))) };
}

function toWire(backfill: BackfillRow) {
  return {
    id: backfill.id,
    status: backfill.status,
    created_at: iso(backfill.created),
    timeframe_start: iso(backfill.start_ms),
    timeframe_end: iso(backfill.end_ms),
    events_ingested: backfill.ingested,
    close_time: iso(backfill.close_ms),
    reverted_at: backfill.reverted === null ? null : iso(backfill.reverted),
    customer_id: backfill.customer,
    replace_existing_events: backfill.replaces === 1,
    deprecation_filter: backfill.filter,
  };
}

function textOf(node: JsonNode, key: string): string | null {
  const value = memberOf(node, key);
  if (value === undefined || value.kind === 'null') return null;
  if (value.kind !== 'string')
    throw invalid(`${pythonRepr(value)} is not of type 'string', 'null'`);
  return value.value;
}

function booleanOf(node: JsonNode, key: string, fallback: boolean): boolean {
  const value = memberOf(node, key);
  if (value === undefined) return fallback;
  if (value.kind !== 'boolean') throw invalid(`${pythonRepr(value)} is not of type 'boolean'`);
  return value.value;
}
