/** Converts JSON with several events to a new document with one event per line. The original file isn't changed. Loaded on first use. */
import * as vscode from 'vscode';
import { JSON_LINES } from '../../contributions.ts';
import { HEAD, kindOfBytes, kindOfText } from '../../core/fileKind.ts';
import { NotConvertible, toLines } from '../../ndjson/toLines.ts';
import { encodingProblem } from './fileBytes.ts';
import { inSlices } from '../../std/slices.ts';
import { UserError } from '../userError.ts';
import { readWhole, refuse } from '../fileContent.ts';

/** The events of a JSON text, one per line. @throws UserError for invalid JSON, or when there is one value per line already */
export async function convertText(text: string, lineEnd: string): Promise<string> {
  const { kind } = kindOfText(text.slice(0, HEAD), text.length <= HEAD);
  if (kind === 'lines') {
    throw new UserError(vscode.l10n.t('This file already has one event per line.'));
  }
  if (kind !== 'array' && kind !== 'body' && kind !== 'spread') refuse(kind);
  try {
    return await inSlices(toLines(text, lineEnd));
  } catch (error) {
    if (error instanceof NotConvertible) throw new UserError(error.message);
    throw error;
  }
}

/** @throws UserError */
export async function convertArray(uri: vscode.Uri): Promise<void> {
  const content = await convertText(await textOf(uri), '\n');
  const document = await vscode.workspace.openTextDocument({ language: JSON_LINES, content });
  await vscode.window.showTextDocument(document);
}

/** The text in the editor if it has edits, otherwise the file on disk. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (open?.isDirty === true || open?.isUntitled === true) {
    const fault = encodingProblem(open);
    return fault === undefined ? open.getText() : refuse(fault);
  }
  const bytes = await readWhole(uri);
  const kind = kindOfBytes(bytes.subarray(0, HEAD));
  if (kind !== undefined && kind !== 'lines') refuse(kind);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('encoding');
  }
}
