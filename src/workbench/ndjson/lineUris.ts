/** A line of an event file as a document's URI and back. */
import * as vscode from 'vscode';
import { LINE_SCHEME } from '../../contributions.ts';

export interface LineAddress {
  /** The event file. */
  readonly source: vscode.Uri;
  /** The line when it was opened, from 0. */
  readonly line: number;
}

const PATH = /^\/([^/]+)\/line-(\d+)\.orbevent$/;

/** The line's number for people stands in the name, which is the tab's title. */
export const lineUri = ({ source, line }: LineAddress): vscode.Uri =>
  vscode.Uri.from({
    scheme: LINE_SCHEME,
    path: `/${encodeURIComponent(source.toString())}/line-${line + 1}.orbevent`,
  });

/** Undefined for a URI that names no line. */
export function lineAddressOf(uri: vscode.Uri): LineAddress | undefined {
  const [, encoded, number] = (uri.scheme === LINE_SCHEME ? PATH.exec(uri.path) : null) ?? [];
  if (encoded === undefined || number === undefined) return undefined;
  try {
    return {
      source: vscode.Uri.parse(decodeURIComponent(encoded), true),
      line: Number(number) - 1,
    };
  } catch {
    return undefined;
  }
}
