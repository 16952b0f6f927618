/** Arguments of commands come from keybindings and other extensions too, where no compiler watches. */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { CommandArgs } from '../../contributions.ts';
import { UserError } from '../userError.ts';

const mode = z.enum(['live', 'test', 'sandbox']);
const text = z.string();
const hours = z.number();

const shapes = {
  add: z.object({
    name: text,
    mode,
    apiKey: text,
    baseUrl: z.exactOptional(text),
    gracePeriodHours: z.exactOptional(hours),
  }),
  edit: z.object({
    connectionId: text,
    name: z.exactOptional(text),
    mode: z.exactOptional(mode),
    gracePeriodHours: z.exactOptional(hours),
  }),
  replaceKey: z.object({ connectionId: text, apiKey: z.exactOptional(text) }),
};

type Argument<K extends keyof typeof shapes> = NonNullable<CommandArgs<`orb.connections.${K}`>[0]>;

/**
 * The argument of one of these commands; undefined when there is none.
 * @throws UserError that names the first member which does not fit. It repeats no value: one of them is a key.
 */
export function readArgument<K extends keyof typeof shapes>(
  command: K,
  argument: unknown,
): Argument<K> | undefined {
  if (argument === undefined || argument === null) return undefined;
  const read = shapes[command].safeParse(argument);
  if (read.success) return read.data;
  const member = read.error.issues[0]?.path.join('.') ?? '';
  throw new UserError(
    member === ''
      ? vscode.l10n.t('orb.connections.{0} takes one object.', command)
      : vscode.l10n.t('"{0}" is missing or not of the right kind.', member),
  );
}
