import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { secretRemover } from '../../../src/core/secrets.ts';
import type { OrbError } from '../../../src/core/errors.ts';
import { json, startRawServer } from '../../helpers/httpServer.ts';
import { failureOf, recordsOf, withClient, withServer } from '../../helpers/orbClient.ts';

const key = 'sk_live/"k3y"+Abc=';

const each = (text: string, write: (hex: string, character: string) => string) =>
  Array.from(text, (it) => write(it.charCodeAt(0).toString(16).padStart(2, '0'), it)).join('');
const escapes = each(key, (hex) => `\\u00${hex}`);
const percent = each(key, (hex) => `%${hex}`);
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Ways of writing the key, as a server, a gateway or a proxy may repeat it. */
const writings = {
  'as it is': key,
  'as a JSON string': JSON.stringify(key),
  'with escaped slashes': JSON.stringify(key).replaceAll('/', '\\/'),
  'as \\u escapes': escapes,
  'as \\u escapes in capitals': each(key, (hex) => `\\u00${hex.toUpperCase()}`),
  'partly escaped': `sk\\u005flive${escapes.slice(7 * 6)}`,
  'as JSON within JSON': JSON.stringify(JSON.stringify(key)),
  'as escapes within JSON': JSON.stringify(escapes),
  'percent-encoded': encodeURIComponent(key),
  'percent-encoded throughout': percent,
  'percent-encoded twice': encodeURIComponent(encodeURIComponent(key)),
  'percent-encoded, then escaped': each(percent, (hex) => `\\u00${hex}`),
  'as HTML entities': each(key, (_, it) => `&#${it.charCodeAt(0)};`),
  'as hexadecimal HTML entities': each(key, (hex) => `&#x${hex};`),
  'in Base64': base64(key),
  'in Base64 after one character': base64(`:${key}`),
  'in Base64 after two characters': base64(`u:${key}`),
  'in Base64 before others': base64(`Bearer ${key}:and more`),
  'in Base64 for URLs': Buffer.from(`?${key}`).toString('base64url'),
  'in Base64, percent-encoded': encodeURIComponent(base64(key)),
  'in Base64, escaped': each(base64(key), (hex) => `\\u00${hex}`),
  'in hexadecimal digits': Buffer.from(key).toString('hex'),
  'in other letters': key.toUpperCase(),
};

/** The parts that reveal the key: any six characters in a row. */
function assertGone(text: string): void {
  const decoded = [text];
  for (let round = 0; round < 3; round++) {
    const last = decoded.at(-1) ?? '';
    decoded.push(
      last
        .replaceAll(/\\+u00([0-9a-f]{2})/gi, (_, hex: string) =>
          String.fromCharCode(parseInt(hex, 16)),
        )
        .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
        .replaceAll(/&#x([0-9a-f]{2});/gi, (_, hex: string) =>
          String.fromCharCode(parseInt(hex, 16)),
        )
        .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
        .replaceAll(/\\+(["/])/g, '$1'),
    );
  }
  for (const run of [...decoded]) {
    for (const [word] of run.matchAll(/[\w+/=-]{8,}/g)) {
      for (const cut of [0, 1, 2, 3]) {
        decoded.push(Buffer.from(word.slice(cut), 'base64').toString('latin1'));
      }
      decoded.push(Buffer.from(word, 'hex').toString('latin1'));
    }
  }
  for (let at = 0; at + 6 <= key.length; at++) {
    const part = key.slice(at, at + 6).toLowerCase();
    for (const one of decoded) assert.ok(!one.toLowerCase().includes(part), `${part} in ${text}`);
  }
}

suite('a secret in a text', () => {
  const clean = secretRemover(key);
  for (const [way, written] of Object.entries(writings)) {
    test(`is removed ${way}`, () => {
      assert.throws(() => assertGone(`a ${written} b`), 'the check sees it');
      const told = clean(`a ${written} b`);
      assertGone(told);
      assert.match(told, /^a .*<key>.* b$/);
    });
  }

  test('leaves everything else alone', () => {
    for (const text of [
      '',
      'sk_live',
      '\\u0073k_live/',
      '%73',
      '&#x73;',
      'a'.repeat(1_000),
      `${key.slice(0, -1)}!`,
    ]) {
      assert.equal(clean(text), text);
    }
    assert.equal(secretRemover('short')('short'), 'short');
  });

  test('takes time linear in the text, whatever the text', () => {
    for (const text of [
      '\\',
      '\\\\\\\\u',
      '%25',
      '&#',
      '&#x00000',
      key.slice(0, -1),
      '\\u0073',
      's',
    ]) {
      const hostile = text.repeat(200_000 / text.length);
      assert.equal(clean(hostile), hostile);
    }
  });
});

suite('client: a server that repeats the key', () => {
  const told = (error: OrbError) => {
    const parts: unknown[] = [];
    for (let each: unknown = error; each instanceof Error; each = each.cause) {
      parts.push(each.message, each.stack, Object.entries(each));
    }
    return JSON.stringify([parts, error.answer]);
  };
  const options = { apiKey: key, maxRetries: 0 };

  for (const [way, written] of Object.entries(writings)) {
    test(`in a response, ${way}: neither the error nor the log contains it`, async () => {
      const detail =
        written.startsWith('"') || written.includes('\\') ? written : JSON.stringify(written);
      const text = detail.startsWith('"') ? detail : `"${detail.replaceAll('"', '')}"`;
      await withServer(
        (response, _, index) => {
          const body = `{"title":${text},"detail":${text},"validation_errors":[${text}],"validation_failed":[{"idempotency_key":${text},"validation_errors":[${text}]}]}`;
          const header = Buffer.from(written, 'latin1')
            .toString('latin1')
            .replaceAll(/[\r\n]/g, '');
          if (index < 3) json(response, [400, 500, 401][index] ?? 400, body, { 'x-echo': header });
          else
            json(response, 200, index === 3 ? `${written} is no JSON` : body, { 'x-echo': header });
        },
        async (client) => {
          const records = recordsOf(client);
          for (let index = 0; index < 5; index++) assertGone(told(await failureOf(client.ping())));
          const { value, raw } = await client.events.ingest({ lines: [Buffer.from('{}')] });
          assertGone(JSON.stringify([value, raw]));
          assert.ok(value.validationFailed[0]?.messages[0]?.includes('<key>'));
          assert.equal(records.length, 6);
          for (const record of records) assertGone(JSON.stringify(record));
        },
        options,
      );
    });
  }

  const word = 'sk_live_0123456789';
  const raw = (answer: string, use: (error: OrbError) => void) => async () => {
    const server = await startRawServer((socket) => socket.end(answer));
    try {
      await withClient({ baseUrl: server.url, apiKey: word, maxRetries: 0 }, async (client) => {
        const records = recordsOf(client);
        const error = await failureOf(client.ping());
        const all = `${told(error)} ${JSON.stringify(records)}`;
        assert.ok(!all.toLowerCase().includes(word), all);
        use(error);
      });
    } finally {
      await server.stop();
    }
  };
  const ok = (head: string) => `HTTP/1.1 200 OK\r\n${head}\r\nContent-Length: 2\r\n\r\n{}`;

  test(
    'as the name of a header',
    raw(ok(`${word}: 1`), () => undefined),
  );
  test(
    'as its Content-Encoding',
    raw(ok(`Content-Encoding: ${word}`), ({ message }) =>
      assert.match(message, /unsupported encoding: <key>/),
    ),
  );
  test(
    'as its Content-Type',
    raw(`HTTP/1.1 200 OK\r\nContent-Type: ${word}\r\nContent-Length: 1\r\n\r\n{`, ({ message }) =>
      assert.match(message, /isn't JSON \(<key>\)/),
    ),
  );
  test(
    'as its status text',
    raw(`HTTP/1.1 400 ${word}\r\nContent-Length: 2\r\n\r\n{}`, () => undefined),
  );
  test(
    'instead of HTTP',
    raw(`${word} ${word}\r\n\r\n`, ({ kind }) => assert.equal(kind, 'contract')),
  );
  test(
    'in a broken header',
    raw(`HTTP/1.1 200 OK\r\n${word} ${word}\r\n\r\n`, () => undefined),
  );
  test(
    'where the response is cut',
    raw(`HTTP/1.1 400 No\r\nContent-Length: 99\r\n\r\n${word}`, () => undefined),
  );

  test('in a compressed response', async () => {
    const body = gzipSync(JSON.stringify({ detail: `no ${key}` }));
    await withServer(
      (response) => response.writeHead(400, { 'content-encoding': 'gzip' }).end(body),
      async (client) => {
        const error = await failureOf(client.ping());
        assert.match(error.message, /status 400: no <key>/);
        assertGone(told(error));
      },
      options,
    );
  });

  test("in a search response that isn't Orb's", async () => {
    await withServer(
      (response) => json(response, 200, `{"data":[{"id":7,"${word}":"${word}"}]}`),
      async (client) => {
        const error = await failureOf(client.events.search({ eventIds: ['a'] }), 'contract');
        assert.ok(!told(error).includes(word));
      },
      { apiKey: word },
    );
  });

  test('a key that was taken for an event ID is in no message', async () => {
    await withServer(
      (response) => json(response, 404, {}),
      async (client) => {
        const records = recordsOf(client);
        const error = await failureOf(client.events.deprecate(word));
        assert.ok(!`${told(error)}${JSON.stringify(records)}`.includes(word));
      },
      { apiKey: word },
    );
  });
});

suite('client: responses designed to keep it busy', () => {
  for (const [name, body, words] of [
    ['millions of brackets', `{"response":${'['.repeat(3_000_000)}`, /nested too deeply/],
    ['millions of values', `[${'{},'.repeat(2_100_000)}1]`, /more than 2000000 values/],
  ] as const) {
    test(`${name} are rejected before they are parsed`, async () => {
      await withServer(
        (response) => json(response, 200, body),
        async (client) => assert.match((await failureOf(client.ping(), 'contract')).message, words),
      );
    });
  }

  test('only the status counts of an error response with more than a few megabytes', async () => {
    await withServer(
      (response) => json(response, 403, JSON.stringify({ detail: 'x'.repeat(5_000_000) })),
      async (client) =>
        assert.equal((await failureOf(client.ping(), 'forbidden')).answer?.body, ''),
    );
  });
});
