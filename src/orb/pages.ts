/** Lists in pages, each with a cursor for the next one (https://docs.withorb.com/api-reference/pagination). */
import type * as z from 'zod/mini';
import { readAnswer, readLosslessAnswer } from './answers.ts';
import type { Answer } from './orbApi.ts';
import { contractBroken } from './requestFailures.ts';
import type { Limits, Transport } from './transport.ts';
import { nextCursor, type PageWire } from './wire.ts';

/** What to list: the path, the query of every page, and the shape of one. */
export interface Listing<P extends PageWire> {
  readonly path: string;
  /** A list becomes several parameters with the same name; what's undefined becomes none. */
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly page: z.ZodMiniType<P>;
  /** Numbers stay as written; see readLosslessAnswer. */
  readonly isLossless?: boolean;
}

/** Far more than any account has; a server that returns more would go on forever. */
const MAX_PAGES = 1_000;

/** All pages, each requested when it is needed. @throws OrbError also `contract` when the pages form a cycle or don't end */
export async function* pagesOf<P extends PageWire>(
  transport: Transport,
  { path, query, page, isLossless = false }: Listing<P>,
  limits: Limits,
): AsyncGenerator<Answer<P>> {
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (;;) {
    const all = parametersOf({ ...query, cursor }).toString();
    const call = { method: 'GET', path: all === '' ? path : `${path}?${all}` } as const;
    const answer = await transport.send(call, limits, (reply) => {
      const read = isLossless ? readLosslessAnswer(reply, page) : readAnswer(reply, page);
      const next = nextCursor(read);
      if (
        next === undefined &&
        read.data.length > 0 &&
        read.pagination_metadata?.has_more === true
      ) {
        throw contractBroken(
          'The response says that another page follows, but has no cursor for it.',
          reply,
        );
      }
      if (next !== undefined && seen.has(next)) {
        throw contractBroken('The response leads back to a page that was already read.', reply);
      }
      if (next !== undefined && seen.size >= MAX_PAGES) {
        throw contractBroken(`The list has more than ${MAX_PAGES} pages.`, reply);
      }
      return read;
    });
    yield answer;
    cursor = nextCursor(answer.value);
    if (cursor === undefined) return;
    seen.add(cursor);
  }
}

function parametersOf(query: Listing<PageWire>['query']): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value ?? []].flat()) parameters.append(name, each);
  }
  return parameters;
}
