/**
 * Determines who started a command, and so who shows its failure. VS Code shows rejections of
 * commands from the palette, a keybinding, or a code lens, each in its own way, but not of commands
 * from a menu. So our own interface marks its calls, and the command then shows its failure itself
 * and resolves.
 */
import * as vscode from 'vscode';
import {
  editorMenuCommands,
  type CommandArgs,
  type CommandId,
  type CommandResult,
} from '../contributions.ts';

/** The last argument of a call. Plain JSON, since it is also part of links in hovers. */
interface Mark {
  /** `interface`: a code lens, row, button, link or page. `command`: another command, which shows the failure. */
  readonly orbCaller: 'interface' | 'command';
}

export interface Call {
  /** The arguments without the mark. */
  readonly args: readonly unknown[];
  /** Whether it came from a menu, which passes what was clicked. */
  readonly isFromMenu: boolean;
  /** `show`: the command shows its failure and resolves. `reject`: it rejects. `outer`: it rejects, and the command that called it shows it. */
  readonly failure: 'show' | 'reject' | 'outer';
}

/** Finds out who made a call from its arguments. */
export function readCall(id: string, given: readonly unknown[]): Call {
  const last = given.at(-1);
  if (isMark(last)) {
    const failure = last.orbCaller === 'interface' ? 'show' : 'outer';
    return { args: given.slice(0, -1), isFromMenu: false, failure };
  }
  const isFromMenu = isMenuCall(id, given);
  const isApi = !isFromMenu && given.some((each) => each !== undefined);
  return { args: given, isFromMenu, failure: isApi ? 'reject' : 'show' };
}

/**
 * Menus of rows pass `(row, rows or undefined)`, the Explorer `(uri, uris)`, tabs `(uri, { groupId, … })`, and a text editor's menu only
 * its `uri`. Our keybinding in the Events view passes `{ selection: true }`.
 */
function isMenuCall(id: string, [first, second]: readonly unknown[]): boolean {
  if (isRow(first) || Array.isArray(second)) return true;
  if (isObject(first) && first['selection'] === true) return true;
  if (!(first instanceof vscode.Uri)) return false;
  return second === undefined ? editorMenuCommands.has(id) : isTab(second);
}

/**
 * A row of one of our trees. Arguments of other extensions may have a `kind`, too, but not the
 * rest.
 */
export const isRow = (value: unknown): value is { readonly kind: string } =>
  isObject(value) &&
  typeof value['kind'] === 'string' &&
  ['searchId', 'connectionId', 'parent'].some((key) => key in value);

const isTab = (value: unknown) => isObject(value) && 'groupId' in value;

const isMark = (value: unknown): value is Mark => isObject(value) && 'orbCaller' in value;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const fromInterface: Mark = { orbCaller: 'interface' };
const fromCommand: Mark = { orbCaller: 'command' };

/** The arguments with which our interface starts a command; only our own commands take the mark. */
export const argumentsOf = (id: string, args: readonly unknown[]): readonly unknown[] =>
  id.startsWith('orb.') ? [...args, fromInterface] : args;

/** The command of a code lens, row or quick fix. */
export const commandFor = (title: string, id: string, ...args: unknown[]): vscode.Command => ({
  title,
  command: id,
  arguments: [...argumentsOf(id, args)],
});

/** Runs one of our commands as part of another. @throws what it throws; resolves with undefined when it was canceled */
export async function runCommand<K extends CommandId>(
  id: K,
  ...args: CommandArgs<K>
): Promise<CommandResult<K> | undefined> {
  return vscode.commands.executeCommand<CommandResult<K> | undefined>(id, ...args, fromCommand);
}
