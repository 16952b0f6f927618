/**
 * Backfills in the database, and how they change over time: pending → (close time) → reflected, and pending_revert → reverted.
 * Reflecting makes a backfill's layer visible; reverting undoes exactly that.
 */
import { readJson } from '../core/jsonTree.ts';
import type { Account } from './account.ts';
import { addToHours, hourOf } from './eventStore.ts';
import { parseFilter } from './filter.ts';
import { constraint, notFound } from './problems.ts';

export interface BackfillRow {
  readonly layer: number;
  readonly id: string;
  readonly status: 'pending' | 'reflected' | 'pending_revert' | 'reverted';
  readonly created: number;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly close_ms: number;
  readonly reverted: number | null;
  /** When reflecting or reverting is done; null for a backfill that closes by itself. */
  readonly settles: number | null;
  readonly ingested: number;
  readonly customer: string | null;
  readonly replaces: number;
  readonly filter: string | null;
}

/** @throws Problem 404 */
export function backfillById(account: Account, id: string): BackfillRow {
  const row = account.db
    .sql('select * from backfill where account = ? and id = ?')
    .get(account.number, id);
  if (row === undefined) throw notFound('Backfill', id);
  return row as unknown as BackfillRow;
}

/** The backfill, if it still accepts events. @throws Problem 404, or 400 when it is closed */
export function openBackfill(account: Account, id: string): BackfillRow {
  const backfill = backfillById(account, id);
  if (backfill.status !== 'pending') {
    throw constraint(`Backfill ${id} is ${backfill.status} and accepts no more events.`);
  }
  if (backfill.close_ms <= account.now()) {
    throw constraint(`Backfill ${id} is closed and accepts no more events.`);
  }
  return backfill;
}

export function countIngested(account: Account, backfill: BackfillRow, events: number): void {
  account.db
    .sql('update backfill set ingested = ingested + ? where layer = ?')
    .run(events, backfill.layer);
}

/** Does what is due: closed backfills are reflected, reverts finish. Cheap when nothing is due. */
export function settleBackfills(account: Account): void {
  const now = account.now();
  if (now < account.nextDue) return;
  const delay = account.settings.reflectDelayMs;
  const waiting = account.db
    .sql(
      `select *, coalesce(settles, close_ms + ?) as due from backfill
       where account = ? and status in ('pending', 'pending_revert') order by due`,
    )
    .all(delay, account.number) as unknown as readonly (BackfillRow & { readonly due: number })[];
  const due = waiting.filter((backfill) => backfill.due <= now);
  if (due.length > 0) {
    account.db.transaction(() => {
      for (const backfill of due) {
        if (backfill.status === 'pending') reflect(account, backfill);
        else finishRevert(account, backfill, backfill.due);
      }
    });
  }
  account.nextDue = waiting.find((backfill) => backfill.due > now)?.due ?? Infinity;
}

/** Makes a backfill's events visible, and marks those it replaces. */
export function reflect(account: Account, backfill: BackfillRow): void {
  const { db } = account;
  const { layer, start_ms, end_ms, replaces } = backfill;
  // An ID that was used elsewhere in the meantime stays there: one ID names one event.
  db.sql(
    `delete from event where layer = ? and exists (
       select 1 from event other join layer on layer.number = other.layer
       where other.id = event.id and other.layer <> event.layer and account = ? and live = 1 and other.replaced_by is null
         and not (? and other.deprecated = 0 and other.ms >= ? and other.ms < ?))`,
  ).run(layer, account.number, replaces, start_ms, end_ms);
  account.rewritten++;
  if (replaces === 1) replaceEvents(account, backfill);
  db.sql('update layer set live = 1 where number = ?').run(layer);
  addToHours(account, hoursOf(account, layer, 1));
  db.sql("update backfill set status = 'reflected', settles = null where layer = ?").run(layer);
  account.hasOtherLayers = true;
}

interface Candidate {
  readonly seq: number;
  readonly id: string;
  readonly customer: string | null;
  readonly external: string | null;
  readonly properties: string;
}

function replaceEvents(account: Account, backfill: BackfillRow): void {
  const { db } = account;
  const matches = backfill.filter === null ? () => true : parseFilter(backfill.filter);
  const inScope = (event: Candidate) =>
    backfill.customer === null || account.customers.of(event)?.id === backfill.customer;
  const candidates = db
    .sql(
      `select event.seq, id, customer, external, properties from event join layer on layer.number = layer
       where account = ? and live = 1 and deprecated = 0 and replaced_by is null and ms >= ? and ms < ?`,
    )
    .all(account.number, backfill.start_ms, backfill.end_ms) as unknown as readonly Candidate[];
  const reused = db.sql('select 1 from event where id = ? and layer = ?');
  const replace = db.sql('update event set replaced_by = ? where seq = ?');
  for (const event of candidates) {
    const chosen = inScope(event) && matches(readJson(event.properties));
    if (chosen || reused.get(event.id, backfill.layer) !== undefined) {
      replace.run(backfill.layer, event.seq);
    }
  }
}

function hoursOf(account: Account, layer: number, sign: 1 | -1): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of account.db.sql('select ms from event where layer = ?').iterate(layer)) {
    const hour = hourOf(Number(row['ms']));
    counts.set(hour, (counts.get(hour) ?? 0) + sign);
  }
  return counts;
}

/** Deletes the backfill's events and restores those they replaced. */
export function finishRevert(account: Account, backfill: BackfillRow, atMs: number): void {
  const { db } = account;
  const { layer } = backfill;
  account.rewritten++;
  if (backfill.status !== 'pending') addToHours(account, hoursOf(account, layer, -1));
  db.sql('delete from version where event in (select seq from event where layer = ?)').run(layer);
  db.sql('delete from event where layer = ?').run(layer);
  db.sql('update event set replaced_by = null where replaced_by = ?').run(layer);
  db.sql('update layer set live = 0 where number = ?').run(layer);
  db.sql(
    "update backfill set status = 'reverted', reverted = ?, settles = null where layer = ?",
  ).run(atMs, layer);
}
