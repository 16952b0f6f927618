/** Reads the lines that start in one mebibyte of a file, independently of the others, so that several threads can read one file. */
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

/** The same size as the parts that blocks.ts takes digests of. */
export const CHUNK = 1 << 20;
const LF = 0x0a;
/** Read after a chunk to find the end of its last line; most lines end there. */
const SPILL = 1 << 12;

export const chunksOf = (source: Source): number => Math.ceil(source.size / CHUNK);

export interface Chunk {
  readonly digest: string;
  /** The whole lines that start in this chunk, if any. Valid only until the next chunk is read. */
  readonly block?: LineBlock;
  /** The last line that starts in this chunk, when it is too long to keep in memory. */
  readonly long?: LongLine;
}

/** Reads chunks one at a time into a buffer that it reuses. */
export class ChunkReader {
  #bytes = new Uint8Array(1 + CHUNK + SPILL + 1);
  /** The file offset of index 0, and the number of bytes read from there. */
  #offset = 0;
  #filled = 0;

  constructor(private readonly source: Source) {}

  /** @throws SourceRefused when the chunk shows that the file isn't lines of UTF-8, or has a CR without a LF; SourceShrank */
  async read(index: number): Promise<Chunk> {
    const { source } = this;
    const chunkAt = index * CHUNK;
    const chunkEnd = Math.min(chunkAt + CHUNK, source.size);
    // The byte before the chunk says whether a line starts with the chunk.
    this.#offset = Math.max(0, chunkAt - 1);
    this.#filled = 0;
    await this.#fill(Math.min(chunkEnd + SPILL, source.size) - this.#offset);
    const start = chunkAt - this.#offset;
    const end = chunkEnd - this.#offset;
    if (index === 0) checkKind(this.#bytes.subarray(0, Math.min(end, HEAD)), source.size <= HEAD);
    // Includes the next byte, which says whether a CR at the end of the chunk ends a line.
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
      if (read === 0) throw new SourceShrank('The file got shorter while it was being read.');
      this.#filled += read;
    }
  }

  /** The index of the line break after `at`, reading on as needed; undefined when the line is too long to keep. */
  async #endOfLine(at: number): Promise<number | undefined> {
    const { source } = this;
    for (let from = at; ;) {
      const found = indexOfByte(this.#bytes.subarray(0, this.#filled), LF, from);
      if (found >= 0) return found;
      from = this.#filled;
      const left = source.size - this.#offset - this.#filled;
      if (left === 0) {
        // The last line of a file may have no line break.
        this.#bytes[this.#filled] = LF;
        return this.#filled;
      }
      if (this.#filled - at > MAX_LINE_BYTES) return undefined;
      await this.#fill(this.#filled + Math.min(left, this.#filled));
    }
  }

  /** Finds the end of the line that starts at `start` without keeping its bytes. */
  async #passOver(start: number): Promise<LongLine> {
    const offset = this.#offset + start;
    const { source } = this;
    const part = new Uint8Array(CHUNK);
    for (let at = this.#offset + this.#filled; ;) {
      const read = at < source.size ? await source.read(part, at) : 0;
      if (read === 0 && at < source.size)
        throw new SourceShrank('The file got shorter while it was being read.');
      const found = indexOfByte(part.subarray(0, read), LF);
      at += found < 0 ? read : found;
      if (found >= 0 || at >= source.size) return { kind: 'long', offset, length: at - offset };
    }
  }
}
