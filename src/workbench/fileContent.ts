/** Reads files as a whole: small ones, and those that aren't on a disk, which Node can't stream. */
import type { Readable } from 'node:stream';
import * as vscode from 'vscode';
import { fileProblemTexts, type FileProblem } from '../core/texts/eventFile.ts';
import { openRegular, readRegular } from '../ingestWorker/regularFile.ts';
import { UserError } from './userError.ts';

/**
 * VS Code doesn't give extensions documents above this size; other schemes are read as a whole up
 * to it.
 */
const MAX_WHOLE_BYTES = 50 * 1024 * 1024;

/** @throws UserError for anything but a file, or for one above 50 MB */
export async function readWhole(uri: vscode.Uri): Promise<Uint8Array> {
  if (uri.scheme === 'file') return readOnDisk(uri.fsPath);
  const stat = await vscode.workspace.fs.stat(uri).then(
    (found) => found,
    () => {
      throw noSuchFile();
    },
  );
  if ((stat.type & vscode.FileType.Directory) !== 0) {
    throw new UserError(fileProblemTexts().folder);
  }
  // Pipes and devices have no type; reading one may never end.
  if ((stat.type & vscode.FileType.File) === 0) {
    throw new UserError(vscode.l10n.t("This isn't a file."));
  }
  if (stat.size > MAX_WHOLE_BYTES) {
    throw new UserError(
      vscode.l10n.t(
        "Files that aren't on this machine can be ingested up to 50 MB. Copy the file to this machine first.",
      ),
    );
  }
  return vscode.workspace.fs.readFile(uri);
}

async function readOnDisk(path: string): Promise<Uint8Array> {
  try {
    return await readRegular(path, MAX_WHOLE_BYTES);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new UserError(vscode.l10n.t('This file is too large: the limit is 50 MB.'));
    }
    throw worded(error);
  }
}

/** @throws UserError for a path that doesn't lead to a file, before it's opened */
export async function checkRegular(path: string): Promise<void> {
  try {
    const { file } = await openRegular(path);
    await file.close();
  } catch (error) {
    throw worded(error);
  }
}

/** Streams a file on this machine. @throws UserError for anything but a file */
export async function streamOnDisk(path: string, signal: AbortSignal): Promise<Readable> {
  try {
    return (await openRegular(path)).file.createReadStream({ signal });
  } catch (error) {
    throw worded(error);
  }
}

function worded(error: unknown): unknown {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return refusedInWords(error) ?? (isMissing ? noSuchFile() : error);
}

const noSuchFile = () => new UserError(vscode.l10n.t("This file doesn't exist."));

/** Why a path can't lead to a file of lines, going by its name and kind; undefined if it can. */
export function refusedInWords(error: unknown): UserError | undefined {
  if (!(error instanceof Error) || error.name !== 'SourceRefused' || !('kind' in error)) {
    return undefined;
  }
  const words = wordsOfKind(String(error.kind));
  return words === undefined ? undefined : new UserError(words, undefined, { cause: error });
}

export const wordsOfKind = (kind: string): string | undefined =>
  (fileProblemTexts() as Readonly<Record<string, string | undefined>>)[kind];

/** @throws UserError */
export const refuse = (kind: FileProblem): never => {
  throw new UserError(fileProblemTexts()[kind]);
};
