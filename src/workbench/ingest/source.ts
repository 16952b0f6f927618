/**
 * Provides what the user chose to ingest as a file on this disk: the file itself, or a copy of an editor's text. What is sent is exactly the
 * file's bytes or the editor's text, never something that only looks the same on screen.
 */
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { HEAD } from '../../core/fileKind.ts';
import { CarriageReturns } from '../../ingest/blocks.ts';
import { checkKind } from '../../ingest/sourceKind.ts';
import { documentKind } from '../../ndjson/documentKind.ts';
import { encodingProblem } from '../ndjson/fileBytes.ts';
import { inspectBytes } from '../ndjson/fileBytes.ts';
import { UserError } from '../userError.ts';
import { readWhole, refuse } from '../fileContent.ts';
import type { LineRange } from './arguments.ts';
import type { Chosen } from '../../ingestWorker/messages.ts';
import { copyPath } from '../../ingestWorker/runFolder.ts';

export interface Choice {
  readonly uri: vscode.Uri;
  /** Only these lines of the document, in the order of the file. */
  readonly lines?: readonly LineRange[];
}

/**
 * @param folder the run's folder, for a copy
 * @throws UserError for what can't be read or sent unchanged
 */
export async function provide({ uri, lines }: Choice, folder: string): Promise<Chosen> {
  const onDisk = uri.scheme === 'file' ? uri.fsPath : undefined;
  const about = {
    uri: uri.toString(),
    // A copy of some lines has them where they are in the file.
    lineOffset: 0,
    ...(onDisk !== undefined && { beside: onDisk }),
  };
  const document = vscode.workspace.textDocuments.find(
    (one) => one.uri.toString() === uri.toString(),
  );
  const fault = document && encodingProblem(document);
  if (fault !== undefined) refuse(fault);
  const isEdited = document !== undefined && (document.isUntitled || document.isDirty);
  if (!isEdited && onDisk !== undefined && lines === undefined) return { ...about, path: onDisk };
  const content = isEdited ? await editedText(document, lines) : await readWhole(uri);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const sent =
    isEdited || lines === undefined ? bytes : linesOf(Buffer.from(bytes), lines, document);
  await writeFile(copyPath(folder), sent);
  return { ...about, path: copyPath(folder) };
}

/** The text as it would be saved. Lines that weren't chosen are blank, so that the others keep their numbers. */
async function editedText(document: vscode.TextDocument, lines: Choice['lines']): Promise<string> {
  const { kind } = documentKind((at) =>
    at < document.lineCount ? document.lineAt(at).text : undefined,
  );
  if (kind !== 'lines') refuse(kind);
  const text = lines === undefined ? document.getText() : pick(lines, document);
  if (!text.isWellFormed()) {
    throw new UserError(
      vscode.l10n.t(
        "This text contains half a character (a lone surrogate), which can't be saved as UTF-8.",
      ),
    );
  }
  if (document.uri.scheme === 'file' && text.includes('\uFFFD')) {
    const { hasWrongBytes } = await inspectBytes(document.uri.fsPath);
    if (hasWrongBytes) refuse('replaced');
  }
  return text;
}

function pick(lines: readonly LineRange[], document: vscode.TextDocument): string {
  const texts: string[] = [];
  for (const { first, last } of lines) {
    while (texts.length < first) texts.push('');
    for (let line = first; line <= last; line++) texts.push(document.lineAt(line).text);
  }
  return texts.join('\n');
}

/**
 * The bytes of these lines of a file that an editor shows unchanged; other lines are left blank.
 * @throws SourceRefused, UserError when the editor shows something else
 */
function linesOf(
  bytes: Buffer,
  lines: readonly LineRange[],
  document: vscode.TextDocument | undefined,
): Uint8Array {
  checkKind(bytes.subarray(0, HEAD), bytes.length <= HEAD);
  new CarriageReturns().check(bytes, 0, bytes.length);
  const parts: Uint8Array[] = [];
  let [start, line] = [0, 0];
  const next = () => {
    const end = bytes.indexOf(0x0a, start);
    const found = bytes.subarray(start, end < 0 ? bytes.length : end);
    start = end < 0 ? bytes.length : end + 1;
    line++;
    return found;
  };
  for (const { first, last } of lines) {
    for (; line < first; parts.push(LF)) next();
    while (line <= last) {
      const shown = document?.lineAt(line).text;
      const found = next();
      if (shown !== undefined && !isShownAs(found, shown, line === 1)) {
        throw new UserError(
          vscode.l10n.t('The file on disk differs from the editor. Save or revert it first.'),
        );
      }
      parts.push(found, LF);
    }
  }
  return Buffer.concat(parts);
}

const LF = Uint8Array.of(0x0a);

/** Bytes that aren't UTF-8 can't be compared; the ingest rejects their line. */
function isShownAs(bytes: Uint8Array, shown: string, isFirst: boolean): boolean {
  // The editor hides a mark at the start of the file, and no other one.
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: !isFirst });
  const text = utf8.decode(bytes).replace(/\r$/, '');
  return text === shown || text.includes('\uFFFD');
}
