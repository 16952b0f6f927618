/**
 * One request and its response, read to the end, decompressed and decoded. No retries, no interpretation. Text from outside enters the
 * client only here, so the key is removed from it here.
 */
import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { JsonMeter } from '../core/jsonMeter.ts';
import { MAX_DEPTH } from '../core/jsonTree.ts';
import { contractBroken, type Reply } from './requestFailures.ts';
import { cleanError, cleanHeaders } from './withoutKey.ts';

/** The request that an operation makes. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Without the base URL. */
  readonly path: string;
  readonly body?: string | Uint8Array;
  /** Sends an `Idempotency-Key`, one for all attempts (https://docs.withorb.com/api-reference/idempotency). */
  readonly idempotent?: boolean;
  /**
   * A success contains the user's own events, which are returned unchanged even if one contains the key: an amendment would otherwise send
   * the placeholder for it.
   */
  readonly holdsEvents?: boolean;
}

/** What is sent. */
export interface Request {
  readonly method: Call['method'];
  /** With the base URL's path and with query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};
/** What `Accept-Encoding` may promise. */
export const ENCODINGS = 'gzip, deflate, br';

/** The connection was cut within the response, so sending again may help. */
export class AnswerCut extends Error {}

export interface ExchangeOptions {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  /** Removes the key from a text. */
  readonly clean: (text: string) => string;
  readonly holdsEvents: boolean;
}

/** Of an error response: hundreds of times what Orb says about a full batch. */
const MAX_REFUSAL_BYTES = 4 * 1024 * 1024;
/** A shorter response can't do harm, whatever it contains. */
const METERED_FROM = 1024 * 1024;
/** Of a response: a full search whose events have thousands of properties each. */
const MAX_VALUES = 2_000_000;

/**
 * Sends the request and reads the response. Throws what undici throws until the response's headers, afterwards AnswerCut or an OrbError
 * `contract`. If the status already says that the request failed, an unreadable body counts as empty: the status is worth more.
 */
export async function exchange(
  dispatcher: Dispatcher,
  origin: string,
  request: Request,
  options: ExchangeOptions,
): Promise<Reply> {
  const { clean, signal } = options;
  const answer = dispatcher.request({
    origin,
    method: request.method,
    path: request.path,
    headers: request.headers,
    body: request.body ?? null,
    signal,
    // The attempt's own timer ends it; undici's would end long ones at five minutes.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const { statusCode, headers, body } = await unlessAborted(answer, signal).catch(
    (error: unknown) => {
      throw cleanError(error, clean);
    },
  );
  const head = { status: statusCode, headers: cleanHeaders(headers, clean) };
  const isSuccess = statusCode < 300;
  const maxBytes = isSuccess ? options.maxBytes : Math.min(options.maxBytes, MAX_REFUSAL_BYTES);
  try {
    const packed = await readAll(body, maxBytes);
    const bytes = await unpack(packed, head.headers['content-encoding'], maxBytes);
    if (!isUtf8(bytes)) throw contractBroken("The response isn't UTF-8 text.");
    await assertParsable(bytes);
    const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
    return { ...head, text: isSuccess && options.holdsEvents ? text : clean(text) };
  } catch (error) {
    if (!isSuccess && !signal.aborted) return { ...head, text: '' };
    throw cleanError(error, clean);
  }
}

/** Yields to other work in between. @throws OrbError `contract` for JSON made to exhaust its parser */
async function assertParsable(bytes: Buffer): Promise<void> {
  if (bytes.length < METERED_FROM) return;
  const meter = new JsonMeter({ depth: MAX_DEPTH, values: MAX_VALUES, length: Infinity });
  for (let at = 0; at < bytes.length; at += METERED_FROM) {
    const exceeded = meter.add(bytes.subarray(at, at + METERED_FROM));
    if (exceeded === 'depth')
      throw contractBroken('The response is JSON that is nested too deeply.');
    if (exceeded !== undefined)
      throw contractBroken(`The response has more than ${MAX_VALUES} values.`);
    await nextTurn();
  }
}

/** undici checks a signal only once it has a connection, so waiting for one would delay the abort. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error('aborted', { cause: signal.reason }));
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject);
  });
}

/** With event listeners: an async iterator takes a tenth of the time of a small request. */
function readAll(body: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= maxBytes) return;
      reject(tooLong(maxBytes));
      body.destroy();
    });
    body.on('end', () => resolve(Buffer.concat(chunks)));
    body.on('error', (cause) => {
      reject(new AnswerCut(`The response broke off after ${size} bytes.`, { cause }));
    });
  });
}

const tooLong = (maxBytes: number) =>
  contractBroken(`The response is longer than the limit of ${maxBytes} bytes.`);

async function unpack(
  packed: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return packed;
  if (!(name in unpackers)) {
    throw contractBroken(`The response has an unsupported encoding: ${name}.`);
  }
  try {
    return await unpackers[name as keyof typeof unpackers](packed, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLong(maxBytes);
    throw contractBroken(`The response is invalid ${name} data.`, undefined, cause);
  }
}
