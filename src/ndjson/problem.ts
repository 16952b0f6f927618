/** What is to be told about a place of an event file. */
import type { Span } from '../core/jsonTree.ts';

export interface Problem {
  /** As in core/rules, or one of those of lines and files: `not-json`, `key-conflict`, `dead-letter`, ... */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Offsets in the line. */
  readonly span: Span;
  /** Other lines this is about. */
  readonly related?: readonly RelatedLine[];
}

interface RelatedLine {
  /** From 0. */
  readonly line: number;
  readonly message: string;
}

/** A finding with its line, from 0. */
export interface LineProblem extends Problem {
  readonly line: number;
}
