/** The lines of a document that are selected. */
import type * as vscode from 'vscode';

/** Lines of a document, both inclusive, from 0. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/**
 * All lines that selections and cursors touch. A selection that ends at the start of a line doesn't include that line.
 * @returns in file order, without overlaps
 */
export function selectedLines(selections: readonly vscode.Selection[]): readonly LineRange[] {
  const merged: { first: number; last: number }[] = [];
  for (const { start, end } of selections.toSorted((a, b) => a.start.compareTo(b.start))) {
    const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    const before = merged.at(-1);
    if (before === undefined || start.line > before.last + 1)
      merged.push({ first: start.line, last });
    else before.last = Math.max(before.last, last);
  }
  return merged;
}
