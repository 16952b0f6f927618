/** Reads lines of a file by their offsets; lines that are close together take a single read. */
import type { Source } from './ports.ts';

export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** The most unneeded bytes between two lines that are read at once. */
const MAX_GAP = 4 << 10;
const MAX_RUN = 1 << 20;

/**
 * Calls `visit` for each line in order, with the index where it starts in `bytes`. The buffer is reused, so `bytes` is valid only during
 * the call.
 * @param places ascending
 */
export async function readRuns(
  source: Source,
  { offsets, lengths }: { readonly offsets: Float64Array; readonly lengths: Uint32Array },
  visit: (index: number, bytes: Uint8Array, start: number) => void,
): Promise<void> {
  let bytes: Uint8Array = new Uint8Array(0);
  for (let from = 0; from < offsets.length;) {
    const first = offsets[from] ?? 0;
    let end = first;
    let to = from;
    for (; to < offsets.length; to++) {
      const offset = offsets[to] ?? 0;
      const next = offset + (lengths[to] ?? 0);
      if (to > from && (offset - end > MAX_GAP || next - first > MAX_RUN)) break;
      end = next;
    }
    if (bytes.length < end - first) bytes = new Uint8Array(end - first);
    await fill(source, bytes.subarray(0, end - first), first);
    for (; from < to; from++) visit(from, bytes, (offsets[from] ?? 0) - first);
  }
}

/** The bytes at a position; zeros where the file got shorter. */
export async function readLine(source: Source, { offset, length }: Place): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  await fill(source, bytes, offset);
  return bytes;
}

async function fill(source: Source, bytes: Uint8Array, offset: number): Promise<void> {
  for (let filled = 0; filled < bytes.length;) {
    const read = await source.read(bytes.subarray(filled), offset + filled);
    if (read === 0) {
      bytes.fill(0, filled);
      break;
    }
    filled += read;
  }
}
