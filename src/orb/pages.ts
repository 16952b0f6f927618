/** Lists in pages: Orb names the next one by a cursor (https://docs.withorb.com/api-reference/pagination). */
import type * as z from 'zod/mini';
import { readAnswer } from './answers.ts';
import type { Answer } from './orbApi.ts';
import { contractBroken } from './requestFailures.ts';
import type { Limits, Transport } from './transport.ts';
import { nextCursor, type PageWire } from './wire.ts';

/** What to list: the path, the query of every page, and the shape of one. */
export interface Listing<P extends PageWire> {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly page: z.ZodMiniType<P>;
}

/** Far more than any account fills; whoever answers with more of them will never come to an end. */
const MAX_PAGES = 1_000;

/** All pages, each asked for when it is wanted. @throws OrbError `contract` too when the pages lead in a circle, or don't end. */
export async function* pagesOf<P extends PageWire>(
  transport: Transport,
  { path, query, page }: Listing<P>,
  limits: Limits,
): AsyncGenerator<Answer<P>> {
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (;;) {
    const all = new URLSearchParams({ ...query, ...(cursor !== undefined && { cursor }) });
    const call = { method: 'GET', path: `${path}?${all.toString()}` } as const;
    const answer = await transport.send(call, limits, (reply) => {
      const read = readAnswer(reply, page);
      const next = nextCursor(read);
      if (
        next === undefined &&
        read.data.length > 0 &&
        read.pagination_metadata?.has_more === true
      ) {
        throw contractBroken('The answer says that more follows, but not where.', reply);
      }
      if (next !== undefined && seen.has(next)) {
        throw contractBroken('The answer leads back to a page that was already read.', reply);
      }
      if (next !== undefined && seen.size >= MAX_PAGES) {
        throw contractBroken(`The answer has more than ${MAX_PAGES} pages.`, reply);
      }
      return read;
    });
    yield answer;
    cursor = nextCursor(answer.value);
    if (cursor === undefined) return;
    seen.add(cursor);
  }
}
