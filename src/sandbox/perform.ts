/** From a complete request of an account to its response: rate limits, replays, one transaction. */
import { hash } from 'node:crypto';
import { HOUR_MS } from '../core/timeframe.ts';
import type { Account } from './account.ts';
import { settleBackfills } from './backfillStore.ts';
import type { MetricEvaluator } from './metrics/evaluator.ts';
import { conflict, featureNotAvailable, invalid, Problem, urlNotFound } from './problems.ts';
import { findRoute, type Route } from './routes.ts';
import type { Call, Reply } from './call.ts';

export interface Asked {
  readonly method: string;
  /** As it was sent, with `/v1`, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly body: Buffer;
  readonly idempotencyKey: string | undefined;
}

/** How long Orb keeps a key, and its maximum length (https://docs.withorb.com/api-reference/idempotency). */
const REPLAY_MS = 48 * HOUR_MS;
const MAX_KEY = 64;
/** Only the newest replays of all accounts are kept, to bound the memory. */
const MAX_REPLAYS = 5_000;

/** @param notes collects what the sandbox noticed @returns the response, which may be an error */
export async function perform(
  account: Account,
  asked: Asked,
  notes: string[],
  metrics: MetricEvaluator,
): Promise<Reply> {
  try {
    return await performOrThrow(account, asked, notes, metrics);
  } catch (error) {
    if (error instanceof Problem) return problemReply(error);
    throw error;
  }
}

export function problemReply({ status, body, headers }: Problem): Reply {
  return { status, body, headers };
}

function performOrThrow(
  account: Account,
  asked: Asked,
  notes: string[],
  metrics: MetricEvaluator,
): Reply | Promise<Reply> {
  const found = findRoute(asked.method, asked.path);
  if (found === undefined) throw urlNotFound(asked.method, asked.path);
  const { route, params } = found;
  account.limits.request(route.category, account.settings, account.now());
  if (route.isBilling) assertBilling(account, asked, route);
  settleBackfills(account);
  const query = new URLSearchParams(asked.query);
  const call: Call = { account, params, query, body: asked.body, notes };
  const { handle, evaluate } = route;
  // An evaluation stores nothing, so there is nothing to replay.
  if (evaluate !== undefined) return evaluate(call, metrics);
  if (handle === undefined) throw urlNotFound(asked.method, asked.path);
  if (route.method === 'GET') return handle(call);
  const key = replayKey(asked);
  if (key === undefined) return account.db.transaction(() => handle(call));
  return withReplay(account, key, asked, () => handle(call));
}

/** @throws Problem as the account's setting says */
function assertBilling({ settings }: Account, { method, path }: Asked, route: Route): void {
  if (settings.billing === 'forbidden') throw featureNotAvailable();
  const isEvaluation = route.evaluate !== undefined && method === 'POST';
  if (settings.billing === 'absent' && isEvaluation) throw urlNotFound(method, path);
}

/** The key to replay by: PUT is idempotent by itself, so Orb ignores it there. */
export function replayKey({ method, idempotencyKey }: Asked): string | undefined {
  return method === 'POST' ? idempotencyKey : undefined;
}

function withReplay(account: Account, key: string, asked: Asked, work: () => Reply): Reply {
  if (key.length > MAX_KEY) {
    throw invalid(`The Idempotency-Key is longer than ${MAX_KEY} characters.`);
  }
  const { db, number } = account;
  const now = account.now();
  const echo = { 'Idempotency-Key': key };
  const request = `${asked.path}?${asked.query}#${hash('sha1', asked.body)}`;
  const earlier = db
    .sql('select request, status, body from replay where account = ? and key = ? and at > ?')
    .get(number, key, now - REPLAY_MS) as unknown as (Reply & { request: string }) | undefined;
  if (earlier !== undefined) {
    if (earlier.request !== request) {
      throw conflict(`The Idempotency-Key ${key} was used with another request.`);
    }
    const headers = { ...echo, 'Idempotent-Replayed': 'true' };
    return { status: earlier.status, body: earlier.body, headers };
  }
  const reply = db.transaction(() => {
    const done = work();
    // Only successes are replayed, so that a corrected request may use the same key.
    if (done.status < 300) {
      const { lastInsertRowid } = db
        .sql(
          'insert or replace into replay (account, key, request, status, body, at) values (?, ?, ?, ?, ?, ?)',
        )
        .run(number, key, request, done.status, done.body, now);
      db.sql('delete from replay where rowid <= ?').run(Number(lastInsertRowid) - MAX_REPLAYS);
    }
    return done;
  });
  return { ...reply, headers: { ...reply.headers, ...echo } };
}
