/** Applies an edit to a list of lines: one walk, however many places it changes. */
import { LINE_END } from '../core/lines.ts';

/** A change of a text, in lines and UTF-16 units, both from 0. */
export interface TextChange {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

interface Replaced<Line> {
  readonly lines: Line[];
  readonly removed: readonly Line[];
  readonly added: readonly Line[];
}

/**
 * @param before may be changed in place
 * @param changes that don't overlap, first to last, all in places of the text before
 * @returns untouched lines are the same objects as before
 */
export function replaceLines<Line extends { readonly text: string }>(
  before: Line[],
  changes: readonly TextChange[],
  make: (text: string) => Line,
): Replaced<Line> {
  const textOf = (line: number) => before[line]?.text ?? '';
  const parts: { readonly from: number; readonly to: number; readonly lines: readonly Line[] }[] =
    [];
  for (let at = 0; at < changes.length; at++) {
    const first = changes[at];
    if (first === undefined) break;
    let text = textOf(first.startLine).slice(0, first.startCharacter) + first.text;
    let last = first;
    // Changes that share a line make one part.
    for (let next = changes[at + 1]; next?.startLine === last.endLine; next = changes[at + 1]) {
      text += textOf(last.endLine).slice(last.endCharacter, next.startCharacter) + next.text;
      last = next;
      at++;
    }
    text += textOf(last.endLine).slice(last.endCharacter);
    parts.push({
      from: first.startLine,
      to: last.endLine + 1,
      lines: text.split(LINE_END).map(make),
    });
  }
  const removed = parts.flatMap(({ from, to }) => before.slice(from, to));
  const added = parts.flatMap(({ lines }) => lines);
  return { lines: join(before, parts), removed, added };
}

function join<Line>(
  before: Line[],
  parts: readonly { readonly from: number; readonly to: number; readonly lines: readonly Line[] }[],
): Line[] {
  // Typing within lines moves no other.
  if (parts.every(({ from, to, lines }) => lines.length === to - from)) {
    for (const { from, lines } of parts) lines.forEach((line, at) => (before[from + at] = line));
    return before;
  }
  const joined: Line[] = [];
  let next = 0;
  const keepTo = (end: number) => {
    for (; next < end; next++) joined.push(before[next] as Line);
  };
  for (const { from, to, lines } of parts) {
    keepTo(from);
    for (const line of lines) joined.push(line);
    next = to;
  }
  keepTo(before.length);
  return joined;
}
