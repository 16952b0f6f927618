/** A problem in an event file. */
import type { Span } from '../core/jsonTree.ts';

export interface Problem {
  /** A code of core/rules, or one for lines and files, such as `not-json`, `key-conflict` or `dead-letter`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Offsets in the line. */
  readonly span: Span;
  /** Other lines that belong to the problem. */
  readonly related?: readonly RelatedLine[];
}

interface RelatedLine {
  /** From 0. */
  readonly line: number;
  readonly message: string;
}

/** A problem with its line, from 0. */
export interface LineProblem extends Problem {
  readonly line: number;
}
