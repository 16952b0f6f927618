/** Reads a file as blocks of whole lines, so that line readers never see half a line. */
import { HEAD } from '../core/fileKind.ts';
import { MAX_LINE_BYTES } from '../core/lines.ts';
import { indexOfByte } from '../std/bytes.ts';
import type { Source } from './ports.ts';
import { checkKind, SourceRefused } from './sourceKind.ts';

/** Longer lines can't be events; they are skipped without being kept in memory. */
export { MAX_LINE_BYTES };
const CHUNK = 1 << 20;
const LF = 10;
const CR = 13;

/** Whole lines in `bytes` from `start` to `end`. `bytes[end - 1]` is always a line break, added where the file has none. */
export interface LineBlock {
  readonly kind: 'lines';
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The file offset of index 0. */
  readonly offset: number;
}

/** A line that is too long to keep in memory. */
export interface LongLine {
  readonly kind: 'long';
  readonly offset: number;
  /** Without the line break, with the carriage return where there is one. */
  readonly length: number;
}

export interface Reading {
  /** Called with the digest of each mebibyte before its lines are returned. Throw to stop when the file has changed. */
  readonly onDigest: (index: number, digest: string) => void;
}

/** The file got shorter after it was opened. */
export class SourceShrank extends Error {
  override readonly name = 'SourceShrank';
}

/**
 * Reads the file once, up to the size it had when it was opened. Each block has its own memory, so slices of it can be kept.
 * @throws SourceRefused before the first block for a file that isn't lines of UTF-8, or at a CR without a LF; SourceShrank
 */
export async function* readBlocks(
  source: Source,
  reading: Reading,
): AsyncGenerator<LineBlock | LongLine, void> {
  let rest: Uint8Array = new Uint8Array(0);
  let position = 0;
  let long: { offset: number; length: number } | undefined;
  const returns = new CarriageReturns();
  let next = readChunk(source, rest, 0);
  for (let index = 0; position < source.size; index++) {
    const { bytes, filled } = await next;
    const offset = position - rest.length;
    reading.onDigest(index, source.digest(bytes.subarray(rest.length, filled)));
    if (index === 0) checkKind(bytes.subarray(0, Math.min(filled, HEAD)), source.size <= HEAD);
    returns.check(bytes, rest.length, filled);
    position = offset + filled;
    const atEnd = position >= source.size;
    let end = bytes.subarray(0, filled).lastIndexOf(LF) + 1;
    let start = 0;
    if (long !== undefined) {
      const breakAt = end === 0 ? -1 : indexOfByte(bytes, LF);
      long.length += breakAt < 0 ? filled : breakAt;
      if (breakAt < 0 && !atEnd) {
        rest = new Uint8Array(0);
        next = readChunk(source, rest, position);
        continue;
      }
      yield { kind: 'long', ...long };
      long = undefined;
      start = breakAt < 0 ? filled : breakAt + 1;
      end = Math.max(end, start);
    }
    if (atEnd && end < filled) {
      bytes[filled] = LF;
      end = filled + 1;
    }
    rest = bytes.subarray(end, Math.max(end, filled));
    // The extra byte may be the CR of a CRLF.
    if (rest.length > MAX_LINE_BYTES + 1) {
      long = { offset: offset + end, length: rest.length };
      rest = new Uint8Array(0);
    }
    // Read ahead while the caller handles these lines. If the caller stops here, the result is never awaited.
    if (!atEnd) {
      next = readChunk(source, rest, position);
      next.catch(() => undefined);
    }
    if (end > start) yield { kind: 'lines', bytes, start, end, offset };
  }
}

/** Rejects a file with a CR that isn't followed by a LF, also across chunks. At the end of the file a CR counts as a line end (core/lines.ts). */
export class CarriageReturns {
  #isOpen = false;

  /** @throws SourceRefused */
  check(bytes: Uint8Array, from: number, to: number): void {
    // An empty chunk says nothing about a CR at the end of the previous one.
    if (from === to) return;
    let isBare = this.#isOpen && bytes[from] !== LF;
    this.#isOpen = false;
    for (let at = indexOfByte(bytes, CR, from); !isBare && at !== -1 && at < to;) {
      if (at + 1 === to) this.#isOpen = true;
      else isBare = bytes[at + 1] !== LF;
      at = indexOfByte(bytes, CR, at + 1);
    }
    if (isBare) throw new SourceRefused('carriageReturn');
  }
}

/** Reads the next chunk after the rest of the previous one, with room for a line break. */
async function readChunk(source: Source, rest: Uint8Array, position: number) {
  const want = Math.min(CHUNK, source.size - position);
  const bytes = new Uint8Array(rest.length + want + 1);
  bytes.set(rest);
  let filled = rest.length;
  while (filled < rest.length + want) {
    const read = await source.read(
      bytes.subarray(filled, rest.length + want),
      position + filled - rest.length,
    );
    if (read === 0) throw new SourceShrank('The file got shorter while it was being read.');
    filled += read;
  }
  return { bytes, filled };
}
