import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import {
  toSnippet,
  type SnippetCall,
  type SnippetFormat,
} from '../../../../src/core/search/snippet.ts';

const run = promisify(execFile);
const hostile = `it's $(id) \`id\` "q" \\ %41 ; echo x #/?&\n😀 \u202e@file $ORB_API_KEY`;
const call = {
  operation: 'search',
  eventId: hostile,
  timestamp: '2026-08-20T03:12:04.25+02:00',
} as const;

/** Runs a copied snippet, which is a whole program, as its user would. */
const runners: Partial<
  Record<SnippetFormat, (text: string) => readonly [string, readonly string[]]>
> = {
  curl: (text) => ['sh', ['-c', text]],
  node: (text) => [process.execPath, ['--input-type=module', '-e', text]],
  python: (text) => ['python3', ['-c', text]],
};

suite('an event copied as a program', () => {
  let server: Server;
  let baseUrl = '';
  const bodies: string[] = [];
  const keys: (string | undefined)[] = [];
  suiteSetup(async () => {
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        bodies.push(Buffer.concat(parts).toString());
        keys.push(`${request.method} ${request.url} ${request.headers.authorization}`);
        response.end('{"data":[]}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  suiteTeardown(() => server.close());

  // If Python or curl isn't installed, the last tests still prove that every text in a snippet is
  // JSON.
  const installed = Object.entries(runners).filter(
    ([, command]) => spawnSync(command('')[0], ['--version']).error === undefined,
  );
  for (const [format, command] of installed) {
    const runSnippet = async (asked: SnippetCall) => {
      const [program, args] = command(toSnippet(format as SnippetFormat, asked, Date.now()));
      const { stdout } = await run(program, args, { env: { ...process.env, ORB_API_KEY: 'k 1' } });
      assert.match(stdout, /"data"/);
    };

    test(`${format}: searches for exactly this event, with the key from the environment`, async () => {
      await runSnippet({ baseUrl, ...call });
      assert.deepEqual(JSON.parse(bodies.at(-1)!), {
        event_ids: [hostile],
        timeframe_start: '2026-08-20T00:00:00Z',
        timeframe_end: '2026-08-21T00:00:00Z',
      });
      assert.equal(keys.at(-1), 'POST /v1/events/search Bearer k 1');
    });

    test(`${format}: amends, ingests, and deprecates with every value as it was written`, async () => {
      const body = `{"event_name":"it's \\"q\\" \\\\ \\u0041 $(id) \`","properties":{"n":9007199254740993,"d":1.0}}`;
      const segment = encodeURIComponent(hostile);
      await runSnippet({ baseUrl, operation: 'amend', pathSegment: segment, body });
      assert.equal(bodies.at(-1), body);
      assert.equal(keys.at(-1), `PUT /v1/events/${segment} Bearer k 1`);
      await runSnippet({ baseUrl, operation: 'ingest', line: body });
      assert.equal(bodies.at(-1), `{"events": [${body}]}`);
      assert.equal(keys.at(-1), 'POST /v1/ingest Bearer k 1');
      await runSnippet({ baseUrl, operation: 'deprecate', pathSegment: segment });
      assert.equal(bodies.at(-1), '');
      assert.equal(keys.at(-1), `PUT /v1/events/${segment}/deprecate Bearer k 1`);
    });
  }

  test('go: its strings are the same as JSON, so they mean the same', () => {
    const text = toSnippet('go', { baseUrl, ...call }, 0);
    const body = JSON.parse(/body := (".*")/.exec(text)![1]!) as string;
    assert.deepEqual((JSON.parse(body) as { event_ids: unknown }).event_ids, [hostile]);
  });
  test('go: numbers of an amended event stay as they were written, and a deprecation has no body', () => {
    const amend = {
      baseUrl,
      operation: 'amend',
      pathSegment: 'a',
      body: '{"n":9007199254740993}',
    } as const;
    assert.match(toSnippet('go', amend, 0), /body := "\{\\"n\\":9007199254740993\}"/);
    const text = toSnippet('go', { baseUrl, operation: 'deprecate', pathSegment: 'a' }, 0);
    assert.match(text, /NewRequest\("PUT", ".*\/events\/a\/deprecate", nil\)/);
    assert.doesNotMatch(text, /"strings"/);
  });
  test('shows characters that change the direction of text, and works without a timestamp', () => {
    for (const format of ['curl', 'node', 'python', 'go'] as const) {
      const text = toSnippet(
        format,
        { baseUrl, operation: 'search', eventId: hostile, timestamp: undefined },
        Date.parse('2026-08-20T00:00:00Z'),
      );
      assert.ok(!text.includes('\u202e'));
      assert.match(text, /2026-07-21T00:00:00.000Z/);
      assert.match(text, /ORB_API_KEY/);
    }
  });
  test('writes invisible characters as JSON escapes, and replaces half a character', () => {
    const eventId = 'a\u00adb\ud83dc\ude00d';
    const odd = { baseUrl, operation: 'search', eventId, timestamp: undefined } as const;
    const text = toSnippet('curl', odd, 0);
    assert.ok(text.includes(String.raw`"a\u00adb`) && text.includes('b\ufffdc\ufffdd"'), text);
  });
});
