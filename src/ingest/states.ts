/** What is known of each line: one byte a line, and a count of each state, so that the accounts always add up. */

const lineStates = [
  'blank',
  'good', // to be sent
  'unanswered', // was sent, and no answer came
  'invalid', // breaks a rule
  'conflict', // its key stands on another line with another body
  'duplicate', // the same event stands on an earlier line
  'accepted',
  'known', // Orb told that it had this key already
  'refused', // by Orb
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

  /** `blank` for a line that was never set. */
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
   * The states of the lines behind the last one.
   * @param codes of stateCodes @param counts how often each state is there
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
  /** Lines that are not blank: the sum of the other four. */
  readonly lines: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Not sent, or sent without an answer. */
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
