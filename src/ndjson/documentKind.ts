/** What an open document is when it doesn't hold one event per line: said once, instead of calling every line wrong. */
import { HEAD, kindOfText, type FileKind } from '../core/fileKind.ts';
import { fileProblemTexts, type FileProblem } from '../core/texts/eventFile.ts';
import type { Problem } from './problem.ts';

/** Lines of events, lines of dead letters, or what is wrong with all of it. */
export type DocumentKind = 'lines' | 'deadLetters' | FileProblem;

export interface Seen {
  readonly kind: FileKind;
  /** The line that shows it, from 0. */
  readonly line: number;
}

/**
 * @param textOf a line by its number from 0, undefined after the last one
 */
export function documentKind(textOf: (line: number) => string | undefined): Seen {
  const lines: string[] = [];
  let length = 0;
  let next = textOf(0);
  for (; next !== undefined && length < HEAD; next = textOf(lines.length)) {
    const seen = next.slice(0, HEAD - length);
    lines.push(seen);
    length += seen.length + 1;
  }
  const head = lines.join('\n');
  const { kind, at } = kindOfText(head, next === undefined && length <= HEAD);
  return { kind, line: head.slice(0, at).split('\n').length - 1 };
}

/** What to say about it, on the line that shows it. */
export function documentKindProblem(kind: FileProblem, text: string): Problem {
  const start = text.length - text.trimStart().length;
  const end = Math.max(start + 1, text.trimEnd().length);
  const message = fileProblemTexts()[kind];
  return { code: `file-${kind}`, severity: 'error', message, span: { start, end } };
}
