/**
 * The five backfill operations (https://docs.withorb.com/api-reference/event/create-backfill and
 * the pages next to it).
 */
import type { Backfill } from '../core/backfill.ts';
import { pathSegment } from './address.ts';
import { readAnswer } from './answers.ts';
import type { Answer, BackfillList, CallOptions, OrbClient } from './orbApi.ts';
import type { Call } from './exchange.ts';
import { pagesOf } from './pages.ts';
import type { Transport } from './transport.ts';
import { backfillsWire, backfillWire, fromNewBackfill, toBackfill } from './wire.ts';

/** The most Orb allows. */
const PAGE_SIZE = 100;

export function backfillOperations(transport: Transport): OrbClient['backfills'] {
  async function one(call: Call, options?: CallOptions): Promise<Answer<Backfill>> {
    return transport.send(call, transport.limits(options), (reply) =>
      toBackfill(readAnswer(reply, backfillWire)),
    );
  }
  const pathOf = (id: string) => `/events/backfills/${pathSegment(id)}`;
  return {
    async create(backfill, options) {
      const body = JSON.stringify(fromNewBackfill(backfill));
      return one({ method: 'POST', path: '/events/backfills', body, idempotent: true }, options);
    },
    list: (options) => listBackfills(transport, options),
    async fetch(id, options) {
      return one({ method: 'GET', path: pathOf(id) }, options);
    },
    async close(id, options) {
      return one({ method: 'POST', path: `${pathOf(id)}/close`, idempotent: true }, options);
    },
    async revert(id, options) {
      return one({ method: 'POST', path: `${pathOf(id)}/revert`, idempotent: true }, options);
    },
  };
}

/** The list as its items, or page by page with Orb's texts. */
function listBackfills(
  transport: Transport,
  options: CallOptions & { readonly pageSize?: number } = {},
): BackfillList {
  async function* pages(): AsyncGenerator<Answer<readonly Backfill[]>> {
    const query = { limit: String(options.pageSize ?? PAGE_SIZE) };
    const listing = { path: '/events/backfills', query, page: backfillsWire };
    for await (const { value, raw } of pagesOf(transport, listing, transport.limits(options))) {
      yield { value: value.data.map(toBackfill), raw };
    }
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { value } of pages()) yield* value;
    },
  };
}
