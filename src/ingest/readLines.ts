/** Lines of a file by their places: those that are close together in one read. */
import type { Source } from './ports.ts';

export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Between two lines that are read at once so many bytes may be for nothing. */
const MAX_GAP = 4 << 10;
const MAX_RUN = 1 << 20;

/**
 * Calls `visit` for each line in order. The bytes are lent: they are others when the next ones are read.
 * @param places ascending
 */
export async function readRuns<P extends Place>(
  source: Source,
  places: readonly P[],
  visit: (place: P, bytes: Uint8Array) => void,
): Promise<void> {
  for (let from = 0; from < places.length;) {
    const start = places[from]?.offset ?? 0;
    let end = start;
    let to = from;
    for (; to < places.length; to++) {
      const { offset, length } = places[to] ?? { offset: 0, length: 0 };
      if (to > from && (offset - end > MAX_GAP || offset + length - start > MAX_RUN)) break;
      end = offset + length;
    }
    const bytes = await readLine(source, { offset: start, length: end - start });
    for (const place of places.slice(from, to)) {
      visit(place, bytes.subarray(place.offset - start, place.offset - start + place.length));
    }
    from = to;
  }
}

/** What stands at a place; zeros where the file has become shorter. */
export async function readLine(source: Source, { offset, length }: Place): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const read = await source.read(bytes.subarray(filled), offset + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes;
}
