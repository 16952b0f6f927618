/** Registers commands so that each failure is shown once, or rejects if a program called. */
import * as vscode from 'vscode';
import {
  rowCommands,
  type CommandId,
  type CommandResult,
  type ContextKeyId,
} from '../contributions.ts';
import { readCall } from './callers.ts';
import type { ReadArguments } from './commandArguments.ts';
import { isCancel, toUserError } from './toUserError.ts';
import { report, type Telling } from './notices.ts';
import { UserError } from './userError.ts';

export type CommandHandlers = {
  readonly [K in CommandId]?: (
    ...args: ReadArguments<K>
  ) => Promise<CommandResult<K>> | CommandResult<K>;
};

/**
 * @param handlers command IDs with their handlers; a command that is canceled resolves with undefined
 * @param telling shows failures, unless the caller does (see callers.ts)
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
        // Loaded by the first command: no window needs it to start.
        const { readArguments } = await import('./commandArguments.ts');
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

/** Handlers that are loaded when the first of these commands runs. @param load returns the handlers of at least these commands */
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
 * A row's menu passes the row and the selected ones. While a tree refreshes, VS Code knows none of its rows and passes undefined, and the
 * command must not run on the active editor instead.
 */
function namesLostRow(args: readonly unknown[]): boolean {
  if (args.length < 2) return false;
  const [row, selected] = args;
  return Array.isArray(selected)
    ? [row, ...(selected as unknown[])].includes(undefined)
    : row === undefined && selected === undefined;
}

/** Sets the context keys for `when` clauses, calling VS Code only when a value changes. */
export function createContextKeys(): (key: ContextKeyId, value: boolean) => void {
  const known = new Map<ContextKeyId, boolean>();
  return (key, value) => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
}
