import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib';
import { isOrbError } from '../../../src/core/errors.ts';
import type { IngestEvent } from '../../../src/core/event.ts';
import type { OrbClient } from '../../../src/orb/orbApi.ts';
import { createClient } from '../../../src/orb/client.ts';
import { json, startRawServer } from '../../helpers/httpServer.ts';
import { failureOf, recordsOf, withClient, withServer } from '../../helpers/orbClient.ts';

const baseUrl = 'https://api.withorb.com/v1';
const at = '2026-08-20T10:00:00Z';

suite('client: keys and base URLs', () => {
  const refusal = (options: { baseUrl: string; apiKey: string }) => {
    try {
      void createClient(options).close();
    } catch (error) {
      if (isOrbError(error, 'invalid')) return error.message;
      throw error;
    }
    return undefined;
  };

  for (const [apiKey, words] of [
    ['', /no API key/],
    [' \t', /no API key/],
    ['abc\ndef', /line break/],
    ['abcdef\r', /line break/],
    ['abc def', /space/],
    [' abcdef', /space/],
    ['abcdéf', /Only ASCII letters/],
    ['abc\u0000', /Only ASCII letters/],
  ] as const) {
    test(`the key ${JSON.stringify(apiKey)} is rejected with the reason, and not repeated`, () => {
      const message = refusal({ baseUrl, apiKey }) ?? '';
      assert.match(message, words);
      assert.ok(!message.includes('abc'));
    });
  }

  for (const [address, words] of [
    ['', /isn't a valid URL/],
    ['api.withorb.com/v1', /isn't a valid URL/],
    ['localhost:4510/v1', /isn't a valid URL/],
    ['ftp://api.withorb.com/v1', /isn't a valid URL/],
    ['https://api.withorb.com', /end in \/v1/],
    ['https://api.withorb.com/v2', /end in \/v1/],
    ['https://api.withorb.com/v1/events', /end in \/v1/],
    ['https://api.withorb.com/v1?a=b', /query/],
    ['https://api.withorb.com/v1#', /query/],
    ['https://user:secret@api.withorb.com/v1', /user name or password/],
    ['https://secret@api.withorb.com/v1', /user name or password/],
    ['https://:secret@api.withorb.com/v1', /user name or password/],
    ['https:///v1', /end in \/v1/],
    ['http://api.withorb.com/v1', /Plain HTTP/],
    ['http://127.0.0.1.example.com/v1', /Plain HTTP/],
    ['http://localhost.example.com/v1', /Plain HTTP/],
    ['http://notlocalhost/v1', /Plain HTTP/],
    ['http://[::ffff:8000:1]/v1', /Plain HTTP/],
  ] as const) {
    test(`the base URL "${address}" is rejected with the reason`, () => {
      const message = refusal({ baseUrl: address, apiKey: 'k' }) ?? '';
      assert.match(message, words);
      assert.ok(!message.includes('secret'));
    });
  }

  for (const address of [
    'https://api.withorb.com/v1',
    ' https://api.withorb.com/v1// ',
    'https://gateway.example.com/orb/v1',
    'http://localhost:4510/v1/',
    'http://localhost.:4510/v1',
    'http://app.dev.localhost:4510/v1',
    'http://127.8.9.1:4510/v1',
    'http://127.10.200.250:4510/v1',
    'http://[::ffff:127.0.0.1]:4510/v1',
    'http://[::ffff:127.0.3.17]:4510/v1',
    'http://[::1]:4510/v1',
  ]) {
    test(`the base URL "${address}" is accepted`, () => {
      assert.equal(refusal({ baseUrl: address, apiKey: 'k' }), undefined);
    });
  }

  test('a trailing slash and a prefix before /v1 result in the right paths', async () => {
    await withServer(
      (response) => json(response, 200, { response: 'here' }),
      async (_client, server) => {
        const address = server.url.replace('/v1', '/orb/v1//');
        await withClient({ baseUrl: address }, (client) => client.ping());
        assert.deepEqual(
          server.requests.map(({ path }) => path),
          ['/orb/v1/ping'],
        );
      },
    );
  });
});

suite("client: what can't be sent", () => {
  const refused = (send: (client: OrbClient) => Promise<unknown>, words: RegExp) =>
    withServer(
      (response) => json(response, 200, { validation_failed: [], amended: 'a' }),
      async (client, server) => {
        const error = await failureOf(send(client), 'invalid');
        assert.match(error.message, words);
        assert.equal(server.requests.length, 0);
      },
    );
  const event = (properties: unknown) =>
    ({ idempotency_key: 'k', customer_id: null, properties }) as unknown as IngestEvent;

  test('an empty line', () =>
    refused((client) => client.events.ingest({ lines: [new Uint8Array()] }), /line.*empty/));
  test('NaN, which would become null', () =>
    refused((client) => client.events.ingest({ events: [event({ n: NaN })] }), /NaN/));
  test('Infinity in an amendment', () =>
    refused((client) => client.events.amend('a', event({ n: -Infinity })), /-Infinity/));
  test('a bigint', () =>
    refused((client) => client.events.ingest({ events: [event({ n: 1n })] }), /JSON/));
  test('an empty backfill ID, which would mean no backfill', () =>
    refused((client) => client.events.ingest({ lines: [] }, { backfillId: '' }), /empty/));
  test('a header with a line break', () =>
    refused((client) => client.ping({ headers: { 'x-note': 'a\r\nb: c' } }), /can't be sent/));
  test("a time frame that ends before it starts, or isn't one", async () => {
    const volume = (timeframeStart: string, timeframeEnd: string) =>
      refused((client) => client.volume.list({ timeframeStart, timeframeEnd }), /time frame/);
    await volume('2026-08-20T10:00:00Z', '2026-08-20T10:00:00Z');
    await volume('yesterday', '2026-08-20T10:00:00Z');
  });

  test('half a character in a JSON text is sent as its escape', async () => {
    await withServer(
      (response) => json(response, 200, { amended: 'a' }),
      async (client, server) => {
        await client.events.amend('a', '{"event_name":"\ud83d x 😀"}');
        assert.equal(server.requests[0]?.body, '{"event_name":"\\ud83d x 😀"}');
      },
    );
  });
});

suite("client: responses that aren't valid", () => {
  const broken = async (
    answer: (response: ServerResponse) => unknown,
    words: RegExp,
    options: Parameters<typeof withServer>[2] = {},
  ) => {
    await withServer(
      answer,
      async (client, server) => {
        const records = recordsOf(client);
        const error = await failureOf(client.ping({ maxRetries: 1 }), 'contract');
        assert.match(error.message, words);
        if (error.message.includes('not JSON')) assert.ok(error.cause instanceof SyntaxError);
        assert.equal(records.length, 1, 'asking again would not help');
        assert.equal(server.requests.length, 1);
      },
      options,
    );
  };
  const packed = (encoding: string, body: Buffer) => (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
    response.end(body);
  };
  const good = '{"response":"hello"}';

  test('HTML', () =>
    broken((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html>\n<title>Sign in</title>');
    }, /isn't JSON \(text\/html\).*<!doctype html> <title>Sign in/));
  test('nothing', () =>
    broken(
      (response) => response.writeHead(200).end(),
      /isn't JSON \(no content type\)\. It is empty/,
    ));
  test('no content', () => broken((response) => response.writeHead(204).end(), /isn't JSON/));
  test('JSON that ends too early', () =>
    broken((response) => json(response, 200, '{"response":"he'), /isn't JSON/));
  test('another shape', () =>
    broken(
      (response) => json(response, 200, '{"response":7}'),
      /documented shape: response should be of type string\. It starts with/,
    ));
  test('another shape, deep in the response', () =>
    withServer(
      (response) => json(response, 200, '{"data":[{"id":7},{"id":8}]}'),
      async (client) => {
        const error = await failureOf(client.events.search({ eventIds: ['a'] }), 'contract');
        assert.match(
          error.message,
          /documented shape: data\.0\.id should be of type string\. It starts/,
        );
      },
    ));
  test('a hundred thousand invalid items, with only the first one reported', () =>
    withServer(
      (response) => json(response, 200, `{"data":[${'{},'.repeat(100_000)}{}]}`),
      async (client) => {
        const error = await failureOf(client.events.search({ eventIds: ['a'] }), 'contract');
        assert.match(
          error.message,
          /documented shape: data\.0\.id should be of type string\. It starts/,
        );
      },
    ));
  test('null', () =>
    broken(
      (response) => json(response, 200, 'null'),
      /documented shape: the response should be of type object\./,
    ));
  test("bytes that aren't UTF-8", () =>
    broken((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22]));
    }, /^The response isn't UTF-8 text\.$/));
  test("gzip that isn't valid", () => broken(packed('gzip', Buffer.from(good)), /invalid gzip/));
  test('gzip that ends too early', () =>
    broken(packed('gzip', gzipSync(good).subarray(0, -9)), /invalid gzip/));
  test("an encoding that wasn't asked for", () =>
    broken(packed('zstd', Buffer.from(good)), /unsupported encoding: zstd/));
  test('more than the limit', () =>
    broken(
      (response) => json(response, 200, JSON.stringify('x'.repeat(2_000))),
      /limit of 1000 bytes/,
      {
        maxAnswerBytes: 1_000,
      },
    ));
  test('as much as the limit is read', () =>
    withServer(
      (response) => json(response, 200, good),
      async (client) => {
        assert.equal((await client.ping()).raw, good);
      },
      { maxAnswerBytes: good.length },
    ));
  test('reading stops at the limit', async () => {
    let ended: Promise<unknown> | undefined;
    await withServer(
      (response) => {
        ended = once(response, 'close');
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('x'.repeat(2_000));
      },
      async (client) => {
        await failureOf(client.ping(), 'contract');
        await ended;
      },
      { maxAnswerBytes: 1_000 },
    );
  });
  test('a small gzip that decompresses to more than the limit', () =>
    broken(packed('gzip', gzipSync(' '.repeat(1_000_000))), /limit of 10000 bytes/, {
      maxAnswerBytes: 10_000,
    }));
  test('one that never ends', async () => {
    const answer = (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = randomBytes(64 * 1024).toString('hex');
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    };
    await broken(answer, /limit of 1000000 bytes/, { maxAnswerBytes: 1_000_000 });
  });

  test('in an error response leaves only its status', async () => {
    for (const body of [Buffer.from(good), gzipSync('x'.repeat(2_000))]) {
      await withServer(
        (response) => {
          response.writeHead(403, { 'content-encoding': 'gzip' });
          response.end(body);
        },
        async (client) => {
          const { answer } = await failureOf(client.ping(), 'forbidden');
          assert.equal(answer?.body, '');
        },
        { maxAnswerBytes: 1_000 },
      );
    }
  });

  for (const mark of ['', '\uFEFF']) {
    test(`a byte order mark inside it stays, ${mark === '' ? 'and none' : 'one'} before it is removed`, () =>
      withServer(
        (response) => json(response, 200, `${mark}{"response":"he\uFEFFllo"}`),
        async (client, server) => {
          assert.equal((await client.ping()).value.response, 'he\uFEFFllo');
          assert.equal(server.requests[0]?.headers['accept-encoding'], 'gzip, deflate, br');
        },
      ));
  }

  for (const [encoding, body] of [
    ['gzip', gzipSync(good)],
    ['X-GZIP', gzipSync(good)],
    ['deflate', deflateSync(good)],
    ['br', brotliCompressSync(good)],
    ['identity', Buffer.from(good)],
  ] as const) {
    test(`${encoding} is decompressed`, async () => {
      await withServer(packed(encoding, body), async (client) => {
        assert.deepEqual((await client.ping()).raw, good);
      });
    });
  }

  const raw = async (
    bytes: string,
    use: (client: OrbClient) => Promise<void>,
    then: 'end' | 'keep' = 'end',
  ) => {
    const server = await startRawServer((socket) => {
      socket.write(bytes);
      if (then === 'end') socket.end();
    });
    try {
      await withClient({ baseUrl: server.url }, use);
    } finally {
      await server.stop();
    }
  };

  test('a response cut off in the middle is requested again', () =>
    raw('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"response"', async (client) => {
      const records = recordsOf(client);
      const error = await failureOf(client.ping({ maxRetries: 1 }), 'unreachable');
      assert.match(error.message, /broke off after 11 bytes/);
      assert.equal(records.length, 2);
    }));
  test("something that isn't HTTP", () =>
    raw('SSH-2.0-OpenSSH_9.9\r\n', async (client) => {
      const error = await failureOf(client.ping({ maxRetries: 0 }), 'contract');
      assert.match(error.message, /isn't HTTP/);
    }));
  test('endless headers', () =>
    raw(
      `HTTP/1.1 200 OK\r\n${'X-More: 0123456789\r\n'.repeat(5_000)}`,
      async (client) => {
        await failureOf(client.ping({ maxRetries: 0 }), 'contract');
      },
      'keep',
    ));
  test('a server that accepts and never responds', () =>
    raw(
      '',
      async (client) => {
        const error = await failureOf(client.ping({ maxRetries: 0, timeoutMs: 60 }), 'timedOut');
        assert.match(error.message, /no complete response within 0\.06 s/);
      },
      'keep',
    ));
  test('an endless list', async () => {
    let pages = 0;
    await withServer(
      (response) => {
        const next_cursor = `page-${++pages}`;
        const data = [{ timeframe_start: at, timeframe_end: at, count: 1 }];
        json(response, 200, { data, pagination_metadata: { has_more: true, next_cursor } });
      },
      async (client) => {
        const query = { timeframeStart: at, timeframeEnd: '2026-08-20T11:00:00Z' };
        const error = await failureOf(client.volume.list(query), 'contract');
        assert.match(error.message, /more than 1000 pages/);
      },
    );
  });
  test('a list whose pages form a cycle', async () => {
    const page = {
      data: [{ timeframe_start: '2026-08-20T10:00:00Z', timeframe_end: 'x', count: 1 }],
      pagination_metadata: { has_more: true, next_cursor: 'same' },
    };
    await withServer(
      (response) => json(response, 200, page),
      async (client, server) => {
        const query = {
          timeframeStart: '2026-08-20T10:00:00Z',
          timeframeEnd: '2026-08-20T11:00:00Z',
        };
        const error = await failureOf(client.volume.list(query), 'contract');
        assert.match(error.message, /already read/);
        assert.equal(server.requests.length, 2);
      },
    );
  });
  test('an event that is nested too deeply', async () => {
    const deep = `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`;
    const event = `{"id":"a","event_name":"n","timestamp":"2026-08-20T10:00:00Z","customer_id":null,"external_customer_id":null,"deprecated":false,"properties":${deep}}`;
    await withServer(
      (response) => json(response, 200, `{"data":[${event}]}`),
      async (client) => {
        const error = await failureOf(client.events.search({ eventIds: ['a'] }), 'contract');
        assert.match(error.message, /nested too deeply/);
      },
    );
  });
});
