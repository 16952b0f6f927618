/** Registers commands with the one error boundary: what they throw rejects in words fit for people. */
import * as vscode from 'vscode';
import {
  rowCommands,
  type CommandArgs,
  type CommandId,
  type CommandResult,
} from '../contributions.ts';
import type { Dialogs } from './dialogs.ts';
import { toUserError } from './failures.ts';
import { UserError } from './userError.ts';

export type CommandHandlers = {
  readonly [K in CommandId]?: (
    ...args: CommandArgs<K>
  ) => Promise<CommandResult<K>> | CommandResult<K>;
};

/**
 * @param handlers a table of command id → handler. A CancellationError passes silently as undefined.
 * @param dialogs offers the next step of a failure, after the rejection: nobody waits for the answer.
 */
export function registerCommands(
  handlers: CommandHandlers,
  dialogs: Dialogs,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const all = Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
      try {
        if (rowCommands.test(id) && namesLostRow(args)) {
          throw new UserError(
            vscode.l10n.t('The rows were just being drawn anew. Choose the command again.'),
          );
        }
        return await (handler as (...args: readonly unknown[]) => unknown)(...args);
      } catch (error) {
        if (error instanceof vscode.CancellationError) return undefined;
        const known = toUserError(error);
        log.error(`${id}: ${known.message}`, known.cause ?? '');
        const step = known.nextStep;
        if (step !== undefined) {
          setTimeout(() => {
            void dialogs.notify('error', known.message, step.title).then((answer) => {
              if (answer === step.title)
                void vscode.commands.executeCommand(step.command, ...(step.args ?? []));
            });
          });
        }
        throw known;
      }
    }),
  );
  return vscode.Disposable.from(...all);
}

/**
 * A row's menu gives the row and the selected ones. While rows are drawn anew the editor knows none of them and gives undefined: what
 * is in front must not be taken for what was clicked.
 */
function namesLostRow(args: readonly unknown[]): boolean {
  if (args.length < 2) return false;
  const [row, selected] = args;
  return Array.isArray(selected)
    ? [row, ...(selected as unknown[])].includes(undefined)
    : row === undefined && selected === undefined;
}
