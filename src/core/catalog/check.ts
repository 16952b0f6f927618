/** The state of one validation, and the checks that schemas are compiled to. */
import type { JsonPath } from '../issue.ts';

export type Severity = 'warn' | 'refuse';

/** One way in which a value differs from the catalog. */
export interface CatalogProblem {
  readonly path: JsonPath;
  readonly severity: Severity;
  readonly keyword: string;
  /** The keyword's value; for `required` and `additionalProperties` the name of the property. */
  readonly expected: unknown;
}

/** Thrown when a catalog multiplies its own work. */
export class TooComplex extends Error {
  override readonly name = 'TooComplex';
}

/** For one event; a learned catalog takes some twenty. */
const MAX_STEPS = 20_000;

export class Run {
  problems: CatalogProblem[] = [];
  /** Whether problems are collected; otherwise the first one ends the validation. */
  collects = false;
  readonly path: string[] = [];
  #steps = 0;

  start(collects: boolean): void {
    this.problems = [];
    this.collects = collects;
    this.path.length = 0;
    this.#steps = 0;
  }

  /** @throws TooComplex */
  step(): void {
    if (++this.#steps > MAX_STEPS) throw new TooComplex();
  }

  /** @param name of a member that is missing or not allowed */
  fail(severity: Severity, keyword: string, expected: unknown, name?: string): false {
    if (this.collects) {
      const path = name === undefined ? [...this.path] : [...this.path, name];
      this.problems.push({ path, severity, keyword, expected });
    }
    return false;
  }

  /** Whether the value fits, without collecting why not. */
  fits(check: Check, value: unknown): boolean {
    const { collects } = this;
    this.collects = false;
    const fits = check(value, this);
    this.collects = collects;
    return fits;
  }
}

/** @returns whether the value fits */
export type Check = (value: unknown, run: Run) => boolean;

export const always: Check = () => true;

/** All of them; all problems when they are collected. */
export function every(checks: readonly Check[]): Check {
  const [first, second] = checks;
  if (first === undefined) return always;
  if (second === undefined) return first;
  return (value, run) => {
    let fits = true;
    for (const check of checks) {
      if (check(value, run)) continue;
      if (!run.collects) return false;
      fits = false;
    }
    return fits;
  };
}
