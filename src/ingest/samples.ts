/** Good lines from all over the file, for asking Orb whether it refuses these lines or everything. */
import type { LineStates } from './states.ts';

export interface Sample {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

const MAX_SAMPLES = 32;

export class Samples {
  #kept: Sample[] = [];
  #every = 1;
  #seen = 0;
  #last: Sample | undefined;

  /** Keeps every nth good line, and the last one; n doubles as the file goes on. */
  add(sample: Sample): void {
    this.#last = sample;
    if (this.#seen++ % this.#every !== 0) return;
    this.#kept.push(sample);
    if (this.#kept.length < MAX_SAMPLES) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
    this.#every *= 2;
  }

  /** Up to `most` lines that were not tried yet, from far away: the last one, then from the middle. */
  untried(
    states: LineStates,
    most: number,
    without: ReadonlySet<number> = new Set(),
  ): readonly Sample[] {
    const all = [...this.#kept, ...(this.#last === undefined ? [] : [this.#last])];
    const untried = new Map(
      all
        .filter(({ line }) => states.get(line) === 'good' && !without.has(line))
        .map((one) => [one.line, one]),
    );
    const inOrder = [...untried.values()];
    const spread = Array.from({ length: most }, (_, index) =>
      inOrder.at(-1 - Math.floor((index * inOrder.length) / most)),
    );
    return [...new Set(spread)].filter((one) => one !== undefined);
  }
}
