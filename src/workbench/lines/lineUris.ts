/** Converts between a line of an event file and its document's URI. */
import * as vscode from 'vscode';
import { LINE_SCHEME } from '../../contributions.ts';

export interface LineAddress {
  /** The event file. */
  readonly source: vscode.Uri;
  /** The line number when it was opened, from 0. */
  readonly line: number;
}

const PATH = /\/line-(\d+)\.orbevent$/;
/** URIs as text have no spaces, so a space separates the copy number. */
const QUERY = /^([^ ]*)(?: \d+)?$/;

/**
 * The path has what users see: the file's name and the line number. The query identifies the file.
 * @param copy a number from 2 when another line that was opened at this position is still open
 */
export const lineUri = ({ source, line }: LineAddress, copy = 1): vscode.Uri =>
  vscode.Uri.from({
    scheme: LINE_SCHEME,
    path: `/${fileName(source)}/line-${line + 1}.orbevent`,
    query: copy === 1 ? source.toString() : `${source.toString()} ${copy}`,
  });

/** Undefined for a URI that isn't a line's. */
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
