/** Anything thrown → a UserError; core/describe.ts words what came from Orb. */
import * as vscode from 'vscode';
import { describe, type NextStep as StepName } from '../core/describe.ts';
import { isOrbError } from '../core/errors.ts';
import { connectionOf } from './errorOrigin.ts';
import { SANDBOX_CONNECTION } from './sandboxConnection.ts';
import { UserError, type NextStep } from './userError.ts';

/** The user stopped it, by a question, a progress or a page: nothing that has to be told. */
export const isCancel = (error: unknown): boolean =>
  error instanceof vscode.CancellationError ||
  isOrbError(error, 'cancelled') ||
  (error instanceof Error && error.name === 'AbortError');

export function toUserError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  const { message, nextStep } = describe(error);
  const connectionId = connectionOf(error);
  const step =
    connectionId === SANDBOX_CONNECTION && isOrbError(error, 'unreachable')
      ? { title: vscode.l10n.t('Start Sandbox'), command: 'orb.sandbox.start' }
      : nextStep && toCommand(nextStep, connectionId);
  return new UserError(message, step, { cause: isOrbError(error) ? error.message : error });
}

/**
 * The step as a button that anybody can offer. `retry` and `widen` mean the same command again, which only the caller knows:
 * they are left to it.
 */
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
