/** Registers commands with the one error edge: a failure is shown once, or rejects where a program asked. */
import * as vscode from 'vscode';
import { rowCommands, type CommandId, type CommandResult } from '../contributions.ts';
import { readCall } from './callers.ts';
import { readArguments, type ReadArguments } from './commandArguments.ts';
import { isCancel, toUserError } from './toUserError.ts';
import { report, type Telling } from './notices.ts';
import { UserError } from './userError.ts';

export type CommandHandlers = {
  readonly [K in CommandId]?: (
    ...args: ReadArguments<K>
  ) => Promise<CommandResult<K>> | CommandResult<K>;
};

/**
 * @param handlers a table of command id → handler. One that is canceled resolves with undefined.
 * @param telling shows what fails, unless the caller does (see callers.ts)
 */
export function registerCommands(handlers: CommandHandlers, telling: Telling): vscode.Disposable {
  const all = Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, async (...given: readonly unknown[]) => {
      const call = readCall(id, given);
      const { failure } = call;
      try {
        if (rowCommands.test(id) && namesLostRow(call.args)) {
          throw new UserError(vscode.l10n.t('The list was refreshing. Try again.'));
        }
        const args = readArguments[id as CommandId](call);
        return await (handler as (...args: readonly unknown[]) => unknown)(...args);
      } catch (error) {
        if (failure === 'show') report(telling, error, id);
        if (failure === 'show' || isCancel(error)) return undefined;
        const known = toUserError(error);
        if (failure === 'reject') telling.log.error(`${id}: ${known.message}`, known.cause ?? '');
        throw known;
      }
    }),
  );
  return vscode.Disposable.from(...all);
}

/** Handlers of these commands that are loaded when the first of them runs. @param load gives the handlers of at least these commands */
export function lazyCommands(
  ids: readonly CommandId[],
  load: () => Promise<CommandHandlers>,
): CommandHandlers {
  const handler =
    (id: CommandId) =>
    async (...args: readonly unknown[]) => {
      const loaded = (await load())[id] as ((...given: readonly unknown[]) => unknown) | undefined;
      if (loaded === undefined) throw new Error(`${id} has no handler.`);
      return loaded(...args);
    };
  return Object.fromEntries(ids.map((id) => [id, handler(id)]));
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
