/** The outcome of each line, in one byte per line, with a count of each, so that the counts always add up. */
import { outcomes, type LineOutcome, type OutcomeCounts } from '../core/reconciliation/outcomes.ts';
import type { LineState, LineStates } from '../ingest/states.ts';

/** `absent`: not found in the time frame of the lines, and to be searched for in a wider one. It counts as not compared. */
export type Progress = LineOutcome | 'absent';

const progresses: readonly Progress[] = [...outcomes, 'absent'];
/** Code 0 is a blank line. */
const codeOf = (progress: Progress) => progresses.indexOf(progress) + 1;

/** What validation says about a line before Orb is asked. */
const fromValidation: Partial<Readonly<Record<LineState, LineOutcome>>> = {
  good: 'notCompared',
  invalid: 'invalid',
  conflict: 'invalid',
  duplicate: 'duplicates',
};

export class LineOutcomes {
  readonly #codes: Uint8Array;
  readonly #counts = new Map<Progress, number>();

  /** @param states of a file that was just validated */
  constructor(states: LineStates) {
    this.#codes = new Uint8Array(states.last + 1);
    for (let line = 1; line <= states.last; line++) {
      const outcome = fromValidation[states.get(line)];
      if (outcome !== undefined) this.#add(line, outcome);
    }
  }

  /** Undefined for a blank line. */
  get(line: number): Progress | undefined {
    return progresses[(this.#codes[line] ?? 0) - 1];
  }

  /** Sets the outcome of a line that isn't blank. */
  set(line: number, progress: Progress): void {
    const before = this.get(line);
    if (before !== undefined) this.#counts.set(before, (this.#counts.get(before) ?? 0) - 1);
    this.#add(line, progress);
  }

  /** Lines that are `absent` at this time. */
  get absent(): number {
    return this.#counts.get('absent') ?? 0;
  }

  counts(): OutcomeCounts {
    const count = (outcome: LineOutcome) => this.#counts.get(outcome) ?? 0;
    return {
      same: count('same'),
      missing: count('missing'),
      different: count('different'),
      deprecated: count('deprecated'),
      invalid: count('invalid'),
      duplicates: count('duplicates'),
      notCompared: count('notCompared') + this.absent,
    };
  }

  #add(line: number, progress: Progress): void {
    this.#codes[line] = codeOf(progress);
    this.#counts.set(progress, (this.#counts.get(progress) ?? 0) + 1);
  }
}
