/**
 * What a failed request means: the document's status, the message, and what to offer next. Pure,
 * except for translated texts.
 */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { describe } from '../../core/describe.ts';
import { isOrbError, mayHaveArrived, type OrbError } from '../../core/errors.ts';
import type { Status } from '../../protocol/eventEditor.ts';
import { UserError, type NextStep } from '../userError.ts';

export interface SaveFailure {
  readonly status: Status;
  /** A complete sentence, since VS Code may put its own text before it. */
  readonly message: string;
  /** `retry` saves the document again. */
  readonly nextStep?: NextStep | 'retry';
  /** The user decided it, so there's no message. */
  readonly isCancel?: boolean;
}

/**
 * @param sent whether the amendment itself was in progress, rather than the comparison before it
 */
export function saveFailure(error: unknown, connection: Connection, sent: boolean): SaveFailure {
  if (error instanceof UserError) {
    const step = error.nextStep === undefined ? {} : { nextStep: error.nextStep };
    return { status: { kind: 'keyRejected' }, message: error.message, ...step };
  }
  if (isOrbError(error)) return orbFailure(error, connection, sent);
  const { message } = describe(error);
  return { status: { kind: 'notSent', sentence: message }, message };
}

function orbFailure(error: OrbError, connection: Connection, sent: boolean): SaveFailure {
  const { message } = describe(error);
  if (error.kind === 'unauthorized' || error.kind === 'forbidden') {
    return {
      status: { kind: 'keyRejected' },
      message: vscode.l10n.t(
        'Orb rejected the API key of {0}. Nothing was sent; your edits are kept.',
        connection.name,
      ),
      nextStep: {
        title: vscode.l10n.t('Replace Key…'),
        command: 'orb.connections.replaceKey',
        args: [{ connectionId: connection.id }],
      },
    };
  }
  if (sent && mayHaveArrived(error)) {
    return {
      status: { kind: 'noResponse' },
      message: vscode.l10n.t(
        "Orb didn't respond, so the amendment may have arrived. Sending it again is safe. ({0})",
        message,
      ),
      nextStep: 'retry',
    };
  }
  if (sent && error.kind !== 'tlsOrProxy') {
    const reason = reasonOf(error);
    return {
      status: { kind: 'rejected', reason },
      message: vscode.l10n.t('Orb rejected the amendment: {0}. Your edits are kept.', reason),
      ...(error.kind === 'rateLimited' || error.kind === 'conflict' ? { nextStep: 'retry' } : {}),
    };
  }
  const sentence = vscode.l10n.t('Nothing was sent: {0}', message);
  return { status: { kind: 'notSent', sentence }, message: sentence, nextStep: 'retry' };
}

/** Orb's message as a clause, or ours if it doesn't have one. */
function reasonOf(error: OrbError): string {
  const { answer } = error;
  const words = [...(answer?.validationErrors ?? [])];
  const given = words.length > 0 ? words.join(' ') : (answer?.detail ?? answer?.title);
  return asClause(given ?? describe(error).message);
}

/**
 * "The timestamp is too old." → "the timestamp is too old"; names and codes keep their capitals.
 */
function asClause(sentence: string): string {
  const clause = sentence.trim().replace(/\.$/, '');
  return /^[A-Z][a-z]* /.test(clause) ? clause.charAt(0).toLowerCase() + clause.slice(1) : clause;
}
