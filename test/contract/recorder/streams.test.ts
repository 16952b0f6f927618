import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { closed, listen, startServer } from '../../helpers/httpServer.ts';
import { eventually } from '../../helpers/eventually.ts';
import {
  RawCaller,
  UPSTREAM_KEY,
  useRecorders,
  type RecorderBox,
} from '../../helpers/recorderBox.ts';

const get = ({ host, apiKey }: RecorderBox, path = '/v1/x') =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${apiKey}\r\n\r\n`;

const postChunked = ({ host, apiKey }: RecorderBox) =>
  `POST /v1/x HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${apiKey}\r\nTransfer-Encoding: chunked\r\n\r\n`;

suite('recorder: streams', () => {
  const { recordRaw } = useRecorders();

  test('each part of a slow request reaches the upstream before the next one is sent', async () => {
    let seen = '';
    const box = await recordRaw((socket, first) => {
      seen = first;
      socket.on('data', (more) => (seen += more.toString('latin1')));
    });
    const caller = new RawCaller(box.host);
    caller.send(postChunked(box));
    for (const part of ['one', 'two', 'three']) {
      caller.send(`${part.length}\r\n${part}\r\n`);
      await eventually(`${part} arrives`, () => seen.includes(part));
    }
    caller.socket.destroy();
  });

  test('each part of a slow response reaches the caller before the next one is sent, headers first', async () => {
    const box = await recordRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      socket.on('data', (part) =>
        socket.write(`${part.length.toString(16)}\r\n${part.toString()}\r\n`),
      );
      upstream.push(socket);
    });
    const caller = new RawCaller(box.host);
    caller.send(get(box));
    await caller.receives(/200 OK[^]*\r\n\r\n/);
    for (const part of ['one', 'two', 'three']) {
      upstream[0]?.write(`${part.length.toString(16)}\r\n${part}\r\n`);
      await caller.receives(new RegExp(`\r\n${part}\r\n$`));
    }
    caller.socket.destroy();
  });
  const upstream: import('node:net').Socket[] = [];
  teardown(() => void upstream.splice(0));

  test('the request to the upstream ends when the caller leaves, while it sends or waits', async () => {
    let [begun, ended] = [0, 0];
    const box = await recordRaw((socket) => {
      begun += 1;
      socket.on('close', () => (ended += 1));
    });
    const sending = new RawCaller(box.host);
    sending.send(`${postChunked(box)}3\r\nabc\r\n`);
    await eventually('begun', () => begun === 1);
    sending.socket.destroy();
    await eventually('ended', () => ended === 1);
    const waiting = new RawCaller(box.host);
    waiting.send(get(box));
    await eventually('begun', () => begun === 2);
    waiting.socket.destroy();
    await eventually('ended', () => ended === 2);
    const calls = await eventually('both are recorded', async () => {
      const all = await box.recorded();
      return all.length === 2 && all;
    });
    assert.deepEqual(
      calls.map(({ status }) => status),
      [0, 0],
    );
    assert.match(calls[1]?.notes[0] ?? '', /incomplete/);
  });

  test('a response that breaks off also breaks off for the caller', async () => {
    const box = await recordRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', () => socket.destroy());
    });
    const caller = new RawCaller(box.host);
    caller.send(get(box));
    assert.match(await caller.closed(), /\r\n\r\nabc$/);
    const [call] = await box.recorded();
    assert.equal(call?.status, 200);
    assert.match(call.notes[0] ?? '', /incomplete/);
  });

  test('a caller that continues to send after an early response gets that response', async () => {
    const box = await recordRaw((socket) => {
      socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig');
    });
    const caller = new RawCaller(box.host);
    caller.send(postChunked(box));
    caller.send(`5\r\nabcde\r\n`);
    await caller.receives(/413 Too Large[^]*big$/);
    caller.send(`5\r\nabcde\r\n0\r\n\r\n`);
    caller.socket.destroy();
  });
});

suite('recorder: an upstream that fails', () => {
  const { record, recordRaw } = useRecorders();

  /** The 502 in Orb's shape, with what is in its detail. */
  async function badGateway(box: RecorderBox, detail: RegExp): Promise<void> {
    const response = await fetch(`http://${box.host}/v1/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${box.apiKey}` },
      body: '{"events":[]}',
    });
    const body = (await response.json()) as Record<string, unknown>;
    assert.equal(response.status, 502);
    assert.equal(response.headers.get('transient-error'), 'true');
    assert.deepEqual(Object.keys(body), ['type', 'status', 'title', 'detail']);
    assert.match(String(body['detail']), detail);
    const [call] = await box.recorded();
    assert.deepEqual([call?.status, call?.requestBody], [502, '{"events":[]}']);
  }

  test('502 when nothing listens there', async () => {
    const server = createServer();
    const port = await listen(server);
    await closed(server);
    await badGateway(
      await record(`http://127.0.0.1:${port}/v1`),
      /can't reach 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/,
    );
  });

  test('502 when it closes the connection without a response', async () => {
    await badGateway(await recordRaw((socket) => socket.destroy()), /UND_ERR_SOCKET|ECONNRESET/);
  });

  test("502 when it responds with something that isn't HTTP", async () => {
    await badGateway(
      await recordRaw((socket) => socket.end('hello\r\n\r\n')),
      /HTTP\/1\.1 protocol|HPE_/,
    );
  });

  test("502 when its TLS doesn't work", async () => {
    const plain = await startServer((response) => response.end());
    await badGateway(await record(plain.url.replace('http:', 'https:')), /ERR_SSL|EPROTO/);
    await plain.stop();
  });

  test('a redirect is passed on, not followed', async () => {
    const box = await recordRaw((socket) => {
      socket.end(
        'HTTP/1.1 307 Temporary Redirect\r\nLocation: http://example.com/v1/x\r\nContent-Length: 0\r\n\r\n',
      );
    });
    const caller = new RawCaller(box.host);
    caller.send(get(box));
    await caller.receives(/307 Temporary Redirect\r\nLocation: http:\/\/example\.com\/v1\/x/);
  });

  test('it stops at once while calls are on their way', async () => {
    const server = createServer(() => undefined);
    const box = await record(`http://127.0.0.1:${await listen(server)}/v1`);
    const caller = new RawCaller(box.host);
    caller.send(get(box));
    await once(server, 'request');
    const started = performance.now();
    await box.stop();
    assert.ok(performance.now() - started < 1_000);
    await caller.closed();
    server.closeAllConnections();
    await closed(server);
  });
});

suite("recorder: the upstream's key", () => {
  const { recordRaw } = useRecorders();
  const half = UPSTREAM_KEY.slice(0, 15);

  test("a key that comes back in headers, or across parts of a body, becomes the caller's own", async () => {
    const box = await recordRaw((socket) => {
      const body = `{"seen":"${UPSTREAM_KEY}"} ${half} ${UPSTREAM_KEY}${UPSTREAM_KEY}`;
      socket.write(
        `HTTP/1.1 200 OK\r\nX-Echo: Bearer ${UPSTREAM_KEY}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
      );
      for (let at = 0; at < body.length; at += 7) {
        setTimeout(() => socket.write(body.slice(at, at + 7)), at / 2);
      }
    });
    const caller = new RawCaller(box.host);
    caller.send(get(box));
    const own = box.apiKey;
    const text = await caller.receives(new RegExp(`${own}${own}$`));
    assert.ok(!text.includes(UPSTREAM_KEY));
    assert.ok(text.endsWith(`{"seen":"${own}"} ${half} ${own}${own}`));
    assert.match(text, new RegExp(`X-Echo: Bearer ${own}\r\n`));
    const listed = JSON.stringify(await box.recorded());
    assert.ok(!listed.includes(UPSTREAM_KEY) && !listed.includes(own), listed);
  });

  test("in a compressed body, too, which then arrives decompressed with the caller's own key", async () => {
    const packed = gzipSync(`{"seen":"${UPSTREAM_KEY}"}`);
    const box = await recordRaw((socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`,
      );
      // The header of gzip alone has no content yet.
      socket.write(packed.subarray(0, 10));
      setTimeout(() => socket.write(packed.subarray(10)), 20);
    });
    const response = await fetch(`http://${box.host}/v1/x`, {
      headers: { authorization: `Bearer ${box.apiKey}` },
    });
    assert.equal(await response.text(), `{"seen":"${box.apiKey}"}`);
    assert.equal(response.headers.get('content-encoding'), null);
    const [call] = await box.recorded();
    assert.equal(call?.responseBody, '{"seen":"[api key]"}');
  });

  test('when the beginning of a compressed body has passed, the rest of one with the key is withheld', async () => {
    const { createGzip } = await import('node:zlib');
    const box = await recordRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n');
      const gzip = createGzip();
      gzip.pipe(socket);
      gzip.write(`{"seen":"`);
      gzip.flush(() => {
        gzip.write(half);
        gzip.flush(() => gzip.end(`${UPSTREAM_KEY.slice(half.length)}"}`));
      });
    });
    const caller = new RawCaller(box.host);
    caller.send(get(box));
    await caller.closed();
    const [call] = await box.recorded();
    assert.match(call?.notes[0] ?? '', /withheld/);
    assert.equal(call?.responseBody, '{"seen":"[api key]"}');
    const { unpackStart } = await import('../../../src/sandbox/packedBody.ts');
    const chunks = caller.text.slice(caller.text.indexOf('\r\n\r\n') + 4);
    const body = Buffer.from(
      chunks
        .split('\r\n')
        .filter((_, line) => line % 2 === 1)
        .join(''),
      'latin1',
    );
    const got = await unpackStart(body, 'gzip', 1_000);
    assert.equal(got?.content.toString(), '{"seen":"');
  });

  test("requests need the recorder's key; the upstream's is rejected", async () => {
    let reached = 0;
    const box = await recordRaw((socket) => {
      reached += 1;
      socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
    for (const key of [undefined, 'wrong', UPSTREAM_KEY]) {
      const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
      const response = await fetch(`http://${box.host}/v1/x`, { headers });
      assert.equal(response.status, 401);
    }
    const page = await fetch(`http://${box.host}/v1/x`, {
      headers: { authorization: `Bearer ${box.apiKey}`, origin: 'http://example.com' },
    });
    assert.equal(page.status, 403);
    assert.equal(reached, 0);
    assert.ok(box.apiKey.length >= UPSTREAM_KEY.length && box.apiKey !== UPSTREAM_KEY);
  });

  test('keys and cookies are hidden in the record, even at the end of a cut body and in compressed ones', async () => {
    const long = 'x'.repeat(256 * 1024 - 10) + UPSTREAM_KEY + 'y'.repeat(1_000);
    const packed = gzipSync(`key=${UPSTREAM_KEY}`);
    const box = await recordRaw((socket) => {
      socket.end('HTTP/1.1 200 OK\r\nSet-Cookie: session=secret-1\r\nContent-Length: 0\r\n\r\n');
    });
    const send = (body: Buffer | string, more: Record<string, string>) =>
      fetch(`http://${box.host}/v1/x?token=${box.apiKey}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${box.apiKey}`, cookie: 'session=secret-2', ...more },
        body,
      });
    await send(long, {});
    await send(packed, { 'content-encoding': 'gzip' });
    const calls = await box.recorded();
    const listed = JSON.stringify(calls);
    for (const secret of [UPSTREAM_KEY.slice(0, 8), box.apiKey, 'secret-1', 'secret-2']) {
      assert.ok(!listed.includes(secret), secret);
    }
    assert.equal(calls[1]?.requestBody, 'key=[api key]');
    assert.equal(calls[0]?.query, 'token=[api key]');
    assert.ok(
      listed.includes('["set-cookie","[hidden]"]') || listed.includes('["Set-Cookie","[hidden]"]'),
    );
  });

  test('the oldest calls are dropped when there are too many, or they are too large', async () => {
    const answer = (socket: import('node:net').Socket) =>
      void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const few = await recordRaw(answer, { logLimits: { calls: 3, bytes: 1_000_000 } });
    const small = await recordRaw(answer, { logLimits: { calls: 100, bytes: 2_500 } });
    for (const box of [few, small]) {
      for (let n = 0; n < 8; n += 1) {
        await fetch(`http://${box.host}/v1/${n}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${box.apiKey}` },
          body: 'x'.repeat(1_000),
        });
      }
    }
    assert.deepEqual(
      (await few.recorded()).map(({ n }) => n),
      [6, 7, 8],
    );
    assert.deepEqual(
      (await small.recorded()).map(({ n, path }) => [n, path]),
      [
        [7, '/v1/6'],
        [8, '/v1/7'],
      ],
    );
  });
});
