/** A line of an event file as a document's URI and back. */
import * as vscode from 'vscode';
import { LINE_SCHEME } from '../../contributions.ts';

export interface LineAddress {
  /** The event file. */
  readonly source: vscode.Uri;
  /** The line when it was opened, from 0. */
  readonly line: number;
}

const PATH = /\/line-(\d+)\.orbevent$/;

/** The path is what people see: the file's name and the line's number. The query says which file it is. */
export const lineUri = ({ source, line }: LineAddress): vscode.Uri =>
  vscode.Uri.from({
    scheme: LINE_SCHEME,
    path: `/${source.path.split('/').at(-1) ?? ''}/line-${line + 1}.orbevent`,
    query: source.toString(),
  });

/** Undefined for a URI that names no line. */
export function lineAddressOf(uri: vscode.Uri): LineAddress | undefined {
  const [, number] = (uri.scheme === LINE_SCHEME ? PATH.exec(uri.path) : null) ?? [];
  if (number === undefined) return undefined;
  try {
    return { source: vscode.Uri.parse(uri.query, true), line: Number(number) - 1 };
  } catch {
    return undefined;
  }
}
