/** Everything that is asked about connections. Each answer is undefined when the user turns away. */
import * as vscode from 'vscode';
import { hostOf, type Connection, type Mode } from '../../core/connection.ts';
import type { Services } from '../services.ts';
import * as draft from './draft.ts';
import { modeWord } from './labels.ts';

type Asking = Pick<Services, 'connections' | 'dialogs' | 'settings'>;

export function askName(
  { dialogs, connections }: Asking,
  title: string,
  value = '',
): Promise<string | undefined> {
  return dialogs.input({
    title,
    value,
    prompt: vscode.l10n.t('A name for the connection'),
    placeHolder: vscode.l10n.t('Acme production'),
    validateInput: (text) =>
      draft.nameProblem(text) ??
      (text.trim() !== value && connections.all.some(({ name }) => name === text.trim())
        ? vscode.l10n.t('There is a connection of this name already.')
        : undefined),
  });
}

export async function askMode({ dialogs }: Asking, title: string): Promise<Mode | undefined> {
  const details: Record<Mode, string> = {
    live: vscode.l10n.t('Events here are billed. Every amendment is confirmed.'),
    test: vscode.l10n.t('An account in test mode: nothing here is billed.'),
    sandbox: vscode.l10n.t('The local sandbox of this extension: no account, no limits.'),
  };
  const items = draft.modes.map((mode) => ({
    label: modeWord(mode),
    detail: details[mode],
    mode,
  }));
  const placeHolder = vscode.l10n.t('Which mode does the API key open? Orb does not tell.');
  return (await dialogs.pick(items, { title, placeHolder }))?.mode;
}

export function askAddress(
  { dialogs }: Asking,
  title: string,
  about: { readonly mode: Mode; readonly value: string },
): Promise<string | undefined> {
  return dialogs.input({
    title,
    value: about.value,
    prompt: vscode.l10n.t('The base URL of the API'),
    validateInput: (text) => draft.addressProblem(text, about.mode),
  });
}

/** @param about says for which connection, where the title alone does not. */
export async function askKey(
  { dialogs }: Asking,
  title: string,
  about: string,
): Promise<string | undefined> {
  const key = await dialogs.input({
    title,
    password: true,
    prompt: vscode.l10n.t('{0}. The key is kept in the key store of VS Code.', about),
    placeHolder: vscode.l10n.t('API key'),
    validateInput: (text) => draft.keyProblem(text.trim()),
  });
  return key?.trim();
}

export async function askGrace(
  { dialogs }: Asking,
  title: string,
  value: number,
): Promise<number | undefined> {
  const hours = await dialogs.input({
    title,
    value: String(value),
    prompt: vscode.l10n.t('The grace period of the account, in hours'),
    validateInput: (text) => draft.graceProblem(Number(text)),
  });
  return hours === undefined ? undefined : Number(hours);
}

/** A pick list of connections, the active one first named as such. */
export async function askConnection(
  { dialogs, connections }: Asking,
  placeHolder: string,
  which: (connection: Connection) => boolean = () => true,
): Promise<Connection | undefined> {
  const items = connections.all.filter(which).map((connection) => ({
    label: connection.name,
    description: `${modeWord(connection.mode)} · ${hostOf(connection)}`,
    ...(connection.id === connections.active?.id && { detail: vscode.l10n.t('Active') }),
    connection,
  }));
  return (await dialogs.pick(items, { placeHolder, matchOnDescription: true }))?.connection;
}

/** True when the address protects the key, or the user insists that the network does. */
export async function askIfReadable({ dialogs }: Asking, baseUrl: string): Promise<boolean> {
  if (!draft.isReadableOnTheWay(baseUrl)) return true;
  return dialogs.confirm({
    message: vscode.l10n.t('Send the API key readable to {0}?', hostOf({ baseUrl })),
    detail: vscode.l10n.t(
      'This address is plain http: anybody on the way can read the key and the events. Use https unless the network itself is protected.',
    ),
    action: vscode.l10n.t('Use Plain http'),
  });
}
