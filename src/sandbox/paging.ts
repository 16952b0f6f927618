/** `limit` and `cursor` of Orb's lists (https://docs.withorb.com/api-reference/pagination). */
import { invalid } from './problems.ts';
import type { Reply } from './call.ts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

interface Cursor {
  readonly kind: string;
  readonly after: number;
}

/** @throws Problem 400 for a limit out of range, or a cursor that isn't from this list */
export function paging(
  query: URLSearchParams,
  kind: string,
): { readonly limit: number; readonly after: number | undefined } {
  const text = query.get('limit') ?? String(DEFAULT_LIMIT);
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) {
    throw invalid(`limit: '${text}' is not a whole number from 1 to ${MAX_LIMIT}`);
  }
  const cursor = query.get('cursor');
  if (cursor === null) return { limit, after: undefined };
  const match = /^([a-z]+):(-?\d+)$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (match?.[1] !== kind) throw invalid(`cursor: '${cursor}' is not valid`);
  return { limit, after: Number(match[2]) };
}

/** One page. @param next where the following page begins; undefined on the last one */
export function page(data: readonly unknown[], next: Cursor | undefined): Reply {
  const cursor = next && Buffer.from(`${next.kind}:${next.after}`).toString('base64url');
  const metadata = { has_more: next !== undefined, next_cursor: cursor ?? null };
  return { status: 200, body: JSON.stringify({ data, pagination_metadata: metadata }) };
}
