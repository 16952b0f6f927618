import assert from 'node:assert/strict';
import type { OrbErrorKind } from '../../../src/core/errors.ts';
import { json } from '../../helpers/httpServer.ts';
import { failureOf, withServer } from '../../helpers/orbClient.ts';

const typeOf = (fragment: string) =>
  `https://docs.withorb.com/reference/error-responses#${fragment}`;

suite('client: every failure has its kind', () => {
  for (const [status, kind, fragment] of [
    [400, 'rejected', '400-constraint-violation'],
    [401, 'unauthorized', '401-authentication-error'],
    [403, 'forbidden', '403-forbidden'],
    [404, 'notFound', '404-resource-not-found'],
    [405, 'rejected', '405'],
    [407, 'tlsOrProxy', ''],
    [408, 'timedOut', ''],
    [409, 'conflict', '409-resource-conflict'],
    [413, 'tooLarge', '413-request-too-large'],
    [418, 'rejected', ''],
    [422, 'rejected', ''],
    [429, 'rateLimited', '429-too-many-requests'],
    [500, 'serverFault', '500-internal-server-error'],
    [599, 'serverFault', ''],
  ] as const satisfies readonly (readonly [number, OrbErrorKind, string])[]) {
    test(`${status} is ${kind}, with Orb's whole message`, async () => {
      const body = { type: typeOf(fragment), status, title: 'A title.', detail: 'Some détail.' };
      const text = `${JSON.stringify(body, undefined, 1)}\n`;
      await withServer(
        (response) => json(response, status, text, { 'x-trace': 'abc' }),
        async (client) => {
          const error = await failureOf(client.backfills.fetch('b', { maxRetries: 0 }), kind);
          assert.equal(error.message, `GET /events/backfills/b got status ${status}: Some détail.`);
          const { headers, ...answer } = error.answer ?? { headers: {} };
          assert.deepEqual(answer, {
            status,
            type: typeOf(fragment),
            title: 'A title.',
            detail: 'Some détail.',
            body: text,
            validationErrors: [],
            validationFailed: [],
          });
          assert.equal((headers as Record<string, string>)['x-trace'], 'abc');
        },
      );
    });
  }

  test('a rejected batch names every reason of every event', async () => {
    const body = {
      type: typeOf('400-request-validation-errors'),
      status: 400,
      title: 'Request validation did not succeed.',
      detail: null,
      validation_errors: ['one', { path: ['events', 0] }, 3],
      validation_failed: [
        { idempotency_key: 'k1', validation_errors: ['too old', 'no name'] },
        { idempotency_key: 'k2', validation_errors: [{ message: 'x' }] },
      ],
    };
    await withServer(
      (response) => json(response, 400, body),
      async (client, server) => {
        const error = await failureOf(
          client.events.ingest({ lines: [Buffer.from('{}')] }),
          'rejected',
        );
        assert.deepEqual(error.answer?.validationErrors, ['one', '{"path":["events",0]}', '3']);
        assert.deepEqual(error.answer.validationFailed, [
          { idempotencyKey: 'k1', messages: ['too old', 'no name'] },
          { idempotencyKey: 'k2', messages: ['{"message":"x"}'] },
        ]);
        assert.equal(server.requests.length, 1, 'a refusal is not tried again');
      },
    );
  });

  test('a successful ingest may still name rejected events', async () => {
    const failed = { idempotency_key: 'k', validation_errors: ['odd', { why: 1 }] };
    await withServer(
      (response) =>
        json(response, 200, {
          validation_failed: [failed],
          debug: { duplicate: ['d'], ingested: ['i'] },
        }),
      async (client) => {
        const { value } = await client.events.ingest({ lines: [Buffer.from('{}')] });
        assert.deepEqual(value, {
          validationFailed: [{ idempotencyKey: 'k', messages: ['odd', '{"why":1}'] }],
          debug: { duplicate: ['d'], ingested: ['i'] },
        });
      },
    );
  });

  for (const [name, body] of [
    ['HTML', '<html><body>502 Bad Gateway</body></html>'],
    ['nothing', ''],
    ['an array', '[]'],
    ['fields of other types', '{"type":1,"title":[],"detail":{},"validation_errors":"x"}'],
  ] as const) {
    test(`only the status counts if an error body is ${name}`, async () => {
      await withServer(
        (response) => json(response, 400, body),
        async (client) => {
          const error = await failureOf(client.ping(), 'rejected');
          const excerpt = body === '' ? 'an empty response' : JSON.stringify(body);
          assert.equal(error.message, `GET /ping got status 400: ${excerpt}`);
          assert.equal(error.answer?.status, 400);
          assert.equal(error.answer.body, body);
          assert.deepEqual(error.answer.validationErrors, []);
        },
      );
    });
  }

  test('a message is one line without control characters, whatever the server sends', async () => {
    const detail = `\na\r\nb\u001b[31mred\u202e${'x'.repeat(5_000)}`;
    await withServer(
      (response) => json(response, 400, { detail }),
      async (client) => {
        const error = await failureOf(client.ping());
        assert.match(error.message, /^GET \/ping got status 400: a b \[31mred x+$/);
        assert.ok(error.message.length < 600);
        assert.equal(error.answer?.detail, detail);
      },
    );
  });

  test("the first eighty characters of a response that isn't Orb's are shown, on one line", async () => {
    await withServer(
      (response) => json(response, 200, `<p>\n\n\t${'x'.repeat(200)}</p>`),
      async (client) => {
        const error = await failureOf(client.ping(), 'contract');
        assert.equal(
          error.message,
          `The response isn't JSON (application/json). It starts with "<p> ${'x'.repeat(74)}".`,
        );
      },
    );
  });

  test("a status that is neither success nor failure isn't Orb's", async () => {
    await withServer(
      (response) => response.writeHead(300).end('{}'),
      async (client) => {
        const error = await failureOf(client.ping(), 'contract');
        assert.equal(error.message, 'GET /ping got status 300. It starts with "{}".');
      },
    );
  });

  test('a redirect is never followed: the key stays with its host', async () => {
    let elsewhere = 0;
    await withServer(
      (response) => {
        elsewhere++;
        json(response, 200, { response: 'stolen' });
      },
      async (_client, other) => {
        await withServer(
          (response, _request, index) => {
            const location = `${other.url}/ping`;
            response.writeHead(index === 0 ? 302 : 307, { location }).end();
          },
          async (client, server) => {
            for (const call of [client.ping(), client.events.amend('a', '{}')]) {
              const error = await failureOf(call, 'contract');
              assert.match(error.message, /redirect/);
              assert.match(String(error.answer?.headers['location']), /ping$/);
            }
            assert.equal(server.requests.length, 2);
            assert.equal(elsewhere, 0);
          },
        );
      },
    );
  });
});
