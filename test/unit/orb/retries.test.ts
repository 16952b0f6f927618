import assert from 'node:assert/strict';
import { Emitter } from '../../../src/std/emitter.ts';
import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Pause } from '../../../src/orb/callOptions.ts';
import type { OrbClient } from '../../../src/orb/orbApi.ts';
import { json, startRawServer } from '../../helpers/httpServer.ts';
import { failureOf, recordsOf, withClient, withServer } from '../../helpers/orbClient.ts';

const ingest = (client: OrbClient) => client.events.ingest({ lines: [Buffer.from('{}')] });
const done = { validation_failed: [] };
const cut = (response: ServerResponse) => response.socket?.destroy();

/** Responds with each of these statuses in turn, then with success; 0 cuts the connection. */
const inTurn =
  (...statuses: readonly number[]) =>
  (response: ServerResponse, _request: unknown, index: number) => {
    const status = statuses[index] ?? 200;
    if (status === 0) cut(response);
    else json(response, status, status === 200 ? done : { status, type: 'about:blank' });
  };

suite('client: retries', () => {
  test('continues after cut connections, 408, 409, 429 and 5xx, and reports each attempt', async () => {
    const statuses = [0, 408, 409, 429, 500, 503];
    await withServer(
      inTurn(...statuses),
      async (client, server) => {
        const records = recordsOf(client);
        await ingest(client);
        assert.equal(server.requests.length, 7);
        assert.deepEqual(
          records.map(({ attempt, status }) => [attempt, status]),
          [...statuses, 200].map((status, index) => [index + 1, status === 0 ? undefined : status]),
        );
        assert.match(records[0]?.error ?? '', /no response/);
      },
      { maxRetries: 6 },
    );
  });

  test('all attempts of one request have the same Idempotency-Key, and no other request has it', async () => {
    await withServer(inTurn(500, 0, 200, 429), async (client, server) => {
      await ingest(client);
      await ingest(client);
      await client.events.ingest({ lines: [Buffer.from('{}')] });
      const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
      assert.equal(keys.length, 6);
      assert.equal(new Set(keys.slice(0, 3)).size, 1);
      assert.equal(new Set(keys.slice(3, 5)).size, 1);
      assert.equal(new Set(keys).size, 3);
      for (const key of keys) assert.match(String(key), /^[\x21-\x7e]{16,64}$/);
    });
  });

  test('a search has no Idempotency-Key, retried or not', async () => {
    const answer = (response: ServerResponse, _request: unknown, index: number) =>
      index === 0 ? cut(response) : json(response, 200, { data: [] });
    await withServer(answer, async (client, server) => {
      await client.events.search({ eventIds: ['a'] });
      assert.deepEqual(
        server.requests.map(({ headers }) => headers['idempotency-key']),
        [undefined, undefined],
      );
    });
  });

  test('stops after maxRetries with the last failure', async () => {
    await withServer(inTurn(...Array<number>(9).fill(503)), async (client, server) => {
      const error = await failureOf(
        client.events.amend('a', '{}', { maxRetries: 2 }),
        'serverFault',
      );
      assert.equal(error.answer?.status, 503);
      assert.equal(server.requests.length, 3);
      await failureOf(client.events.amend('a', '{}', { maxRetries: 0 }), 'serverFault');
      assert.equal(server.requests.length, 4);
    });
  });

  test('waits as long as the server asks', async () => {
    const answer = (response: ServerResponse, _request: unknown, index: number) =>
      index === 0
        ? json(response, 429, {}, { 'retry-after-ms': '120' })
        : json(response, 200, done);
    await withServer(answer, async (client) => {
      const started = performance.now();
      await ingest(client);
      assert.ok(performance.now() - started >= 119);
    });
  });

  test('says before each pause why and how long it waits', async () => {
    const answer = (response: ServerResponse, _request: unknown, index: number) => {
      if (index === 0) json(response, 429, {}, { 'retry-after-ms': '20' });
      else if (index === 1) cut(response);
      else json(response, 200, { response: 'here' });
    };
    await withServer(answer, async (client) => {
      const pauses: Pause[] = [];
      await client.ping({ onPause: (pause) => pauses.push(pause) });
      assert.deepEqual(
        pauses.map(({ status }) => status),
        [429, undefined],
      );
      assert.equal(pauses[0]?.ms, 20);
    });
  });

  test("the time limit is for all attempts: a pause that doesn't fit isn't started", async () => {
    const answer = (response: ServerResponse) => json(response, 429, {}, { 'retry-after': '30' });
    await withServer(answer, async (client, server) => {
      const started = performance.now();
      await failureOf(client.ping({ budgetMs: 200 }), 'rateLimited');
      assert.ok(performance.now() - started < 5_000);
      assert.equal(server.requests.length, 1);
    });
  });

  test('the time limit covers all requests of a search', async () => {
    const answer = (response: ServerResponse, _request: unknown, index: number) => {
      if (index === 0) json(response, 200, { data: [] });
    };
    await withServer(answer, async (client, server) => {
      const eventIds = Array.from({ length: 501 }, (_, index) => `e${index}`);
      const error = await failureOf(client.events.search({ eventIds }, { budgetMs: 1_000 }));
      assert.equal(error.kind, 'timedOut');
      assert.match(error.message, /within 1 s/);
      assert.equal(server.requests.length, 2);
    });
  });

  test('an attempt that hangs is ended after timeoutMs, and tried again', async () => {
    const answer = (response: ServerResponse, _request: unknown, index: number) => {
      if (index === 1) json(response, 200, { response: 'here' });
    };
    await withServer(answer, async (client, server) => {
      const { value } = await client.ping({ timeoutMs: 80 });
      assert.equal(value.response, 'here');
      assert.equal(server.requests.length, 2);
    });
  });

  test('waits no longer than timeoutMs for an incomplete response', async () => {
    const answer = (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"response":');
    };
    await withServer(answer, async (client) => {
      await failureOf(client.ping({ timeoutMs: 80, maxRetries: 0 }), 'timedOut');
    });
  });

  test('a server that is missing is tried again, with its own message', async () => {
    const server = await startRawServer(() => undefined);
    await server.stop();
    await withClient({ baseUrl: server.url }, async (client) => {
      const records = recordsOf(client);
      await failureOf(client.ping({ maxRetries: 2 }), 'unreachable');
      assert.deepEqual(
        records.map(({ attempt, status }) => [attempt, status]),
        [
          [1, undefined],
          [2, undefined],
          [3, undefined],
        ],
      );
    });
  });

  test("a listener that throws doesn't fail a request", async () => {
    await withServer(inTurn(), async (client) => {
      const { report } = Emitter;
      const reported: unknown[] = [];
      Emitter.report = (error) => reported.push(error);
      client.onRequest(() => {
        throw new Error('listener');
      });
      await ingest(client);
      Emitter.report = report;
      assert.deepEqual(reported.map(String), ['Error: listener']);
    });
  });
});

suite('client: canceling', () => {
  /** Aborts when `when` says so, and checks that the request ends immediately and sends nothing more. */
  async function cancels(
    answer: (response: ServerResponse, abort: () => void) => void,
    when?: (abort: () => void) => void,
  ): Promise<void> {
    const controller = new AbortController();
    const reason = new Error('the user');
    let aborted = 0;
    const abort = () => {
      aborted = performance.now();
      controller.abort(reason);
    };
    await withServer(
      (response) => answer(response, abort),
      async (client, server) => {
        when?.(abort);
        const error = await failureOf(
          client.events.amend('a', '{}', { signal: controller.signal }),
          'cancelled',
        );
        assert.ok(performance.now() - aborted < 3_000, 'noticed late');
        assert.equal(error.cause, reason);
        assert.ok(server.requests.length <= 1);
      },
      { firstPauseMs: 8_000 },
    );
  }

  test('before the request', () =>
    cancels(
      () => undefined,
      (abort) => abort(),
    ));
  test("while the server doesn't respond", () => cancels((_response, abort) => abort()));
  test('in the middle of a response', () =>
    cancels((response, abort) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"amended":');
      setTimeout(abort, 20);
    }));
  test('in the pause before a retry', () =>
    cancels((response, abort) => {
      json(response, 500, {});
      setTimeout(abort, 50);
    }));

  test('while the connection is being made', async () => {
    // A TLS server that never completes the handshake.
    const server = await startRawServer(() => undefined);
    const baseUrl = server.url.replace('http:', 'https:');
    try {
      await withClient({ baseUrl }, async (client) => {
        const signal = AbortSignal.timeout(50);
        const started = performance.now();
        await failureOf(client.ping({ signal }), 'cancelled');
        assert.ok(performance.now() - started < 2_000);
      });
    } finally {
      await server.stop();
    }
  });

  test('between the pages of a list', async () => {
    const controller = new AbortController();
    const page = { data: [], pagination_metadata: { has_more: true, next_cursor: 'n' } };
    const backfill = {
      id: 'b',
      status: 'pending',
      created_at: '2026-08-20T00:00:00Z',
      timeframe_start: '2026-08-01T00:00:00Z',
      timeframe_end: '2026-08-02T00:00:00Z',
      events_ingested: 0,
      replace_existing_events: false,
    };
    await withServer(
      (response) => json(response, 200, { ...page, data: [backfill] }),
      async (client, server) => {
        const list = client.backfills.list({ signal: controller.signal });
        const iterator = list[Symbol.asyncIterator]();
        await iterator.next();
        controller.abort();
        await failureOf(iterator.next(), 'cancelled');
        assert.equal(server.requests.length, 1);
      },
    );
  });

  test('leaves no listener on a signal that lives longer than the request', async () => {
    const { signal } = new AbortController();
    await withServer(inTurn(500, 200), async (client) => {
      await client.events.ingest({ lines: [Buffer.from('{}')] }, { signal });
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    });
  });

  test('closing the client cancels current requests and rejects later ones', async () => {
    await withServer(
      () => undefined,
      async (client, server) => {
        const call = failureOf(client.ping(), 'cancelled');
        while (server.requests.length === 0) await new Promise(setImmediate);
        await client.close();
        await call;
        await failureOf(client.ping(), 'cancelled');
        assert.equal(server.requests.length, 1);
      },
    );
  });
});
