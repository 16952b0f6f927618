/** The beginning of a body that passes through, for the record. */
import type { HeaderList } from './headers.ts';
import { valueOf } from './headers.ts';
import { isPacked, unpackStart } from './packedBody.ts';
import type { LoggedBody } from './requestLog.ts';

/** Bytes of all copies of bodies that are on their way, so that many callers together can't exhaust the process. */
const MAX_COPIED = 128 * 1024 * 1024;
let copied = 0;

export class CopiedBody {
  readonly #chunks: Buffer[] = [];
  #size = 0;
  /** The length of the whole body so far. */
  bytes = 0;
  #isCut = false;

  /** @param maxBytes of which a copy is kept */
  constructor(private readonly maxBytes: number) {}

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    const room = Math.min(this.maxBytes - this.#size, MAX_COPIED - copied);
    if (chunk.length > room) this.#isCut = true;
    if (room <= 0) return;
    // Copied, since a part would keep the whole chunk in memory.
    const part = chunk.length > room ? Buffer.from(chunk.subarray(0, room)) : chunk;
    this.#chunks.push(part);
    this.#size += part.length;
    copied += part.length;
  }

  /** As it was sent, which may be compressed. */
  get packed(): Buffer {
    const [first, ...others] = this.#chunks;
    return first === undefined || others.length > 0 ? Buffer.concat(this.#chunks) : first;
  }

  /** The content, decompressed as the headers say. Releases the copy. */
  async content(headers: HeaderList): Promise<LoggedBody> {
    const { packed } = this;
    this.release();
    const whole = { content: packed, bytes: this.bytes, isCut: this.#isCut };
    const encoding = valueOf(headers, 'content-encoding');
    if (!isPacked(encoding)) return whole;
    const unpacked = await unpackStart(packed, encoding, this.maxBytes);
    return unpacked === undefined
      ? whole
      : { ...whole, content: unpacked.content, isCut: whole.isCut || unpacked.isCut };
  }

  release(): void {
    copied -= this.#size;
    this.#size = 0;
    this.#chunks.length = 0;
  }
}
