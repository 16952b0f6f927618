/** The five backfill operations (orb-domain 2.5, checklist I). */
import { randomBytes } from 'node:crypto';
import { MAX_BACKFILL_DAYS } from '../core/backfill.ts';
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { DAY_MS } from '../core/timeframe.ts';
import { newLayer, type Account } from './account.ts';
import { backfillById, finishRevert, type BackfillRow } from './backfillStore.ts';
import { pythonRepr } from './eventCheck.ts';
import { parseFilter } from './filter.ts';
import { objectOf, required } from './json.ts';
import { page, paging } from './paging.ts';
import { constraint, invalid, notFound } from './problems.ts';
import type { Call, Reply } from './call.ts';
import { instantOf } from './search.ts';

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
  const now = account.now();
  const start = instantOf(asked, 'timeframe_start')?.ms;
  const end = instantOf(asked, 'timeframe_end')?.ms;
  if (start === undefined) throw invalid(required('timeframe_start'));
  if (end === undefined) throw invalid(required('timeframe_end'));
  if (end <= start) throw invalid('timeframe_end must be after timeframe_start');
  if (end - start > MAX_BACKFILL_DAYS * DAY_MS) {
    throw invalid(`A backfill spans at most ${MAX_BACKFILL_DAYS} days`);
  }
  const close = instantOf(asked, 'close_time')?.ms ?? now + DAY_MS;
  if (close <= now) throw invalid('close_time must be in the future');
  const filter = textOf(asked, 'deprecation_filter');
  if (filter !== null) parseFilter(filter);
  const replaces = booleanOf(asked, 'replace_existing_events', true);
  const customer = scopeOf(account, asked);
  assertNoOverlap(account, start, end);
  const id = `bf_${randomBytes(8).toString('hex')}`;
  insertBackfill(account, { id, created: now, start, end, close, replaces, customer, filter });
  return one(account, id);
}

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

/** Stores a new, pending backfill with a layer of its own. @returns the layer */
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

/** Before it is reflected nothing has changed, so it is reverted at once, also while it is closing. */
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
  const iso = (ms: number) => new Date(ms).toISOString();
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

/** Orb's id of the customer that a backfill is limited to; null means all. @throws Problem 404 */
function scopeOf(account: Account, asked: JsonNode): string | null {
  const customer = textOf(asked, 'customer_id');
  const external = textOf(asked, 'external_customer_id');
  if (customer === null && external === null) return null;
  if (customer !== null && external !== null) {
    throw invalid('At most one of customer_id and external_customer_id may be specified');
  }
  const found = account.customers.of({ customer, external });
  if (found === undefined) throw notFound('Customer', customer ?? external ?? '');
  return found.id;
}

function assertNoOverlap(account: Account, start: number, end: number): void {
  const other = account.db
    .sql(
      `select * from backfill where account = ? and status in ('pending', 'pending_revert')
         and start_ms < ? and end_ms > ? limit 1`,
    )
    .get(account.number, end, start) as unknown as BackfillRow | undefined;
  if (other === undefined) return;
  throw constraint(
    `The timeframe overlaps with that of backfill ${other.id}, which is ${other.status}. Close or revert it first.`,
  );
}
