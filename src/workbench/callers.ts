/**
 * Who starts a command, and so who shows its failure. The editor shows what rejects from the palette, a keybinding or a code lens,
 * each in another way, and nothing of what a menu started. So whoever starts one of our commands from our own interface marks the call,
 * and the command then shows its failure itself and resolves.
 */
import * as vscode from 'vscode';
import {
  commands,
  editorMenuCommands,
  type CommandArgs,
  type CommandId,
  type CommandResult,
} from '../contributions.ts';

/** The last argument of a call. Plain JSON, since links in hovers carry it too. */
interface Mark {
  /** `interface`: a lens, a row, a button, a link, a page. `command`: another command, which shows the failure itself. */
  readonly orbCaller: 'interface' | 'command';
}

export interface Call {
  /** What the handler is given. */
  readonly args: readonly unknown[];
  /** Whether the call came from a menu, which hands over what was clicked. */
  readonly isFromMenu: boolean;
  /** `show`: the command shows its failure and resolves. Otherwise it rejects; `outer`: another command of ours goes on from there. */
  readonly failure: 'show' | 'reject' | 'outer';
}

/** Tells from the arguments of a call who made it. */
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
 * Menus of rows give `(row, rows or undefined)`, the Explorer `(uri, uris)`, tabs `(uri, { groupId, … })`, a text editor's own menu
 * nothing but its `uri`. Our keybinding in the events view says `{ selection: true }`.
 */
function isMenuCall(id: string, [first, second]: readonly unknown[]): boolean {
  if (isRow(first) || Array.isArray(second)) return true;
  if (isObject(first) && first['selection'] === true) return true;
  if (!(first instanceof vscode.Uri)) return false;
  return second === undefined ? editorMenuCommands.has(id) : isTab(second);
}

/** A row of one of our trees: an API's arguments have a kind too, but not the rest. */
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

/** The arguments with which our interface starts a command: those of the editor and of others take no mark. */
export const argumentsOf = (id: string, args: readonly unknown[]): readonly unknown[] =>
  Object.hasOwn(commands, id) ? [...args, fromInterface] : args;

/** What a lens, a row or a quick fix runs when it is chosen. */
export const commandFor = (title: string, id: string, ...args: unknown[]): vscode.Command => ({
  title,
  command: id,
  arguments: [...argumentsOf(id, args)],
});

/** Runs a command of ours as a part of another one. @throws what it throws; a cancel resolves with undefined */
export async function runCommand<K extends CommandId>(
  id: K,
  ...args: CommandArgs<K>
): Promise<CommandResult<K> | undefined> {
  return vscode.commands.executeCommand<CommandResult<K> | undefined>(id, ...args, fromCommand);
}
