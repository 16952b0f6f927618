/** Valid lines from all over the file, used to find out whether Orb rejects certain lines or everything. */
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

  /**
   * Keeps every nth line and the last one; n grows by a factor of two as the file goes on.
   * @param sampleAt returns a line by its index, undefined when it isn't valid
   */
  add(count: number, sampleAt: (index: number) => Sample | undefined): void {
    const first = this.#seen;
    this.#seen += count;
    for (
      let at = nextMultiple(first, this.#every);
      at < this.#seen;
      at = nextMultiple(at + 1, this.#every)
    ) {
      const sample = sampleAt(at - first);
      if (sample !== undefined) this.#kept.push(sample);
      if (this.#kept.length < MAX_SAMPLES) continue;
      this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
      this.#every *= 2;
    }
    for (let index = count - 1; index >= 0; index--) {
      const sample = sampleAt(index);
      if (sample === undefined) continue;
      this.#last = sample;
      break;
    }
  }

  /** Up to `most` lines that weren't sent yet, spread over the file, starting with the last one. */
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

const nextMultiple = (from: number, of: number): number => Math.ceil(from / of) * of;
