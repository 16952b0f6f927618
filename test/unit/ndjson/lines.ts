// Validates a whole event file, for tables of tests.
import { EventLines } from '../../../src/ndjson/eventLines.ts';
import type { LineProblem } from '../../../src/ndjson/problem.ts';
import { context } from '../core/rules/codes.ts';

export const unhurried = () => false;

export function judged(text: string): EventLines {
  const lines = new EventLines(text.split('\n'));
  lines.check(context, unhurried);
  return lines;
}

/** `line: code «marked text»`, lines from 1; warnings have a `?` after the code. */
export const told = (lines: EventLines) =>
  lines.problems(1_000).found.map((each) => tell(lines, each));

function tell(lines: EventLines, { line, code, span, severity }: LineProblem): string {
  const at = (lines.textOf(line) ?? '').slice(span.start, span.end);
  return `${line + 1}: ${code}${severity === 'error' ? '' : '?'} «${at}»`;
}
