/** Turns anything thrown into a UserError; core/describe.ts has the texts for Orb's errors. */
import * as vscode from 'vscode';
import { describe, type NextStep as StepName } from '../core/describe.ts';
import { hostOf, type Connection } from '../core/connection.ts';
import { isConnectionRefused, isOrbError } from '../core/errors.ts';
import { connectionOf } from './errorOrigin.ts';
import { SANDBOX_CONNECTION } from './connectionsApi.ts';
import { UserError, type NextStep } from './userError.ts';

/** Whether the user canceled it, so there's nothing to report. */
export const isCancel = (error: unknown): boolean =>
  error instanceof vscode.CancellationError ||
  isOrbError(error, 'cancelled') ||
  (error instanceof Error && error.name === 'AbortError');

export function toUserError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  const connection = connectionOf(error);
  if (connection?.mode === 'sandbox' && isConnectionRefused(error)) {
    return sandboxStopped(connection, error);
  }
  const { message, nextStep } = describe(error);
  const step = nextStep && toCommand(nextStep, connection?.id);
  return new UserError(message, step, { cause: isOrbError(error) ? error.message : error });
}

/** @param cause for the log */
export function sandboxStopped(connection: Pick<Connection, 'id' | 'baseUrl'>, cause: unknown) {
  const message =
    connection.id === SANDBOX_CONNECTION
      ? vscode.l10n.t('The sandbox is stopped.')
      : vscode.l10n.t('The sandbox at {0} is stopped.', hostOf(connection));
  const start = { title: vscode.l10n.t('Start Sandbox'), command: 'orb.sandbox.start' };
  return new UserError(message, start, { cause: isOrbError(cause) ? cause.message : cause });
}

/** The step as a button. `retry` and `widen` run the same command again, which only the caller knows. */
function toCommand(step: StepName, connectionId: string | undefined): NextStep | undefined {
  const args = connectionId === undefined ? [] : [{ connectionId }];
  switch (step) {
    case 'replaceKey':
      return {
        title: vscode.l10n.t('Replace Key…'),
        command: 'orb.connections.replaceKey',
        args,
      };
    case 'editConnection':
      return {
        title: vscode.l10n.t('Edit Connection…'),
        command: 'orb.connections.edit',
        args,
      };
    case 'checkNetwork':
      return {
        title: vscode.l10n.t('Network Settings'),
        command: 'workbench.action.openSettings',
        args: ['http.proxy'],
      };
    case 'showLog':
      return { title: vscode.l10n.t('Show Log'), command: 'orb.log.show' };
    case 'retry':
    case 'widen':
      return undefined;
  }
}
