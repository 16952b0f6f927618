/** What the worker failed with, in words for people. */
import * as vscode from 'vscode';
import { OrbError } from '../../core/errors.ts';
import { UserError, type NextStep } from '../userError.ts';
import { refusedInWords, wordsOfKind } from '../fileContent.ts';
import type { FromWorker } from '../../ingestWorker/messages.ts';

type Failed = Extract<FromWorker, { kind: 'failed' }>;

/** What fails on this disk outside the worker, in words where it has some. A cancel is no failure. */
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
  const words = wordsOf(name, code, wrongKind);
  const cause = new Error(message);
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

function wordsOf(
  name: string,
  code: string | undefined,
  wrongKind: string | undefined,
): string | undefined {
  if (name === 'SourceChanged') {
    return vscode.l10n.t(
      'The file is not the one that this run began with, so nothing more is sent. Ingest it anew: events that Orb has already keep their keys.',
    );
  }
  if (name === 'RunBusy') {
    return vscode.l10n.t('An ingest is running, here or in another window. Cancel it there first.');
  }
  if (name === 'SourceShrank') {
    return vscode.l10n.t('The file became shorter while it was read. Nothing more is sent.');
  }
  return wrongKind === undefined ? wordsOfCode(code) : wordsOfKind(wrongKind);
}

function wordsOfCode(code: string | undefined): string | undefined {
  switch (code) {
    case 'ENOENT':
      return vscode.l10n.t('There is no such file.');
    case 'EISDIR':
      return vscode.l10n.t('This is not a file.');
    case 'EACCES':
    case 'EPERM':
      return vscode.l10n.t('You have no permission to read or write this file.');
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return vscode.l10n.t('The disk is full, so nothing is sent. Make room, then try again.');
    case undefined:
    default:
      return undefined;
  }
}
