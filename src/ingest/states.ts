/** The state of each line, in one byte per line, with a count of each state, so that the counts always add up. */

const lineStates = [
  'blank',
  'good', // valid, and still to be sent
  'unanswered', // was sent, without a response
  'invalid', // breaks a rule
  'conflict', // another line has the same event ID and different content
  'duplicate', // an earlier line has the same event
  'accepted',
  'known', // Orb said that it has this event ID already
  'refused', // rejected by Orb
] as const;
export type LineState = (typeof lineStates)[number];

export const stateCodes = Object.fromEntries(
  lineStates.map((state, code) => [state, code]),
) as Record<LineState, number>;
const BLOCK = 1 << 16;

export class LineStates {
  readonly #blocks: Uint8Array[] = [];
  readonly #counts = lineStates.map(() => 0);
  #last = 0;

  /** The number of the last line that has a state. */
  get last(): number {
    return this.#last;
  }

  /** `blank` for a line that has no state yet. */
  get(line: number): LineState {
    const code = this.#blocks[Math.floor(line / BLOCK)]?.[line % BLOCK] ?? 0;
    return lineStates[code] ?? 'blank';
  }

  set(line: number, state: LineState): void {
    const code = stateCodes[state];
    const block = (this.#blocks[Math.floor(line / BLOCK)] ??= new Uint8Array(BLOCK));
    const before = block[line % BLOCK] ?? 0;
    block[line % BLOCK] = code;
    if (line > this.#last) this.#last = line;
    else this.#counts[before] = (this.#counts[before] ?? 0) - 1;
    this.#counts[code] = (this.#counts[code] ?? 0) + 1;
  }

  /**
   * Adds the states of the next lines.
   * @param codes from stateCodes
   * @param counts how many of the lines have each state
   */
  append(codes: Uint8Array, counts: Partial<Readonly<Record<LineState, number>>>): void {
    for (let done = 0; done < codes.length;) {
      const line = this.#last + 1;
      const block = (this.#blocks[Math.floor(line / BLOCK)] ??= new Uint8Array(BLOCK));
      const part = codes.subarray(done, done + BLOCK - (line % BLOCK));
      block.set(part, line % BLOCK);
      done += part.length;
      this.#last += part.length;
    }
    for (const [state, count] of Object.entries(counts) as [LineState, number][]) {
      const code = stateCodes[state];
      this.#counts[code] = (this.#counts[code] ?? 0) + count;
    }
  }

  count(...states: readonly LineState[]): number {
    return states.reduce((sum, state) => sum + (this.#counts[stateCodes[state]] ?? 0), 0);
  }
}

export interface Accounts {
  /** Lines that aren't blank: the sum of the other four. */
  readonly lines: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Not sent, or sent without a response. */
  readonly notTried: number;
}

export function accountsOf(states: LineStates): Accounts {
  const accepted = states.count('accepted');
  const duplicates = states.count('duplicate', 'known');
  const rejected = states.count('invalid', 'conflict', 'refused');
  const notTried = states.count('good', 'unanswered');
  return {
    lines: accepted + duplicates + rejected + notTried,
    accepted,
    duplicates,
    rejected,
    notTried,
  };
}
