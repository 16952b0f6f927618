/** The lines that start in one mebibyte of a file, read apart from all others: so several threads can read one file. */
import { HEAD } from '../core/fileKind.ts';
import { indexOfByte } from '../std/bytes.ts';
import {
  CarriageReturns,
  MAX_LINE_BYTES,
  SourceShrank,
  type LineBlock,
  type LongLine,
} from './blocks.ts';
import type { Source } from './ports.ts';
import { checkKind } from './sourceKind.ts';

/** As large as what blocks.ts takes a digest of. */
export const CHUNK = 1 << 20;
const LF = 0x0a;
/** What is read behind a chunk for the end of its last line; most lines end there. */
const SPILL = 1 << 12;

export const chunksOf = (source: Source): number => Math.ceil(source.size / CHUNK);

export interface Chunk {
  readonly digest: string;
  /** Whole lines, all of which start here; undefined where none does. Lent: they are others when the next chunk is read. */
  readonly block?: LineBlock;
  /** The last line that starts here, when it is too long to be held. */
  readonly long?: LongLine;
}

/** Reads chunks one after the other into memory that it keeps. */
export class ChunkReader {
  #bytes = new Uint8Array(1 + CHUNK + SPILL + 1);
  /** The file offset of index 0, and how many bytes of it are there. */
  #offset = 0;
  #filled = 0;

  constructor(private readonly source: Source) {}

  /** @throws SourceRefused for a chunk that shows that the file holds no lines of UTF-8, or lines nobody agrees on. SourceShrank. */
  async read(index: number): Promise<Chunk> {
    const { source } = this;
    const chunkAt = index * CHUNK;
    const chunkEnd = Math.min(chunkAt + CHUNK, source.size);
    // The byte before tells whether a line starts with the chunk.
    this.#offset = Math.max(0, chunkAt - 1);
    this.#filled = 0;
    await this.#fill(Math.min(chunkEnd + SPILL, source.size) - this.#offset);
    const start = chunkAt - this.#offset;
    const end = chunkEnd - this.#offset;
    if (index === 0) checkKind(this.#bytes.subarray(0, Math.min(end, HEAD)), source.size <= HEAD);
    // With the byte behind, which tells whether the chunk's last CR ends a line.
    new CarriageReturns().check(this.#bytes, start, Math.min(end + 1, this.#filled));
    const digest = source.digest(this.#bytes.subarray(start, end));
    const breakBefore = index === 0 ? -1 : indexOfByte(this.#bytes, LF, start - 1);
    const firstLine = index === 0 ? 0 : breakBefore + 1;
    if (index > 0 && (breakBefore < 0 || firstLine >= end)) return { digest };
    const breakAt = await this.#endOfLine(end - 1);
    if (breakAt !== undefined) {
      return { digest, block: this.#block(firstLine, breakAt + 1) };
    }
    const longAt = this.#bytes.lastIndexOf(LF, end - 1) + 1;
    const long = await this.#passOver(longAt);
    return longAt === firstLine
      ? { digest, long }
      : { digest, block: this.#block(firstLine, longAt), long };
  }

  #block(start: number, end: number): LineBlock {
    return { kind: 'lines', bytes: this.#bytes, start, end, offset: this.#offset };
  }

  async #fill(wanted: number): Promise<void> {
    if (wanted + 1 > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(wanted + 1, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#filled));
      this.#bytes = larger;
    }
    while (this.#filled < wanted) {
      const into = this.#bytes.subarray(this.#filled, wanted);
      const read = await this.source.read(into, this.#offset + this.#filled);
      if (read === 0) throw new SourceShrank('The file became shorter while it was read.');
      this.#filled += read;
    }
  }

  /** Where the line that holds `at` breaks, reading on as far as needed; undefined when it is too long to be held. */
  async #endOfLine(at: number): Promise<number | undefined> {
    const { source } = this;
    for (let from = at; ;) {
      const found = indexOfByte(this.#bytes.subarray(0, this.#filled), LF, from);
      if (found >= 0) return found;
      from = this.#filled;
      const left = source.size - this.#offset - this.#filled;
      if (left === 0) {
        // The last line of a file need not break.
        this.#bytes[this.#filled] = LF;
        return this.#filled;
      }
      if (this.#filled - at > MAX_LINE_BYTES) return undefined;
      await this.#fill(this.#filled + Math.min(left, this.#filled));
    }
  }

  /** Finds the end of a line that starts at `start`, without keeping it. */
  async #passOver(start: number): Promise<LongLine> {
    const offset = this.#offset + start;
    const { source } = this;
    const part = new Uint8Array(CHUNK);
    for (let at = this.#offset + this.#filled; ;) {
      const read = at < source.size ? await source.read(part, at) : 0;
      if (read === 0 && at < source.size)
        throw new SourceShrank('The file became shorter while it was read.');
      const found = indexOfByte(part.subarray(0, read), LF);
      at += found < 0 ? read : found;
      if (found >= 0 || at >= source.size) return { kind: 'long', offset, length: at - offset };
    }
  }
}
