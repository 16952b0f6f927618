/** The messages for failures of the worker. */
import * as vscode from 'vscode';
import { OrbError } from '../../core/errors.ts';
import { UserError, type NextStep } from '../userError.ts';
import { refusedInWords, wordsOfKind } from '../fileContent.ts';
import type { FromWorker } from '../../ingestWorker/messages.ts';

type Failed = Extract<FromWorker, { kind: 'failed' }>;

/** The file isn't the one that the run started with. */
export class FileChangedError extends UserError {}
/** The run is being sent, in another window or here. */
export class RunBusyError extends UserError {}

/**
 * Gives a disk failure outside the worker its message, if there is one. Canceling isn't a failure.
 */
export function inWords(error: unknown): unknown {
  if (error instanceof Error && error.name === 'AbortError') return new vscode.CancellationError();
  const refused = refusedInWords(error);
  if (refused !== undefined) return refused;
  const code = error instanceof Error && (error as NodeJS.ErrnoException).code;
  const words = typeof code === 'string' ? wordsOfCode(code) : undefined;
  return words === undefined ? error : new UserError(words, undefined, { cause: error });
}

/** @param uri what the user chose */
export function toIngestError(failed: Failed, uri: vscode.Uri): Error {
  const { name, message, orb, code, wrongKind } = failed;
  if (name === 'AbortError' || orb?.kind === 'cancelled') return new vscode.CancellationError();
  if (orb !== undefined) return new OrbError(orb.kind, message, orb.answer);
  const cause = new Error(message);
  if (name === 'SourceChanged') return new FileChangedError(fileChanged(), undefined, { cause });
  if (name === 'RunBusy') return new RunBusyError(runBusy(), undefined, { cause });
  const words = wordsOf(name, code, wrongKind);
  if (words === undefined) return cause;
  return new UserError(words, stepFor(wrongKind, uri), { cause });
}

function stepFor(wrongKind: string | undefined, uri: vscode.Uri): NextStep | undefined {
  const args = [uri.toString()];
  switch (wrongKind) {
    case 'array':
    case 'body':
    case 'spread':
      return {
        title: vscode.l10n.t('Convert to Event File'),
        command: 'orb.ingest.convertArray',
        args,
      };
    case 'deadLetters':
      return {
        title: vscode.l10n.t('Find the Events in…'),
        command: 'orb.ndjson.findEvents',
        args,
      };
    case undefined:
    default:
      return undefined;
  }
}

const fileChanged = () =>
  vscode.l10n.t(
    "The file changed since this ingest started, so it can't be resumed. Ingest it again; events Orb already has keep their IDs.",
  );
const runBusy = () =>
  vscode.l10n.t('An ingest is running, here or in another window. Cancel it there first.');

function wordsOf(
  name: string,
  code: string | undefined,
  wrongKind: string | undefined,
): string | undefined {
  if (name === 'SourceShrank') {
    return vscode.l10n.t('The file got shorter while it was read, so nothing more is sent.');
  }
  return wrongKind === undefined ? wordsOfCode(code) : wordsOfKind(wrongKind);
}

function wordsOfCode(code: string | undefined): string | undefined {
  switch (code) {
    case 'ENOENT':
      return vscode.l10n.t("This file doesn't exist.");
    case 'EISDIR':
      return vscode.l10n.t("This isn't a file.");
    case 'EACCES':
    case 'EPERM':
      return vscode.l10n.t("You don't have permission to read or write this file.");
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return vscode.l10n.t('The disk is full, so nothing is sent. Free some space and try again.');
    case undefined:
    default:
      return undefined;
  }
}
