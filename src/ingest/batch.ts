/** Groups lines into batches, limited by count and by bytes. */

export interface BatchLine {
  readonly line: number;
  readonly offset: number;
  /** As in the file, without the line break. */
  readonly bytes: Uint8Array;
}
export type Batch = readonly BatchLine[];

export interface BatchLimits {
  readonly maxEvents: number;
  readonly maxBytes: number;
}

export const bytesOf = (batch: Batch): number =>
  batch.reduce((sum, { bytes }) => sum + bytes.length + 1, 0);

export function halves(batch: Batch): readonly [Batch, Batch] {
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}

/** Collects lines and returns a batch as soon as the next line wouldn't fit. A line larger than the limit gets a batch of its own. */
export class Batcher {
  #lines: BatchLine[] = [];
  #bytes = 0;

  /** @returns the batch that is full without this line, if any */
  add(line: BatchLine, limits: BatchLimits): Batch | undefined {
    const size = line.bytes.length + 1;
    const isFull =
      this.#lines.length > 0 &&
      (this.#lines.length >= limits.maxEvents || this.#bytes + size > limits.maxBytes);
    const full = isFull ? this.rest() : undefined;
    this.#lines.push(line);
    this.#bytes += size;
    return full;
  }

  /** @returns the remaining lines, possibly none */
  rest(): Batch {
    const lines = this.#lines;
    this.#lines = [];
    this.#bytes = 0;
    return lines;
  }
}
