/** Applies an edit to a list of lines, in one pass for any number of changes. */
import { LINE_END } from '../core/lines.ts';

/** A change of a text. Lines and UTF-16 characters count from 0. */
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
 * @param before may be modified
 * @param changes in ascending order without overlaps, in positions of the text before the edit
 * @returns the new lines; unchanged ones are the same objects
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
    // Changes on the same line are combined.
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
  // When no lines were added or removed, the others stay where they are.
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
