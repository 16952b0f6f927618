/** One request and its one answer, read to the end, unpacked and decoded. No retries, no meaning. */
import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { contractBroken, type Reply } from './failures.ts';

/** What an operation asks for. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Without the base URL. */
  readonly path: string;
  readonly body?: string | Uint8Array;
  /** Sends an `Idempotency-Key`, one for all attempts of this call (orb-domain 1.3). */
  readonly idempotent?: boolean;
}

/** What goes out. */
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

/** The connection was cut inside the answer, so that sending again may help. */
export class AnswerCut extends Error {}

/**
 * Sends and reads. Throws what undici throws before the answer's head, afterwards AnswerCut or an OrbError `contract`.
 * Where the status already says that the call failed, an unreadable body counts as empty: the status is worth more.
 */
export async function exchange(
  dispatcher: Dispatcher,
  origin: string,
  request: Request,
  options: { readonly signal: AbortSignal; readonly maxBytes: number },
): Promise<Reply> {
  const answer = dispatcher.request({
    origin,
    method: request.method,
    path: request.path,
    headers: request.headers,
    body: request.body ?? null,
    signal: options.signal,
    // The attempt's own timer ends it; undici's would end long ones at five minutes.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const { statusCode, headers, body } = await unlessAborted(answer, options.signal);
  const head = { status: statusCode, headers: toPlainHeaders(headers) };
  try {
    const packed = await readAll(body, options.maxBytes);
    const bytes = await unpack(packed, head.headers['content-encoding'], options.maxBytes);
    if (!isUtf8(bytes)) throw contractBroken('The answer is not UTF-8 text.');
    return { ...head, text: bytes.toString('utf8').replace(/^\uFEFF/, '') };
  } catch (error) {
    if (statusCode >= 300 && !options.signal.aborted) return { ...head, text: '' };
    throw error;
  }
}

/** undici looks at a signal only once it has a connection; one that is never made would hold up the abort. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error('aborted', { cause: signal.reason }));
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject);
  });
}

function toPlainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

/** By events: an async iterator costs a tenth of a small request. */
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
      reject(new AnswerCut(`The answer broke off after ${size} bytes.`, { cause }));
    });
  });
}

const tooLong = (maxBytes: number) =>
  contractBroken(`The answer is longer than ${maxBytes} bytes, the most that is read.`);

async function unpack(
  packed: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return packed;
  if (!(name in unpackers)) {
    throw contractBroken(`The answer is packed in a way that was not asked for: ${name}.`);
  }
  try {
    return await unpackers[name as keyof typeof unpackers](packed, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLong(maxBytes);
    throw contractBroken(`The answer is broken ${name} data.`, undefined, cause);
  }
}
