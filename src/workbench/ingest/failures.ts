/** What the worker failed with, in words for people. */
import * as vscode from 'vscode';
import { OrbError } from '../../core/errors.ts';
import { UserError } from '../userError.ts';
import type { FromWorker } from './messages.ts';

type Failed = Extract<FromWorker, { kind: 'failed' }>;

/** What fails on this disk outside the worker, in words where it has some. A cancel is no failure. */
export function inWords(error: unknown): unknown {
  if (error instanceof Error && error.name === 'AbortError') return new vscode.CancellationError();
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
  if (wrongKind !== 'array') return new UserError(words, undefined, { cause });
  const convert = {
    title: vscode.l10n.t('Convert to Lines'),
    command: 'orb.ingest.convertArray',
    args: [uri.toString()],
  };
  return new UserError(words, convert, { cause });
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
  return wordsOfKind(wrongKind) ?? wordsOfCode(code);
}

function wordsOfKind(wrongKind: string | undefined): string | undefined {
  switch (wrongKind) {
    case 'gzip':
      return vscode.l10n.t('This is a gzip file. Unpack it first, then ingest what is in it.');
    case 'utf16':
      return vscode.l10n.t('This file is UTF-16. Save it with encoding UTF-8 first.');
    case 'array':
      return vscode.l10n.t(
        'This file is a JSON array. Events are ingested as lines, one event on each.',
      );
    case undefined:
    default:
      return undefined;
  }
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
