/** A file as blocks of whole lines, so that whoever reads lines never meets half a one. */
import { HEAD } from '../core/fileKind.ts';
import { MAX_LINE_BYTES } from '../core/lines.ts';
import { indexOfByte } from '../std/bytes.ts';
import type { Source } from './ports.ts';
import { checkKind, SourceRefused } from './sourceKind.ts';

/** Longer lines are not events; they are passed over without being held. */
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
  /** What stands at index 0 stands here in the file. */
  readonly offset: number;
}

/** One line too long to be held. */
export interface LongLine {
  readonly kind: 'long';
  readonly offset: number;
  /** Without the line break, with the carriage return where there is one. */
  readonly length: number;
}

export interface Reading {
  /** Called with the digest of each mebibyte, before it is judged: who throws here says that the file is another one. */
  readonly onDigest: (index: number, digest: string) => void;
}

/** The file is shorter than it was when it was opened. */
export class SourceShrank extends Error {
  override readonly name = 'SourceShrank';
}

/**
 * Reads the file once, up to the size it had when it was opened. Each block has memory of its own, so its parts may be kept.
 * @throws SourceRefused for a file that holds no lines of UTF-8, before any line of it is given out; for a CR that ends no line as
 * soon as it is reached. SourceShrank.
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
    // One more may be the CR of its line end.
    if (rest.length > MAX_LINE_BYTES + 1) {
      long = { offset: offset + end, length: rest.length };
      rest = new Uint8Array(0);
    }
    // Read ahead: the disk works while these lines are looked at. Who stops there never asks what became of it.
    if (!atEnd) {
      next = readChunk(source, rest, position);
      next.catch(() => undefined);
    }
    if (end > start) yield { kind: 'lines', bytes, start, end, offset };
  }
}

/** Finds a CR that isn't followed by a LF, over the bounds of chunks, and refuses its file. At the end of the file it counts as a line end (core/lines.ts). */
export class CarriageReturns {
  #isOpen = false;

  /** @throws SourceRefused */
  check(bytes: Uint8Array, from: number, to: number): void {
    // Nothing follows: whether a CR before it is the end of the file, only the end of the file tells.
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

/** The next chunk behind what is left of the one before, with room for a line break. */
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
    if (read === 0) throw new SourceShrank('The file became shorter while it was read.');
    filled += read;
  }
  return { bytes, filled };
}
