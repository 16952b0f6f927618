import assert from 'node:assert/strict';
import { printJson, parseJson } from '../../../src/core/json.ts';
import { isOrbError } from '../../../src/core/errors.ts';
import type { AmendBody, IngestEvent } from '../../../src/core/event.ts';
import { json } from '../../helpers/httpServer.ts';
import { withServer } from '../../helpers/orbClient.ts';

const found = (id: string, extra = '') =>
  `{"id":"${id}","customer_id":null,"external_customer_id":"acme","event_name":"call","properties":{"n":1.0},"timestamp":"2026-08-20T10:00:00Z","deprecated":false${extra}}`;

suite('client: search', () => {
  test('requests each ID once, at most 500 at a time, and returns events in the requested order', async () => {
    await withServer(
      (response, request) => {
        const { event_ids: ids } = JSON.parse(request.body) as { event_ids: string[] };
        const known = ids.filter((id) => id !== 'e7').reverse();
        json(response, 200, `{"data":[${known.map((id) => found(id)).join(',')}]}`);
      },
      async (client, server) => {
        const ids = Array.from({ length: 1200 }, (_, index) => `e${index}`);
        const result = await client.events.search({ eventIds: [...ids, 'e0', 'e1199'] });
        assert.deepEqual(
          server.requests.map(
            ({ body }) => (JSON.parse(body) as { event_ids: [] }).event_ids.length,
          ),
          [500, 500, 200],
        );
        assert.deepEqual(
          result.events.map(({ event }) => event.id),
          ids.filter((id) => id !== 'e7'),
        );
        assert.deepEqual(result.missing, ['e7']);
        assert.equal(result.raw.length, 3);
        assert.ok(server.requests.every(({ headers }) => headers['idempotency-key'] === undefined));
      },
    );
  });

  test('sends nothing for no IDs, and one request for exactly 500', async () => {
    await withServer(
      (response) => json(response, 200, { data: [] }),
      async (client, server) => {
        assert.deepEqual(await client.events.search({ eventIds: [] }), {
          events: [],
          missing: [],
          raw: [],
        });
        assert.equal(server.requests.length, 0);
        const eventIds = Array.from({ length: 500 }, (_, index) => `e${index}`);
        assert.equal((await client.events.search({ eventIds })).missing.length, 500);
        assert.equal(server.requests.length, 1);
      },
    );
  });

  test('returns each event with its text as Orb wrote it', async () => {
    const one = found('a/b', ',\n  "new_field": {"x": -0}');
    await withServer(
      (response) => json(response, 200, `{ "data" : [ ${one} , ${found('é')}] }`),
      async (client) => {
        const { events } = await client.events.search({ eventIds: ['é', 'a/b'] });
        assert.deepEqual(
          events.map(({ raw }) => raw),
          [found('é'), one],
        );
        assert.equal(printJson(events[1]?.event.properties), '{"n":1.0}');
      },
    );
  });

  test('keeps two events of one ID, as a replacing backfill leaves them', async () => {
    await withServer(
      (response) => json(response, 200, `{"data":[${found('a')},${found('a', ',"v":2')}]}`),
      async (client) => {
        const { events, missing } = await client.events.search({ eventIds: ['a'] });
        assert.equal(events.length, 2);
        assert.deepEqual(missing, []);
      },
    );
  });
});

suite('client: what is sent', () => {
  const odd =
    '{"idempotency_key":"k","event_name":"call","timestamp":"2026-08-20T10:00:00.120Z","external_customer_id":"é","properties":{"__proto__":1.0,"big":9007199254740993,"huge":1e400,"zero":-0}}';

  test('ingests events and lines with every number and key as written', async () => {
    await withServer(
      (response) => json(response, 200, { validation_failed: [] }),
      async (client, server) => {
        const event = parseJson(odd) as unknown as IngestEvent;
        await client.events.ingest({ events: [event, event] });
        const line = Buffer.from(odd);
        await client.events.ingest({ lines: [line, line] }, { backfillId: 'b/1', debug: true });
        assert.deepEqual(
          server.requests.map(({ body }) => body),
          [`{"events":[${odd},${odd}]}`, `{"events":[${odd},${odd}]}`],
        );
        assert.deepEqual(
          server.requests.map(({ method, path }) => `${method} ${path}`),
          ['POST /v1/ingest', 'POST /v1/ingest?backfill_id=b%2F1&debug=true'],
        );
      },
    );
  });

  test('amends with a text as it is, or with values as written', async () => {
    await withServer(
      (response) => json(response, 200, { amended: 'x' }),
      async (client, server) => {
        const text = '{\n  "properties": {"__proto__": 1.0, "big": 9007199254740993}\n}\n';
        await client.events.amend('x', text);
        await client.events.amend('x', parseJson(text) as unknown as AmendBody);
        assert.deepEqual(
          server.requests.map(({ body }) => body),
          [text, '{"properties":{"__proto__":1.0,"big":9007199254740993}}'],
        );
      },
    );
  });

  for (const [id, segment] of [
    ['a/b', 'a%2Fb'],
    ['?', '%3F'],
    ['é', '%C3%A9'],
    ['%', '%25'],
    ['search', 'search'],
    ['...', '...'],
  ] as const) {
    test(`sends the ID ${id} in a path`, async () => {
      await withServer(
        (response) => json(response, 200, { amended: id, deprecated: id }),
        async (client, server) => {
          await client.events.amend(id, '{}');
          await client.events.deprecate(id);
          assert.deepEqual(
            server.requests.map(({ method, path }) => `${method} ${path}`),
            [`PUT /v1/events/${segment}`, `PUT /v1/events/${segment}/deprecate`],
          );
        },
      );
    });
  }

  for (const id of ['', '.', '..', 'a\ud800']) {
    test(`rejects the ID ${JSON.stringify(id)} before sending`, async () => {
      await withServer(
        (response) => json(response, 200, {}),
        async (client, server) => {
          const refused = (error: unknown) => isOrbError(error, 'invalid');
          await assert.rejects(client.events.amend(id, '{}'), refused);
          await assert.rejects(client.events.deprecate(id), refused);
          await assert.rejects(client.backfills.close(id), refused);
          assert.equal(server.requests.length, 0);
        },
      );
    });
  }
});
