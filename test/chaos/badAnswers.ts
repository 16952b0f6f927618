/**
 * Responses that no correct server sends, written to the socket directly if Node's server wouldn't
 * allow them.
 */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Random } from './random.ts';

interface Asked {
  readonly random: Random;
  readonly response: ServerResponse;
  /** What a correct server would have responded. */
  readonly body: string;
}

/**
 * Ways for a server to respond incorrectly. None of them is a readable response that accepts
 * something.
 */
export type BadAnswer = (asked: Asked) => void;

const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

/** Writes to the socket directly. */
function raw({ response }: Asked, ...parts: readonly (string | Buffer)[]): void {
  for (const part of parts) response.socket?.write(part);
}
const cut = ({ response }: Asked) => void response.socket?.destroy();

/** Keeps writing until the client stops. */
function endless(asked: Asked, head: string, next: () => string | Buffer, everyMs = 0): void {
  const { socket } = asked.response;
  raw(asked, head);
  const write = () => {
    if (socket === null || socket.destroyed) return;
    const isTaken = socket.write(next());
    if (everyMs > 0) setTimeout(write, everyMs);
    else if (isTaken) setImmediate(write);
    else socket.once('drain', write);
  };
  write();
}

/** 200 MB of zeros, compressed to 200 KB. */
let bomb: Buffer | undefined;
const bombOf = () => (bomb ??= gzipSync(Buffer.alloc(200 * 1024 * 1024)));

const withBody = (asked: Asked, body: string | Buffer, head = '') =>
  raw(asked, `${OK}${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n`, body);

const RETRY_AFTER = [
  ...['0', '-1', '1e9', 'NaN', '999999999999999999999', '', 'soon', '0.001', '1, 2', '+1'],
  ...['Wed, 21 Oct 2015 07:28:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT', '-0', '0x10', '3601'],
];
const STATUSES = [
  100, 102, 103, 201, 204, 206, 300, 304, 402, 405, 406, 408, 409, 410, 418, 423, 451, 499, 500,
  502, 503, 504, 520, 599,
];

/** Corrupts the text of a response, so that it isn't JSON or has another shape. */
function garbled(body: string, random: Random): string {
  const at = random.int(0, Math.max(0, body.length - 1));
  return random.pick([
    () => body.slice(0, at),
    () => `${body}${body}`,
    () => `<html>${body}</html>`,
    () =>
      random.pick([
        '',
        'null',
        'true',
        '0',
        '""',
        '[]',
        '{}',
        '[{}]',
        '{"data":null}',
        '{"data":{}}',
      ]),
    () => '['.repeat(random.int(1, 100_000)),
    () => `{"data":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    () => body.replaceAll(/"[^"]*"/g, (text) => (random.chance(0.3) ? '7' : text)),
    () =>
      body.replaceAll(/[[\]{}]/g, (mark) =>
        random.chance(0.3) ? random.pick(['[', ']', '{', '}']) : mark,
      ),
    () => body.replace(/\d+/, () => random.pick(['1e999', '-1', '01', '9'.repeat(10_000), '1.5'])),
    () => body.replace('"', '"\\ud83d'),
    () => `{"__proto__":{"x":1},"constructor":1}`,
    () => `{"data":[${'{},'.repeat(random.int(1, 50_000))}{}]}`,
  ])();
}

export const badAnswers: Readonly<Record<string, BadAnswer>> = {
  randomBytes: (asked) => withBody(asked, asked.random.bytes(asked.random.few(20_000))),
  garbled: (asked) => {
    const broken = garbled(asked.body, asked.random);
    // If the random change left it as it was, it would be a correct response.
    withBody(asked, broken === asked.body ? `${broken},` : broken);
  },
  noHttp: (asked) => {
    raw(asked, asked.random.bytes(asked.random.int(1, 500)));
    cut(asked);
  },
  html: (asked) => {
    asked.response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>');
  },
  wrongPacking: (asked) => {
    const packing = asked.random.pick([
      'gzip',
      'br',
      'deflate',
      'zstd',
      'gzip, gzip',
      'x'.repeat(500),
    ]);
    withBody(asked, asked.body, `content-encoding: ${packing}\r\n`);
  },
  bomb: (asked) => withBody(asked, bombOf(), 'content-encoding: gzip\r\n'),
  endlessHeaders: (asked) =>
    endless(asked, OK, () => `x-${asked.random.int(0, 1e9)}: ${'y'.repeat(50)}\r\n`),
  hugeHeader: (asked) => endless(asked, `${OK}x-huge: `, () => 'y'.repeat(10_000)),
  endlessBody: (asked) =>
    endless(
      asked,
      `${OK}transfer-encoding: chunked\r\n\r\n`,
      () => '2000\r\n' + ' '.repeat(0x2000) + '\r\n',
    ),
  endlessInterim: (asked) =>
    endless(asked, '', () => 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n', 1),
  slowHeaders: (asked) => endless(asked, 'HTTP/1.1 200 OK\r\nx: ', () => 'y', 50),
  slowBody: (asked) => endless(asked, `${OK}content-length: 100000\r\n\r\n`, () => ' ', 50),
  silence: () => undefined,
  cutAtOnce: cut,
  cutInHead: (asked) => {
    raw(asked, OK.slice(0, asked.random.int(1, OK.length)));
    cut(asked);
  },
  cutInBody: (asked) => {
    const half = asked.body.slice(0, Math.floor(asked.body.length / 2));
    raw(asked, `${OK}content-length: ${asked.body.length}\r\n\r\n${half}`);
    cut(asked);
  },
  tooShort: (asked) =>
    raw(asked, `${OK}content-length: ${asked.body.length + 10}\r\n\r\n${asked.body}`),
  twoLengths: (asked) => raw(asked, `${OK}content-length: 2\r\ncontent-length: 5\r\n\r\n{}`),
  brokenChunks: (asked) =>
    raw(asked, `${OK}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`),
  nulInHeader: (asked) => raw(asked, `HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 2\r\n\r\n{}`),
  storm: (asked) => {
    const { random, response } = asked;
    const name = random.pick(['retry-after', 'retry-after-ms', 'Retry-After']);
    raw(
      { ...asked, response },
      `HTTP/1.1 ${random.pick([429, 429, 500, 503])} No\r\n${name}: ${random.pick(RETRY_AFTER)}\r\ncontent-length: 2\r\n\r\n{}`,
    );
  },
  strangeStatus: (asked) =>
    raw(asked, `HTTP/1.1 ${asked.random.pick(STATUSES)} Odd\r\ncontent-length: 2\r\n\r\n{}`),
  noStatus: (asked) =>
    raw(asked, `HTTP/1.1 ${asked.random.pick(['', '0', '99', '1000', '-200', 'OK'])}\r\n\r\n`),
};
