/** The five backfill operations (https://docs.withorb.com/api-reference/event/create-backfill and its neighbours). */
import type { Backfill } from '../core/backfill.ts';
import { pathSegment } from './address.ts';
import { readAnswer } from './answers.ts';
import type { Answer, CallOptions, OrbClient } from './api.ts';
import type { Call } from './exchange.ts';
import { contractBroken } from './failures.ts';
import type { Transport } from './transport.ts';
import { backfillsWire, backfillWire, fromNewBackfill, nextCursor, toBackfill } from './wire.ts';

/** The most Orb allows. */
const PAGE_SIZE = 100;

export function backfillOperations(transport: Transport): OrbClient['backfills'] {
  async function one(call: Call, options?: CallOptions): Promise<Answer<Backfill>> {
    const reply = await transport.send(call, transport.limits(options));
    return { value: toBackfill(readAnswer(reply, backfillWire)), raw: reply.text };
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

async function* listBackfills(
  transport: Transport,
  options: CallOptions & { readonly pageSize?: number } = {},
): AsyncGenerator<Backfill> {
  const limits = transport.limits(options);
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      limit: String(options.pageSize ?? PAGE_SIZE),
      ...(cursor !== undefined && { cursor }),
    });
    const path = `/events/backfills?${query.toString()}`;
    const reply = await transport.send({ method: 'GET', path }, limits);
    const { data, pagination_metadata: metadata } = readAnswer(reply, backfillsWire);
    cursor = data.length === 0 ? undefined : nextCursor(metadata);
    if (cursor !== undefined && seen.has(cursor)) {
      throw contractBroken('The answer leads back to a page that was already read.', reply);
    }
    if (metadata?.has_more === true && cursor === undefined) {
      throw contractBroken('The answer says that more follows, but not where.', reply);
    }
    seen.add(cursor ?? '');
    yield* data.map(toBackfill);
  } while (cursor !== undefined);
}
