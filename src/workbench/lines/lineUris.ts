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
/** A URI as text has no spaces. */
const QUERY = /^([^ ]*)(?: \d+)?$/;

/**
 * The path is what people see: the file's name and the line's number. The query says which file it is.
 * @param copy from 2 where a line that stood at this place is open already, and stands elsewhere now
 */
export const lineUri = ({ source, line }: LineAddress, copy = 1): vscode.Uri =>
  vscode.Uri.from({
    scheme: LINE_SCHEME,
    path: `/${fileName(source)}/line-${line + 1}.orbevent`,
    query: copy === 1 ? source.toString() : `${source.toString()} ${copy}`,
  });

/** Undefined for a URI that names no line. */
export function lineAddressOf(uri: vscode.Uri): LineAddress | undefined {
  const [, number] = (uri.scheme === LINE_SCHEME ? PATH.exec(uri.path) : null) ?? [];
  const [, source] = QUERY.exec(uri.query) ?? [];
  if (number === undefined || source === undefined) return undefined;
  try {
    return { source: vscode.Uri.parse(source, true), line: Number(number) - 1 };
  } catch {
    return undefined;
  }
}

export const fileName = ({ path }: vscode.Uri): string => path.split('/').at(-1) ?? '';
