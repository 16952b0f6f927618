/**
 * The lines of an open event file and their problems. An edit replaces the lines it touches, and only those are validated again, in short
 * slices, so that a large file never blocks the editor. All work is linear in the number of lines.
 */
import type { ReasonGroup } from '../core/deadLetter.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import { MAX_AHEAD_MS, type RuleContext } from '../core/rules/context.ts';
import { checkLine, type LineFacts } from './checkLine.ts';
import { duplicateCount, duplicateProblem, keySpanOf, type KeyedLine } from './duplicates.ts';
import type { Problem, LineProblem } from './problem.ts';
import { KeyGroups, type KeyGroup } from './keyGroups.ts';
import { replaceLines, type TextChange } from './textChange.ts';

interface Line extends KeyedLine {
  facts?: LineFacts;
  /** Whether its timestamp was in time when it was last validated. */
  inTime?: InTime;
  group?: KeyGroup<Line>;
  /** Its number from 0, when the problems were last listed. */
  number?: number;
  removed?: true;
}
type InTime = 'old' | 'fits' | 'ahead';

/** What the validation needs to know in addition to the text. */
export interface ValidationInput {
  /** Orb's rejection reason for exactly this line; undefined for any other. */
  readonly rejection?: (key: string, text: string) => string | undefined;
}

export class EventLines {
  #lines: Line[] = [];
  readonly #groups = new KeyGroups<Line>();
  /** Lines still to be validated: edited ones, last first, then all from `#next` on. */
  #edited: Line[] = [];
  #next = 0;
  #hasWrongBytes = false;

  constructor(
    lines: readonly string[],
    private readonly input: ValidationInput = {},
  ) {
    this.append(lines);
  }

  get count(): number {
    return this.#lines.length;
  }

  /** Adds lines at the end, for a file that is read in slices. */
  append(lines: readonly string[]): void {
    for (const text of lines) this.#lines.push({ text });
  }

  textOf(line: number): string | undefined {
    return this.#lines[line]?.text;
  }

  /** The validation result of a line on its own; undefined until it is validated. */
  factsOf(line: number): LineFacts | undefined {
    return this.#lines[line]?.facts;
  }

  /** The number of validated lines of each kind. */
  counts(): Readonly<Record<LineFacts['kind'], number>> {
    const counts = { blank: 0, broken: 0, event: 0, deadLetter: 0 };
    for (const { facts } of this.#lines) if (facts !== undefined) counts[facts.kind]++;
    return counts;
  }

  /** The number of validated dead letters by reason. */
  reasons(): ReadonlyMap<ReasonGroup, number> {
    const counts = new Map<ReasonGroup, number>();
    for (const { facts } of this.#lines) {
      if (facts?.reason === undefined) continue;
      counts.set(facts.reason, (counts.get(facts.reason) ?? 0) + 1);
    }
    return counts;
  }

  /** The earliest and latest timestamp of events that are too old, or were when Orb rejected them. */
  lateSpan(): { readonly firstMs: number; readonly lastMs: number } | undefined {
    let [firstMs, lastMs] = [Infinity, -Infinity];
    for (const { facts } of this.#lines) {
      if (facts?.ms === undefined || !isLate(facts)) continue;
      firstMs = Math.min(firstMs, facts.ms);
      lastMs = Math.max(lastMs, facts.ms);
    }
    return firstMs > lastMs ? undefined : { firstMs, lastMs };
  }

  /** @param changes of one edit, in ascending order without overlaps, in positions of the text before the edit */
  change(changes: readonly TextChange[]): void {
    const { lines, removed, added } = replaceLines(this.#lines, changes, (text): Line => ({
      text,
    }));
    for (const line of removed) {
      this.#clear(line);
      line.removed = true;
    }
    // Edited lines are validated first, then those that weren't reached yet, in file order.
    if (this.#next > 0) this.#next = Math.max(0, this.#next - removed.length);
    this.#lines = lines;
    for (const line of added.toReversed()) this.#edited.push(line);
  }

  /**
   * Marks lines whose timestamp got too old, or came into range, since they were validated.
   * @param all marks every line, because the account's rules have changed
   * @returns whether any line was marked
   */
  age(context: RuleContext, all = false): boolean {
    return this.#mark(
      ({ facts, inTime: was }) => all || (was !== undefined && was !== inTime(facts?.ms, context)),
    );
  }

  /** Sets whether the file has bytes that aren't UTF-8. The editor shows U+FFFD for them, but the text may also contain that character. @returns whether any line was marked */
  setWrongBytes(has: boolean): boolean {
    if (has === this.#hasWrongBytes) return false;
    this.#hasWrongBytes = has;
    return this.#mark(({ text }) => text.includes('\uFFFD'));
  }

  /** Validates marked lines until the time is up. @returns true when nothing is left */
  check(context: RuleContext, isTimeUp: () => boolean): boolean {
    let characters = 0;
    for (let count = 1; ; count++) {
      const line = this.#edited.pop() ?? this.#lines[this.#next++];
      if (line === undefined) {
        this.#next = this.#lines.length;
        return this.#groups.compare(isTimeUp);
      }
      if (line.removed !== true && line.facts === undefined) {
        this.#check(line, context);
        characters += line.text.length;
      }
      // Reading the clock takes longer than validating a typical line.
      if (count % 64 !== 0 && characters < 1 << 15) continue;
      characters = 0;
      if (isTimeUp()) return false;
    }
  }

  /**
   * @param limit the most problems to return, errors first; the rest is counted in `more`
   * @param without leaves out problems with this code
   * @returns errors in file order, then the others in file order
   */
  problems(
    limit: number,
    without?: string,
  ): { readonly found: readonly LineProblem[]; readonly more: number } {
    const errors: LineProblem[] = [];
    const others: LineProblem[] = [];
    const into = (severity: Problem['severity']) => (severity === 'error' ? errors : others);
    const duplicates = new DuplicateProblems(this.#lines, this.#groups);
    let all = duplicates.count;
    this.#lines.forEach((line, number) => {
      for (const problem of line.facts?.problems ?? []) {
        if (problem.code === without) continue;
        all++;
        if (into(problem.severity).length < limit)
          into(problem.severity).push({ ...problem, line: number });
      }
      const differ = line.group?.differ;
      if (differ === undefined) return;
      const list = into(differ ? 'error' : 'warning');
      const problem = list.length < limit ? duplicates.problemOf(line) : undefined;
      if (problem !== undefined) list.push({ ...problem, line: number });
    });
    const found = [...errors, ...others].slice(0, limit);
    return { found, more: all - found.length };
  }

  #mark(isMarked: (line: Line) => boolean): boolean {
    let any = false;
    for (const line of this.#lines) {
      if (line.facts === undefined || !isMarked(line)) continue;
      any = true;
      this.#clear(line);
      this.#edited.push(line);
    }
    return any;
  }

  #check(line: Line, context: RuleContext): void {
    const facts = checkLine(line.text, context, this.#hasWrongBytes);
    const { key } = facts;
    const rejection = key === undefined ? undefined : this.input.rejection?.(key, line.text);
    line.facts =
      rejection === undefined
        ? facts
        : { ...facts, problems: [...facts.problems, rejected(rejection, keySpanOf(line))] };
    line.inTime = inTime(facts.ms, context);
    if (key !== undefined) line.group = this.#groups.add(key, line);
  }

  #clear(line: Line): void {
    const { facts, group } = line;
    delete line.facts;
    delete line.group;
    if (facts?.key !== undefined && group !== undefined) this.#groups.remove(group, line);
  }
}

/** The problems of event IDs that occur on several lines. */
class DuplicateProblems {
  /** The number of problems. */
  readonly count: number;
  readonly #inOrder = new Map<KeyGroup<Line>, readonly Line[]>();

  constructor(lines: readonly Line[], groups: KeyGroups<Line>) {
    let count = 0;
    for (const { lines: same, differ } of groups.duplicates) {
      if (differ !== undefined) count += duplicateCount(same.size, differ);
    }
    this.count = count;
    if (count > 0) lines.forEach((line, number) => (line.number = number));
  }

  problemOf(line: Line): Problem | undefined {
    const { group } = line;
    if (group?.differ === undefined) return undefined;
    let same = this.#inOrder.get(group);
    if (same === undefined) {
      same = [...group.lines].sort((a, b) => numberOf(a) - numberOf(b));
      this.#inOrder.set(group, same);
    }
    return duplicateProblem(same, numberOf, group.differ, line);
  }
}

const numberOf = ({ number = 0 }: Line) => number;

const isLate = ({ problems, reason }: LineFacts) =>
  reason === 'late' || problems.some(({ code }) => code === 'timestamp-too-old');

/** The problem of a line that Orb rejected and that hasn't changed since. */
const rejected = (message: string, span: Problem['span']): Problem => ({
  code: 'rejected-by-orb',
  severity: 'warning',
  message,
  span,
});

function inTime(ms: number | undefined, context: RuleContext): InTime {
  if (ms === undefined) return 'fits';
  if (ms > context.nowMs + MAX_AHEAD_MS) return 'ahead';
  return ms < context.nowMs - context.gracePeriodHours * HOUR_MS ? 'old' : 'fits';
}
