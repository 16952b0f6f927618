/**
 * The lines of an open event file with what is known of each. An edit replaces the lines it touches, and only those are checked
 * again; checking works in slices, so that a large file never blocks the editor.
 */
import { HOUR_MS } from '../core/timeframe.ts';
import { MAX_AHEAD_MS, type RuleContext } from '../core/rules/context.ts';
import { checkLine, type LineFacts } from './checkLine.ts';
import { bodyOf, doubleFindings } from './doubles.ts';
import type { Finding, LineFinding } from './finding.ts';

/** A change of a text, in lines and UTF-16 units, both from 0. */
export interface TextChange {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

interface Line {
  readonly text: string;
  facts?: LineFacts;
  /** Whether it was in time when it was checked. */
  inTime?: InTime;
  body?: string;
  removed?: true;
}
type InTime = 'old' | 'fits' | 'ahead';

const LINE_END = /\r\n|\n|\r/;

export class EventLines {
  readonly #lines: Line[];
  readonly #byKey = new Map<string, Set<Line>>();
  readonly #doubled = new Set<string>();
  #unchecked: Line[];

  constructor(lines: readonly string[]) {
    this.#lines = lines.map((text) => ({ text }));
    this.#unchecked = [...this.#lines].reverse();
  }

  get count(): number {
    return this.#lines.length;
  }

  textOf(line: number): string | undefined {
    return this.#lines[line]?.text;
  }

  /** What is known of a line by itself; undefined while it waits for its check. */
  factsOf(line: number): LineFacts | undefined {
    return this.#lines[line]?.facts;
  }

  /** Lines of each kind among the checked ones. */
  counts(): Readonly<Record<LineFacts['kind'], number>> {
    const counts = { blank: 0, broken: 0, event: 0, deadLetter: 0 };
    for (const { facts } of this.#lines) if (facts !== undefined) counts[facts.kind]++;
    return counts;
  }

  /** The earliest and the latest instant of the lines that have a finding of this code. */
  spanOf(code: string): { readonly firstMs: number; readonly lastMs: number } | undefined {
    let [firstMs, lastMs] = [Infinity, -Infinity];
    for (const { facts } of this.#lines) {
      if (facts?.ms === undefined || !facts.findings.some((each) => each.code === code)) continue;
      firstMs = Math.min(firstMs, facts.ms);
      lastMs = Math.max(lastMs, facts.ms);
    }
    return firstMs > lastMs ? undefined : { firstMs, lastMs };
  }

  change({ startLine, startCharacter, endLine, endCharacter, text }: TextChange): void {
    const before = this.#lines[startLine]?.text.slice(0, startCharacter) ?? '';
    const after = this.#lines[endLine]?.text.slice(endCharacter) ?? '';
    const lines = (before + text + after).split(LINE_END).map((each): Line => ({ text: each }));
    const removed = this.#lines.slice(startLine, endLine + 1);
    // Not `splice(..., ...lines)`: a paste of 100,000 lines is more than a call takes as arguments.
    const rest = this.#lines.splice(startLine).slice(removed.length);
    for (const line of removed) this.#remove(line);
    for (const line of lines) this.#lines.push(line);
    for (const line of rest) this.#lines.push(line);
    for (const line of lines.reverse()) this.#unchecked.push(line);
  }

  /**
   * Marks lines that became too old, or came into time, since they were checked.
   * @param all marks every line: the account's rules have changed
   */
  age(context: RuleContext, all = false): void {
    for (const line of this.#lines) {
      if (line.facts === undefined) continue;
      if (all || (line.inTime !== undefined && line.inTime !== inTime(line.facts.ms, context))) {
        this.#forget(line);
        this.#unchecked.push(line);
      }
    }
  }

  /** Checks what is marked, until the time is up. @returns true when nothing is left */
  check(context: RuleContext, isTimeUp: () => boolean): boolean {
    for (let count = 1; ; count++) {
      const line = this.#unchecked.pop();
      if (line === undefined) return true;
      if (line.removed !== true && line.facts === undefined) this.#check(line, context);
      // Looking at a clock costs more than checking a line.
      if (count % 64 === 0 && isTimeUp()) return this.#unchecked.length === 0;
    }
  }

  /**
   * @param limit errors come first, and the rest is counted
   * @returns in the order of the file, among equally grave ones
   */
  problems(limit: number): { readonly found: readonly LineFinding[]; readonly more: number } {
    const grave: LineFinding[] = [];
    const others: LineFinding[] = [];
    const doubles = this.#doubleFindings();
    let all = 0;
    const add = (line: number, finding: Finding) => {
      all++;
      const into = finding.severity === 'error' ? grave : others;
      if (into.length < limit) into.push({ ...finding, line });
    };
    this.#lines.forEach(({ facts }, line) => {
      for (const finding of facts?.findings ?? []) add(line, finding);
      const double = doubles.get(line);
      if (double !== undefined) add(line, double);
    });
    const found = [...grave, ...others].slice(0, limit);
    return { found, more: all - found.length };
  }

  #check(line: Line, context: RuleContext): void {
    const facts = checkLine(line.text, context);
    line.facts = facts;
    line.inTime = inTime(facts.ms, context);
    if (facts.key === undefined) return;
    const same = this.#byKey.get(facts.key);
    if (same === undefined) this.#byKey.set(facts.key, new Set([line]));
    else if (same.add(line).size > 1) this.#doubled.add(facts.key);
  }

  #remove(line: Line): void {
    this.#forget(line);
    line.removed = true;
  }

  #forget(line: Line): void {
    const key = line.facts?.key;
    delete line.facts;
    const same = key === undefined ? undefined : this.#byKey.get(key);
    if (key === undefined || same === undefined) return;
    same.delete(line);
    if (same.size < 2) this.#doubled.delete(key);
    if (same.size === 0) this.#byKey.delete(key);
  }

  #doubleFindings(): ReadonlyMap<number, Finding> {
    if (this.#doubled.size === 0) return new Map();
    const groups = new Map<string, { readonly line: Line; readonly index: number }[]>();
    this.#lines.forEach((line, index) => {
      const key = line.facts?.key;
      if (key === undefined || !this.#doubled.has(key)) return;
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push({ line, index });
    });
    const all = new Map<number, Finding>();
    for (const group of groups.values()) {
      const lines = group.map(({ line, index }) => ({ text: line.text, line: index }));
      const bodies = group.map(({ line }) => (line.body ??= bodyOf(line.text)));
      for (const [line, finding] of doubleFindings(lines, bodies)) all.set(line, finding);
    }
    return all;
  }
}

function inTime(ms: number | undefined, context: RuleContext): InTime {
  if (ms === undefined) return 'fits';
  if (ms > context.nowMs + MAX_AHEAD_MS) return 'ahead';
  return ms < context.nowMs - context.gracePeriodHours * HOUR_MS ? 'old' : 'fits';
}
