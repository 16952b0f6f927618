/** Which lines of a document are meant. */
import type * as vscode from 'vscode';

/** Lines of a document, both inclusive, from 0. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/**
 * All lines that selections and cursors touch; a selection that ends at the start of a line leaves that line out.
 * @returns in the order of the file, none of them twice
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
