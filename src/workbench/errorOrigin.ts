/**
 * Remembers which connection a failure came from, so that its next step (a new key, another base
 * URL) is offered for that one.
 */
import type { Connection } from '../core/connection.ts';
import { isOrbError } from '../core/errors.ts';
import type { OrbClient } from '../orb/orbApi.ts';

const origins = new WeakMap<object, Connection>();

/** The connection whose client threw this. */
export const connectionOf = (error: unknown): Connection | undefined =>
  typeof error === 'object' && error !== null ? origins.get(error) : undefined;

/** The same client; `connectionOf` recognizes what it throws. */
export function rememberConnection(client: OrbClient, connection: Connection): OrbClient {
  const note = (error: unknown): never => {
    if (isOrbError(error)) origins.set(error, connection);
    throw error;
  };
  const noting = <T>(call: Promise<T>): Promise<T> => call.catch(note);
  async function* notingEach<T>(all: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* all;
    } catch (error) {
      note(error);
    }
  }
  const { events, backfills, volume, customers, subscriptions, metrics, prices } = client;
  return {
    events: {
      search: (...args) => noting(events.search(...args)),
      amend: (...args) => noting(events.amend(...args)),
      deprecate: (...args) => noting(events.deprecate(...args)),
      ingest: (...args) => noting(events.ingest(...args)),
    },
    backfills: {
      create: (...args) => noting(backfills.create(...args)),
      list(options) {
        const list = backfills.list(options);
        return {
          [Symbol.asyncIterator]: () => notingEach(list),
          pages: () => notingEach(list.pages()),
        };
      },
      fetch: (...args) => noting(backfills.fetch(...args)),
      close: (...args) => noting(backfills.close(...args)),
      revert: (...args) => noting(backfills.revert(...args)),
    },
    volume: { list: (...args) => noting(volume.list(...args)) },
    customers: { fetch: (...args) => noting(customers.fetch(...args)) },
    subscriptions: {
      list: (...args) => noting(subscriptions.list(...args)),
      fetch: (...args) => noting(subscriptions.fetch(...args)),
      usage: (...args) => noting(subscriptions.usage(...args)),
    },
    metrics: {
      list: (...args) => noting(metrics.list(...args)),
      fetch: (...args) => noting(metrics.fetch(...args)),
    },
    prices: {
      fetch: (...args) => noting(prices.fetch(...args)),
      evaluate: (...args) => noting(prices.evaluate(...args)),
      evaluatePreviewEvents: (...args) => noting(prices.evaluatePreviewEvents(...args)),
    },
    ping: (options) => noting(client.ping(options)),
    onRequest: (listener) => client.onRequest(listener),
    close: () => client.close(),
  };
}
