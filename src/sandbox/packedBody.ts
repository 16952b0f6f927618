/** Compressed bodies, decompressed as they arrive. */
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

/** Each accepts data that ends early. */
const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: () => zlib.createGunzip({ finishFlush: zlib.constants.Z_SYNC_FLUSH }),
  'x-gzip': () => zlib.createGunzip({ finishFlush: zlib.constants.Z_SYNC_FLUSH }),
  deflate: () => zlib.createInflate({ finishFlush: zlib.constants.Z_SYNC_FLUSH }),
  br: () => zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }),
};

/** What one part of a body may become. A few bytes can be made to fill the memory. */
const MAX_OUTPUT = 32 * 1024 * 1024;
/** A body is decompressed in parts of this size where only its beginning matters. */
const PART = 16 * 1024;

const codingsOf = (contentEncoding: string | undefined) =>
  (contentEncoding ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');

/** @param contentEncoding the header's value */
export const isPacked = (contentEncoding: string | undefined): boolean =>
  codingsOf(contentEncoding).length > 0;

/** Decompresses one body. */
export class Unpacker {
  readonly #steps: readonly Step[];

  /** @param contentEncoding the header's value @returns undefined for an encoding that isn't known */
  static for(contentEncoding: string | undefined): Unpacker | undefined {
    const codings = codingsOf(contentEncoding);
    if (!codings.every((coding) => Object.hasOwn(decoders, coding))) return undefined;
    // What was applied last comes off first.
    const made = codings.reverse().flatMap((coding) => decoders[coding]?.() ?? []);
    return new Unpacker(made.map((decoder) => new Step(decoder)));
  }

  private constructor(steps: readonly Step[]) {
    this.#steps = steps;
  }

  /** @returns what this part adds to the content @throws Error for data that isn't valid, or becomes too large */
  async write(part: Buffer): Promise<Buffer> {
    let data = part;
    for (const step of this.#steps) data = await step.write(data);
    return data;
  }

  close(): void {
    for (const step of this.#steps) step.close();
  }
}

/** One coding of a body. */
class Step {
  #output: Buffer[] = [];
  #size = 0;
  #failure: Error | undefined;
  #end: () => void = () => undefined;

  constructor(private readonly decoder: Transform) {
    decoder.on('data', (chunk: Buffer) => {
      this.#output.push(chunk);
      this.#size += chunk.length;
      if (this.#size > MAX_OUTPUT) decoder.destroy(new Error('The body becomes too large.'));
    });
    decoder.on('error', (error) => (this.#failure = error));
    decoder.on('close', () => this.#end());
  }

  async write(data: Buffer): Promise<Buffer> {
    if (!this.decoder.destroyed) {
      await new Promise<void>((resolve) => {
        this.#end = resolve;
        this.decoder.write(data, () => resolve());
      });
    }
    if (this.#failure !== undefined) throw this.#failure;
    const output = Buffer.concat(this.#output);
    this.#output = [];
    this.#size = 0;
    return output;
  }

  close(): void {
    this.decoder.destroy();
  }
}

/**
 * The beginning of a body's content. Data that isn't valid counts up to where it breaks.
 * @param contentEncoding the header's value
 * @returns undefined for an encoding that isn't known
 */
export async function unpackStart(
  packed: Buffer,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<{ readonly content: Buffer; readonly isCut: boolean } | undefined> {
  const unpacker = Unpacker.for(contentEncoding);
  if (unpacker === undefined) return undefined;
  const parts: Buffer[] = [];
  let [size, at] = [0, 0];
  let isBroken = false;
  for (; at < packed.length && size <= maxBytes && !isBroken; at += PART) {
    const part = await unpacker.write(packed.subarray(at, at + PART)).catch(() => undefined);
    isBroken = part === undefined;
    if (part !== undefined) {
      parts.push(part);
      size += part.length;
    }
  }
  unpacker.close();
  const content = Buffer.concat(parts).subarray(0, maxBytes);
  return { content, isCut: isBroken || at < packed.length || size > maxBytes };
}
