/** The arguments of ingest commands come from menus, keybindings and other extensions: read carefully. */
import * as vscode from 'vscode';

export interface FileArguments {
  readonly uri?: unknown;
  readonly connectionId?: string;
  readonly backfillId?: string;
  readonly confirm?: boolean;
}

const isText = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

/** `{ uri, connectionId?, backfillId?, confirm? }`, and not a Uri. */
export function isFileArguments(given: unknown): given is FileArguments {
  if (typeof given !== 'object' || given === null || given instanceof vscode.Uri) return false;
  const { connectionId, backfillId, confirm } = given as Readonly<Record<string, unknown>>;
  return (
    isText(connectionId) &&
    isText(backfillId) &&
    (confirm === undefined || typeof confirm === 'boolean')
  );
}

/** A Uri, its text, or either as the member `uri`; a path without a scheme is a file. */
export function toUri(given: unknown): vscode.Uri | undefined {
  if (given instanceof vscode.Uri) return given;
  if (typeof given === 'string')
    return /^[a-z][\w+.-]+:/i.test(given) ? vscode.Uri.parse(given, true) : vscode.Uri.file(given);
  if (typeof given !== 'object' || given === null || !('uri' in given)) return undefined;
  return typeof given.uri === 'string' || given.uri instanceof vscode.Uri
    ? toUri(given.uri)
    : undefined;
}

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
