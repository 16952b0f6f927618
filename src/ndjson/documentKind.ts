/** Recognizes open documents that aren't one event per line, so that they get one problem instead of one per line. */
import { HEAD, kindOfText, type FileKind } from '../core/fileKind.ts';
import { fileProblemTexts, type FileProblem } from '../core/texts/eventFile.ts';
import type { Problem } from './problem.ts';

/** Lines of events, lines of dead letters, or the problem of the whole file. */
export type DocumentKind = 'lines' | 'deadLetters' | FileProblem;

export interface KindAtLine {
  readonly kind: FileKind;
  /** The line that gives it away, from 0. */
  readonly line: number;
}

/** @param textOf returns a line by its number from 0, undefined after the last one */
export function documentKind(textOf: (line: number) => string | undefined): KindAtLine {
  const lines: string[] = [];
  let length = 0;
  let next = textOf(0);
  for (; next !== undefined && length < HEAD; next = textOf(lines.length)) {
    const part = next.slice(0, HEAD - length);
    lines.push(part);
    length += part.length + 1;
  }
  const head = lines.join('\n');
  const { kind, at } = kindOfText(head, next === undefined && length <= HEAD);
  return { kind, line: head.slice(0, at).split('\n').length - 1 };
}

/** The problem of the whole file, on the line that gives it away. */
export function documentKindProblem(kind: FileProblem, text: string): Problem {
  const start = text.length - text.trimStart().length;
  const end = Math.max(start + 1, text.trimEnd().length);
  const message = fileProblemTexts()[kind];
  return { code: `file-${kind}`, severity: 'error', message, span: { start, end } };
}
