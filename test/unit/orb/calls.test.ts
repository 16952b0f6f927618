import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { isOrbError } from '../../../src/core/errors.ts';
import { closed, json, listen } from '../../helpers/httpServer.ts';
import { failureOf, recordsOf, testKey, withClient, withServer } from '../../helpers/orbClient.ts';

const hour = (at: number, more = '') => {
  const start = new Date(at).toISOString();
  const end = new Date(at + 3_600_000).toISOString();
  return `{"timeframe_start":"${start}","timeframe_end":"${end}","count":7${more}}`;
};
const queryOf = (path: string) => Object.fromEntries(new URL(path, 'http://x').searchParams);

suite('client: volume', () => {
  test('a long range is requested in windows of at most 100 hours, and every hour comes once', async () => {
    await withServer(
      (response, { path }) => {
        const query = queryOf(path);
        const from = Math.floor(Date.parse(query['timeframe_start'] ?? '') / 3_600_000);
        const to = Math.ceil(Date.parse(query['timeframe_end'] ?? '') / 3_600_000);
        const hours = Array.from({ length: to - from }, (_, n) => hour((from + n) * 3_600_000));
        // Newest first, to see that order doesn't matter.
        json(response, 200, `{"data":[${hours.reverse().join(',')}]}`);
      },
      async (client, server) => {
        const progress: string[] = [];
        const { value, raw } = await client.volume.list(
          { timeframeStart: '2026-08-01T10:20:30+00:00', timeframeEnd: '2026-08-10T12:00:00.5Z' },
          {
            onWindow: (done, of, hours) => progress.push(`${done}/${of} ${hours.length}`),
          },
        );
        const queries = server.requests.map(({ path }) => queryOf(path));
        assert.deepEqual(queries, [
          {
            timeframe_start: '2026-08-01T10:20:30+00:00',
            timeframe_end: '2026-08-05T14:00:00.000Z',
            limit: '100',
          },
          {
            timeframe_start: '2026-08-05T14:00:00.000Z',
            timeframe_end: '2026-08-09T18:00:00.000Z',
            limit: '100',
          },
          {
            timeframe_start: '2026-08-09T18:00:00.000Z',
            timeframe_end: '2026-08-10T12:00:00.5Z',
            limit: '100',
          },
        ]);
        assert.deepEqual(progress, ['1/3 100', '2/3 100', '3/3 19']);
        assert.equal(value.length, 219);
        assert.equal(value[0]?.timeframeStart, '2026-08-01T10:00:00.000Z');
        assert.equal(value.at(-1)?.timeframeStart, '2026-08-10T12:00:00.000Z');
        assert.deepEqual(
          value.map(({ timeframeStart }) => timeframeStart),
          value.map(({ timeframeStart }) => timeframeStart).sort(),
        );
        assert.equal(raw.split('\n').length, 3);
      },
    );
  });

  test('exactly 100 hours are one request, and a cursor is followed if there is one', async () => {
    await withServer(
      (response, { path }) => {
        const { cursor } = queryOf(path);
        const at = Date.UTC(2026, 7, 1, cursor === undefined ? 0 : 1);
        const page = cursor === undefined ? { has_more: true, next_cursor: 'a b&c' } : null;
        json(
          response,
          200,
          `{"data":[${hour(at, ',"extra":1.0')}],"pagination_metadata":${JSON.stringify(page)}}`,
        );
      },
      async (client, server) => {
        const { value, raw } = await client.volume.list({
          timeframeStart: '2026-08-01T00:00:00Z',
          timeframeEnd: '2026-08-05T04:00:00Z',
        });
        assert.deepEqual(
          server.requests.map(({ path }) => queryOf(path)['cursor']),
          [undefined, 'a b&c'],
        );
        assert.equal(value.length, 2);
        assert.match(raw, /"extra":1\.0/);
      },
    );
  });
});

const backfill = (id: string) =>
  `{"id":"${id}","status":"pending","created_at":"2026-08-20T00:00:00Z","timeframe_start":"2026-08-01T00:00:00+00:00","timeframe_end":"2026-08-02T00:00:00Z","events_ingested":0,"close_time":null,"reverted_at":null,"customer_id":null,"replace_existing_events":true,"future_field":1.0}`;

suite('client: backfills', () => {
  test('a list is read page by page, as far as needed', async () => {
    await withServer(
      (response, { path }) => {
        const page = Number(queryOf(path)['cursor'] ?? '0');
        const more =
          page < 2
            ? { has_more: true, next_cursor: String(page + 1) }
            : { has_more: false, next_cursor: 'x' };
        json(
          response,
          200,
          `{"data":[${backfill(`${page}a`)},${backfill(`${page}b`)}],"pagination_metadata":${JSON.stringify(more)}}`,
        );
      },
      async (client, server) => {
        const ids: string[] = [];
        for await (const { id } of client.backfills.list({ pageSize: 2 })) ids.push(id);
        assert.deepEqual(ids, ['0a', '0b', '1a', '1b', '2a', '2b']);
        assert.deepEqual(
          server.requests.map(({ path }) => path),
          ['', '&cursor=1', '&cursor=2'].map((rest) => `/v1/events/backfills?limit=2${rest}`),
        );
        for await (const { id } of client.backfills.list()) {
          if (id === '0b') break;
        }
        assert.equal(server.requests.length, 4);
        assert.equal(server.requests.at(-1)?.path, '/v1/events/backfills?limit=100');
      },
    );
  });

  test('pages carry the text as Orb wrote it', async () => {
    const text = `{ "data": [${backfill('a')}], "pagination_metadata": null }`;
    await withServer(
      (response) => json(response, 200, text),
      async (client) => {
        const pages = [];
        for await (const page of client.backfills.list().pages()) pages.push(page);
        assert.deepEqual(
          pages.map(({ value, raw }) => [value.map(({ id }) => id), raw]),
          [[['a'], text]],
        );
      },
    );
  });

  test('an empty page is the last one, whatever it says', async () => {
    for (const next_cursor of [null, 'more']) {
      await withServer(
        (response) =>
          json(response, 200, { data: [], pagination_metadata: { has_more: true, next_cursor } }),
        async (client, server) => {
          const listed: string[] = [];
          for await (const { id } of client.backfills.list()) listed.push(id);
          assert.deepEqual(listed, []);
          assert.equal(server.requests.length, 1);
        },
      );
    }
  });

  test("a response that promises more without a cursor isn't a complete list", async () => {
    await withServer(
      (response) =>
        json(
          response,
          200,
          `{"data":[${backfill('a')}],"pagination_metadata":{"has_more":true,"next_cursor":null}}`,
        ),
      async (client) => {
        const iterator = client.backfills.list()[Symbol.asyncIterator]();
        assert.match((await failureOf(iterator.next(), 'contract')).message, /no cursor for it/);
      },
    );
  });

  test('each result has its value, with timestamps as written, and its text', async () => {
    await withServer(
      (response) => json(response, 200, backfill('b/1')),
      async (client, server) => {
        const { value, raw } = await client.backfills.fetch('b/1');
        assert.deepEqual(value, {
          id: 'b/1',
          status: 'pending',
          createdAt: '2026-08-20T00:00:00Z',
          timeframeStart: '2026-08-01T00:00:00+00:00',
          timeframeEnd: '2026-08-02T00:00:00Z',
          eventsIngested: 0,
          closeTime: null,
          revertedAt: null,
          customerId: null,
          replaceExistingEvents: true,
          deprecationFilter: null,
        });
        assert.equal(raw, backfill('b/1'));
        await client.backfills.close('b/1');
        await client.backfills.revert('b/1');
        assert.deepEqual(
          server.requests.map(({ method, path, body }) => `${method} ${path} ${body}`),
          [
            'GET /v1/events/backfills/b%2F1 ',
            'POST /v1/events/backfills/b%2F1/close ',
            'POST /v1/events/backfills/b%2F1/revert ',
          ],
        );
      },
    );
  });
});

suite('client: per-call options and records', () => {
  test("headers are added to one request, and can't replace the key", async () => {
    await withServer(
      (response) => json(response, 200, { response: 'here' }),
      async (client, server) => {
        await client.ping({ headers: { 'X-Note': 'one', Authorization: 'Bearer other' } });
        await client.ping();
        assert.deepEqual(
          server.requests.map(({ headers }) => [headers['x-note'], headers.authorization]),
          [
            ['one', `Bearer ${testKey}`],
            [undefined, `Bearer ${testKey}`],
          ],
        );
        assert.equal(server.requests[0]?.headers['user-agent'], 'orb-events');
      },
    );
  });

  test('ping returns the time of the server', async () => {
    await withServer(
      (response) =>
        json(response, 200, { response: 'x' }, { date: 'Thu, 20 Aug 2026 12:00:03 GMT' }),
      async (client) => {
        const { value } = await client.ping();
        assert.equal(value.serverTimeMs, Date.UTC(2026, 7, 20, 12, 0, 3));
      },
    );
  });

  test('a record has method, path, status, time, attempt, headers and bodies', async () => {
    await withServer(
      (response) => json(response, 200, { amended: 'a' }, { 'x-trace': 't1' }),
      async (client) => {
        const records = recordsOf(client);
        await client.events.amend('a b', '{"n":1.0}');
        const [record] = records;
        assert.equal(record?.method, 'PUT');
        assert.equal(record.path, '/events/a%20b');
        assert.equal(record.status, 200);
        assert.equal(record.attempt, 1);
        assert.ok(Number.isInteger(record.ms) && record.ms >= 0 && record.ms < 60_000);
        assert.equal(record.headers['x-trace'], 't1');
        assert.equal(record.requestHeaders['content-type'], 'application/json');
        assert.equal(record.requestBody, '{"n":1.0}');
        assert.equal(record.responseBody, '{"amended":"a"}');
      },
    );
  });

  test('the header with the key is in no record, however short the key is', async () => {
    await withServer(
      (response, _request, index) => json(response, index === 0 ? 500 : 200, { response: 'k' }),
      async (client) => {
        const records = recordsOf(client);
        await client.ping();
        assert.deepEqual(
          records.map(({ requestHeaders }) => Object.keys(requestHeaders).sort()),
          Array(2).fill(['accept', 'accept-encoding', 'user-agent']),
        );
        assert.deepEqual(
          records.map(({ status, error }) => [status, error]),
          [
            [500, undefined],
            [200, undefined],
          ],
        );
      },
      { apiKey: 'k' },
    );
  });

  test('a record has lines of bytes as text', async () => {
    await withServer(
      (response) => json(response, 200, { validation_failed: [] }),
      async (client) => {
        const records = recordsOf(client);
        await client.events.ingest({ lines: [Buffer.from('{"é":1.0}')] });
        assert.equal(records[0]?.requestBody, '{"events":[{"é":1.0}]}');
      },
    );
  });

  test("a key of eight characters is removed, a shorter one isn't a secret", async () => {
    for (const [apiKey, told] of [
      ['abcdefgh', '<key>'],
      ['abcdefg', 'abcdefg'],
    ] as const) {
      await withServer(
        (response) => json(response, 401, { detail: apiKey }),
        async (client) => {
          const { answer } = await failureOf(client.ping(), 'unauthorized');
          assert.equal(answer?.detail, told);
        },
        { apiKey },
      );
    }
  });

  test('a removed listener is no longer called', async () => {
    await withServer(
      (response) => json(response, 200, { response: 'x' }),
      async (client) => {
        let heard = 0;
        const stop = client.onRequest(() => heard++);
        await client.ping();
        stop();
        await client.ping();
        assert.equal(heard, 1);
      },
    );
  });

  test('the key is in no record and no error, even when a server repeats it everywhere', async () => {
    const echo = `key ${testKey} and ${testKey}`;
    const answers = [
      [401, JSON.stringify({ title: echo, detail: echo })],
      [500, echo],
      [200, `${echo} is not JSON`],
      [200, `{"response":{"${testKey}":1}}`],
    ] as const;
    await withServer(
      (response, _request, index) => {
        const [status, body] = answers[index % answers.length] ?? [200, ''];
        json(response, status, body, { 'x-echo': echo });
      },
      async (client) => {
        const records = recordsOf(client);
        for (const kind of ['unauthorized', 'serverFault', 'contract', 'contract'] as const) {
          const error = await failureOf(client.ping({ maxRetries: 0 }), kind);
          const cause: unknown = error.cause;
          const told = [error.message, error.stack, error.answer, String(cause)];
          assert.ok(!JSON.stringify(told).includes(testKey), kind);
        }
        await failureOf(client.events.amend('a', `{"note":"${testKey}"}`, { maxRetries: 0 }));
        assert.equal(records.length, 5);
        assert.ok(!JSON.stringify(records).includes(testKey));
        assert.match(records[4]?.requestBody ?? '', /<key>/);
      },
    );
  });

  test('an event with the key as a value is still returned as Orb wrote it', async () => {
    const event = `{"id":"a","event_name":"n","timestamp":"2026-08-20T10:00:00Z","customer_id":"c","external_customer_id":null,"deprecated":false,"properties":{"oops":"${testKey}"}}`;
    await withServer(
      (response) => json(response, 200, `{"data":[${event}]}`),
      async (client) => {
        const { events } = await client.events.search({ eventIds: ['a'] });
        assert.equal(events[0]?.raw, event);
      },
    );
  });

  test('every failure is an OrbError', async () => {
    await withServer(
      (response) => response.destroy(),
      async (client) => {
        const list = client.backfills.list({ maxRetries: 0 })[Symbol.asyncIterator]();
        const options = { maxRetries: 0 };
        const query = {
          timeframeStart: '2026-08-20T10:00:00Z',
          timeframeEnd: '2026-08-20T11:00:00Z',
        };
        const calls = [
          client.events.search({ eventIds: ['a'] }, options),
          client.events.deprecate('a', options),
          client.events.ingest({ events: [] }, options),
          client.backfills.close('a', options),
          client.volume.list(query, options),
          list.next(),
        ];
        for (const call of calls) await assert.rejects(call, (error) => isOrbError(error));
      },
    );
  });
});

suite('client: connections', () => {
  test('are kept for the next request, and closed with the client', async () => {
    const sockets = new Set<Socket>();
    const made: Socket[] = [];
    const server = createServer((request, response) => {
      request.resume().on('end', () => json(response, 200, { response: 'x' }));
    });
    server.on('connection', (socket) => {
      made.push(socket);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    const port = await listen(server);
    await withClient({ baseUrl: `http://127.0.0.1:${port}/v1` }, async (client) => {
      for (let n = 0; n < 20; n++) await client.ping();
      // undici opens a second one when a request follows before the first one is finished.
      assert.ok(made.length <= 2, `${made.length} connections`);
      assert.ok(sockets.size > 0);
    });
    while (sockets.size > 0) await new Promise(setImmediate);
    await closed(server);
  });
});
