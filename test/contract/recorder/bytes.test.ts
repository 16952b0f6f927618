import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { closed, listen } from '../../helpers/httpServer.ts';
import { RawCaller, UPSTREAM_KEY, useRecorders } from '../../helpers/recorderBox.ts';

const headersOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n')).split('\r\n');

suite('recorder: requests pass byte for byte', () => {
  const { record, recordRaw, alsoStop } = useRecorders();

  test("method, path, query, headers, and body arrive as they were sent, with the upstream's key", async () => {
    let seen = '';
    const { apiKey, host } = await recordRaw((socket, first) => {
      seen = first;
      socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
    const caller = new RawCaller(host);
    caller.send(
      `PATCH /v1/things/a%2Fb/%C3%A9?x=1&&y=%20 HTTP/1.1\r\nHost: ${host}\r\nX-oDD-Case: \xe9 1\r\n` +
        `authorization: Bearer ${apiKey}\r\nX-Twice: 1\r\nX-Twice: 2\r\nCookie: a=b; c=d\r\nConnection: keep-alive, x-hop\r\n` +
        `X-Hop: 1\r\nProxy-Authorization: x\r\nTE: trailers\r\nAccept-Encoding: br\r\nContent-Length: 6\r\n\r\n\x00\xff{"\r\n`,
    );
    await caller.receives(/204 No Content/);
    const [line, ...headers] = headersOf(seen);
    assert.equal(line, 'PATCH /v1/things/a%2Fb/%C3%A9?x=1&&y=%20 HTTP/1.1');
    assert.deepEqual(
      headers.filter((header) => !/^(?:host|connection):/i.test(header)),
      [
        'X-oDD-Case: \xe9 1',
        `authorization: Bearer ${UPSTREAM_KEY}`,
        'X-Twice: 1',
        'X-Twice: 2',
        'Cookie: a=b; c=d',
        'Accept-Encoding: br',
        'content-length: 6',
      ],
    );
    assert.ok(
      headers.every((header) => !/x-hop|proxy|^te:/i.test(header)),
      headers.join('\n'),
    );
    assert.ok(seen.endsWith('\r\n\r\n\x00\xff{"\r\n'));
  });

  test('status, reason, headers, and body come back as they were sent', async () => {
    const response =
      'HTTP/1.1 299 Very Odd\r\nX-oDD: \xe9\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Type: text/odd\r\n' +
      'Keep-Alive: timeout=1\r\nContent-Length: 5\r\n\r\n\x00\x01\xff\r\n';
    const { apiKey, host } = await recordRaw((socket) => socket.write(response, 'latin1'));
    const caller = new RawCaller(host);
    caller.send(
      `GET /v1/nothing/like/it HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${apiKey}\r\n\r\n`,
    );
    const text = await caller.receives(/\xff\r\n$/);
    assert.deepEqual(
      headersOf(text).filter((header) => !/^(?:connection|keep-alive):/i.test(header)),
      [
        'HTTP/1.1 299 Very Odd',
        'X-oDD: \xe9',
        'Set-Cookie: a=1',
        'Set-Cookie: b=2',
        'Content-Type: text/odd',
        'Content-Length: 5',
      ],
    );
    assert.ok(!text.includes('timeout=1'), 'Keep-Alive belongs to the connection of the upstream');
    assert.ok(text.endsWith('\r\n\r\n\x00\x01\xff\r\n'));
  });

  for (const [name, pack] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const) {
    test(`a body compressed with ${name} passes both ways as it is, and is recorded as text`, async () => {
      const sent = pack('{"hello":"upstream"}');
      const answer = pack('{"hello":"caller"}');
      let seen: Buffer = Buffer.alloc(0);
      const server = createServer((request, response) => {
        void readAll(request).then((body) => {
          seen = body;
          response.writeHead(200, { 'content-encoding': name, 'content-length': answer.length });
          response.end(answer);
        });
      });
      const box = await record(`http://127.0.0.1:${await listen(server)}/v1`);
      alsoStop({ stop: () => ended(server) });
      const caller = new RawCaller(box.host);
      caller.send(
        `POST /v1/any HTTP/1.1\r\nHost: ${box.host}\r\nAuthorization: Bearer ${box.apiKey}\r\nContent-Encoding: ${name}\r\n` +
          `Content-Length: ${sent.length}\r\nConnection: close\r\n\r\n`,
      );
      caller.send(sent);
      const text = await caller.closed();
      assert.deepEqual(seen, sent);
      assert.ok(text.endsWith(answer.toString('latin1')));
      const [call] = await box.recorded();
      assert.deepEqual(
        [call?.requestBody, call?.responseBody, call?.requestBytes, call?.responseBytes],
        ['{"hello":"upstream"}', '{"hello":"caller"}', sent.length, answer.length],
      );
    });
  }

  test('HEAD, 204 and 304 have no body', async () => {
    const { apiKey, host } = await recordRaw((socket, first) => {
      const status = first.startsWith('HEAD')
        ? '200 OK'
        : first.includes('/304')
          ? '304 Not Modified'
          : '204 No Content';
      socket.end(
        `HTTP/1.1 ${status}\r\nETag: "x"\r\n${first.startsWith('HEAD') ? 'Content-Length: 7\r\n' : ''}Content-Encoding: gzip\r\n\r\n`,
      );
    });
    for (const [method, path, expected] of [
      ['HEAD', '/v1/a', /^HTTP\/1.1 200 OK\r\nETag: "x"\r\nContent-Length: 7\r\n/],
      ['GET', '/v1/304', /^HTTP\/1.1 304 Not Modified\r\nETag: "x"\r\n/],
      ['DELETE', '/v1/204', /^HTTP\/1.1 204 No Content\r\nETag: "x"\r\n/],
    ] as const) {
      const caller = new RawCaller(host);
      caller.send(
        `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${apiKey}\r\nConnection: close\r\n\r\n`,
      );
      const text = await caller.closed();
      assert.match(text, expected);
      assert.ok(text.endsWith('\r\n\r\n'), text);
    }
  });

  test('a caller of HTTP/1.0 gets the whole body', async () => {
    const { apiKey, host } = await recordRaw((socket) => {
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
    });
    const caller = new RawCaller(host);
    caller.send(
      `GET /v1/ping HTTP/1.0\r\nHost: ${host}\r\nAuthorization: Bearer ${apiKey}\r\n\r\n`,
    );
    assert.match(await caller.closed(), /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nabc$/);
  });

  test('a caller that waits for 100 Continue gets it', async () => {
    let seen = '';
    const { apiKey, host } = await recordRaw((socket, first) => {
      seen = first;
      socket.on('data', (more) => (seen += more.toString('latin1')));
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
    const caller = new RawCaller(host);
    caller.send(
      `POST /v1/x HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${apiKey}\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n`,
    );
    await caller.receives(/100 Continue\r\n\r\n/);
    caller.send('abc');
    await caller.receives(/200 OK[^]*\r\n\r\nok$/);
    assert.match(seen, /^POST \/v1\/x HTTP\/1\.1/);
  });

  test('requests sent in one go are responded to in their order', async () => {
    const { apiKey, host } = await recordRaw((socket, first) => {
      socket.end(
        `HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${/\/v1\/(\d)/.exec(first)?.[1] ?? ''}`,
      );
    });
    const caller = new RawCaller(host);
    caller.send(
      [1, 2, 3]
        .map(
          (n) =>
            `GET /v1/${n} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${apiKey}\r\n\r\n`,
        )
        .join(''),
    );
    const text = await caller.receives(/\r\n\r\n3$/);
    assert.deepEqual(text.match(/(?<=\r\n\r\n)\d/g), ['1', '2', '3']);
  });

  test('random parts of random sizes arrive complete and unchanged, both ways', async () => {
    const server = createServer((request, response) => {
      void readAll(request).then((body) => {
        const parts = request.headers['x-parts']?.toString().split(',').map(Number) ?? [];
        response.writeHead(200, { 'x-length': body.length });
        let at = 0;
        for (const part of parts) response.write(body.subarray(at, (at += part)));
        response.end(body.subarray(at));
      });
    });
    const { host, apiKey } = await record(`http://127.0.0.1:${await listen(server)}/v1`);
    alsoStop({ stop: () => ended(server) });
    const piece = fc.uint8Array({ minLength: 1, maxLength: 70_000 });
    const sizes = fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), sizes, async (pieces, parts) => {
        const response = await fetch(`http://${host}/v1/echo`, {
          method: 'POST',
          headers: { authorization: `Bearer ${apiKey}`, 'x-parts': parts.join(',') },
          body: new ReadableStream({
            start(controller) {
              for (const each of pieces) controller.enqueue(each);
              controller.close();
            },
          }),
          duplex: 'half',
        });
        const whole = Buffer.concat(pieces);
        assert.equal(Number(response.headers.get('x-length')), whole.length);
        assert.ok(Buffer.from(await response.arrayBuffer()).equals(whole));
      }),
      { numRuns: 40 },
    );
  });

  test('a body of 64 MiB passes; the record has its start and says so', async () => {
    let length = 0;
    const server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => (length += chunk.length));
      request.on('end', () => response.end(Buffer.alloc(3 * 1024 * 1024, 'a')));
    });
    const box = await record(`http://127.0.0.1:${await listen(server)}/v1`);
    alsoStop({ stop: () => ended(server) });
    const response = await fetch(`http://${box.host}/v1/large`, {
      method: 'POST',
      headers: { authorization: `Bearer ${box.apiKey}` },
      body: Buffer.alloc(64 * 1024 * 1024, 'x'),
    });
    assert.equal((await response.arrayBuffer()).byteLength, 3 * 1024 * 1024);
    assert.equal(length, 64 * 1024 * 1024);
    const [call] = await box.recorded();
    assert.ok(call !== undefined);
    assert.deepEqual(
      [call.requestBytes, call.requestCut, call.responseBytes, call.responseCut],
      [64 * 1024 * 1024, true, 3 * 1024 * 1024, true],
    );
    assert.ok(call.requestBody.length <= 256 * 1024 && call.responseBody.length <= 256 * 1024);
  });
});

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  return Buffer.concat(chunks);
}

async function ended(server: ReturnType<typeof createServer>): Promise<void> {
  server.closeAllConnections();
  await closed(server);
}
