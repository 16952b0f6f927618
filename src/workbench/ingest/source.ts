/** What the user chose to ingest, as a file on this disk: the file itself, or a copy of what stands in an editor. */
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { readWhole } from '../wholeFile.ts';
import type { Chosen } from './messages.ts';
import { copyPath } from './runFolder.ts';

export interface Choice {
  readonly uri: vscode.Uri;
  /** Only these lines of the document, both inclusive, from 0. */
  readonly lines?: { readonly first: number; readonly last: number };
}

/**
 * @param folder the run's own, for a copy
 * @throws UserError for what cannot be read
 */
export async function provide({ uri, lines }: Choice, folder: string): Promise<Chosen> {
  const onDisk = uri.scheme === 'file' ? uri.fsPath : undefined;
  const about = {
    uri: uri.toString(),
    lineOffset: lines?.first ?? 0,
    ...(onDisk !== undefined && { beside: onDisk }),
  };
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  const text = open === undefined ? undefined : textOf(open, lines);
  if (text !== undefined) {
    await writeFile(copyPath(folder), text);
    return { ...about, path: copyPath(folder) };
  }
  if (onDisk !== undefined) return { ...about, path: onDisk };
  await writeFile(copyPath(folder), await readWhole(uri));
  return { ...about, path: copyPath(folder) };
}

/** The document as it stands in the editor, where that is not what is on disk, or only a part is meant. */
function textOf(document: vscode.TextDocument, lines: Choice['lines']): string | undefined {
  if (lines !== undefined) {
    const end = document.lineAt(lines.last).range.end;
    return document.getText(new vscode.Range(new vscode.Position(lines.first, 0), end));
  }
  if (document.uri.scheme === 'file' && !document.isDirty) return undefined;
  return document.getText();
}
