/** `orb.connections.edit` and `.replaceKey`. */
import * as vscode from 'vscode';
import type { CommandArgs } from '../../contributions.ts';
import type { Connection } from '../../core/connection.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { checkDraft, keyProblem } from './draft.ts';
import { modeWord } from './labels.ts';
import * as ask from './questions.ts';

type Edit = NonNullable<CommandArgs<'orb.connections.edit'>[0]>;
type NewKey = NonNullable<CommandArgs<'orb.connections.replaceKey'>[0]>;
type Changes = Partial<Omit<Connection, 'id'>>;

/** Asks for the connection and the change where they are not given. */
export async function editConnection(services: Services, given?: Edit): Promise<void> {
  const { connections } = services;
  const connection = await whichOne(services, given?.connectionId);
  if (connection === undefined) return;
  const { name, mode, gracePeriodHours } = given ?? {};
  const told: Changes = {
    ...(name !== undefined && { name }),
    ...(mode !== undefined && { mode }),
    ...(gracePeriodHours !== undefined && { gracePeriodHours }),
  };
  const changes = Object.keys(told).length > 0 ? told : await askChange(services, connection);
  if (changes === undefined) return;
  await connections.save({ ...checkDraft({ ...connection, ...changes }), id: connection.id });
}

async function askChange(services: Services, connection: Connection): Promise<Changes | undefined> {
  const title = vscode.l10n.t('Edit {0}', connection.name);
  const { mode, baseUrl, gracePeriodHours } = connection;
  const grace = vscode.l10n.t('{0} h', gracePeriodHours);
  const fields = [
    { label: vscode.l10n.t('Name'), description: connection.name, field: 'name' },
    { label: vscode.l10n.t('Mode'), description: modeWord(mode), field: 'mode' },
    { label: vscode.l10n.t('Grace Period'), description: grace, field: 'grace' },
    { label: vscode.l10n.t('Base URL'), description: baseUrl, field: 'address' },
  ] as const;
  const picked = await services.dialogs.pick(fields, { title });
  switch (picked?.field) {
    case undefined:
      return undefined;
    case 'name': {
      const name = await ask.askName(services, title, connection.name);
      return name === undefined ? undefined : { name };
    }
    case 'mode': {
      const chosen = await ask.askMode(services, title);
      return chosen === undefined ? undefined : { mode: chosen };
    }
    case 'grace': {
      const hours = await ask.askGrace(services, title, gracePeriodHours);
      return hours === undefined ? undefined : { gracePeriodHours: hours };
    }
    case 'address': {
      const address = await ask.askAddress(services, title, { mode, value: baseUrl });
      if (address === undefined || !(await ask.askIfReadable(services, address))) return undefined;
      return { baseUrl: address };
    }
  }
}

/** Tries the new key before it takes the place of the old one. @throws UserError when Orb refuses it; the old one stays. */
export async function replaceKey(services: Services, given?: NewKey): Promise<void> {
  const { connections, dialogs } = services;
  const connection = await whichOne(services, given?.connectionId);
  if (connection === undefined) return;
  const title = vscode.l10n.t('Replace API Key');
  const apiKey = (given?.apiKey ?? (await ask.askKey(services, title, connection.name)))?.trim();
  if (apiKey === undefined) return;
  const problem = keyProblem(apiKey);
  if (problem !== undefined) throw new UserError(problem);
  const check = await connections.check(connection, apiKey);
  if (!check.ok) {
    if (given?.apiKey !== undefined) throw new UserError(check.message ?? '');
    const anyway = vscode.l10n.t('Replace Anyway');
    const message = vscode.l10n.t('{0} did not answer as Orb does.', connection.name);
    if ((await dialogs.choose(message, check.message, [anyway])) !== anyway) return;
  }
  await connections.save(connection, apiKey);
}

/** The connection named, else the one the user picks; the environment's cannot be changed. */
async function whichOne(
  services: Services,
  id: string | undefined,
): Promise<Connection | undefined> {
  const { connections } = services;
  if (id !== undefined) return connections.resolve(id);
  const own = connections.all.filter((each) => connections.isEditable(each.id));
  if (own.length === 0) return connections.resolve();
  if (own.length === 1) return own[0];
  if (connections.keyMissing) return connections.active;
  return ask.askConnection(services, vscode.l10n.t('Which connection?'), ({ id: each }) =>
    connections.isEditable(each),
  );
}
