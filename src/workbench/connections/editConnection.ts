/** `orb.connections.edit` and `.replaceKey`. */
import * as vscode from 'vscode';
import type { CommandArgs } from '../../contributions.ts';
import type { Connection } from '../../core/connection.ts';
import { askSteps } from '../askSteps.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { askKey } from './askKey.ts';
import { checkDraft, keyProblem } from './draft.ts';
import { modeWord, nameAndMode } from './labels.ts';
import * as ask from './questions.ts';

type Edit = NonNullable<CommandArgs<'orb.connections.edit'>[0]>;
type NewKey = NonNullable<CommandArgs<'orb.connections.replaceKey'>[0]>;
type Changes = Partial<Omit<Connection, 'id'>>;

/**
 * Asks for the connection and the change if they aren't given.
 * @throws UserError with the first problem
 */
export async function editConnection(services: Services, given?: Edit): Promise<void> {
  const { connections } = services;
  const connection = await editableConnection(services, given?.connectionId);
  if (connection === undefined) return;
  const { name, mode, gracePeriodHours } = given ?? {};
  const changed: Changes = {
    ...(name !== undefined && { name }),
    ...(mode !== undefined && { mode }),
    ...(gracePeriodHours !== undefined && { gracePeriodHours }),
  };
  const changes = Object.keys(changed).length > 0 ? changed : await askChange(services, connection);
  if (changes === undefined) return;
  await connections.save({ ...checkDraft({ ...connection, ...changes }), id: connection.id });
}

type Field = 'name' | 'mode' | 'grace' | 'baseUrl';

async function askChange(services: Services, connection: Connection): Promise<Changes | undefined> {
  const title = vscode.l10n.t('Edit {0}', nameAndMode(connection));
  const answers = await askSteps<{ field: Field; changes: Changes }>(() => [
    async (_, { canGoBack = false }) => {
      const field = await askField(services, connection, { title, canGoBack });
      return field && { field };
    },
    async ({ field = 'name' }, { canGoBack = false }) => {
      const changes = await askValue(services, connection, field, { title, canGoBack });
      return changes && { changes };
    },
  ]);
  return answers?.changes;
}

async function askField(
  { dialogs }: Services,
  { name, mode, baseUrl, gracePeriodHours }: Connection,
  question: ask.Asked,
): Promise<Field | undefined> {
  const grace = vscode.l10n.t('{0} h', gracePeriodHours);
  const fields: readonly (vscode.QuickPickItem & { readonly field: Field })[] = [
    { label: vscode.l10n.t('Name'), description: name, field: 'name' },
    { label: vscode.l10n.t('Mode'), description: modeWord(mode), field: 'mode' },
    { label: vscode.l10n.t('Grace Period'), description: grace, field: 'grace' },
    { label: vscode.l10n.t('Base URL'), description: baseUrl, field: 'baseUrl' },
  ];
  return (await dialogs.pick(fields, question))?.field;
}

async function askValue(
  services: Services,
  { name, mode, baseUrl, gracePeriodHours }: Connection,
  field: Field,
  question: ask.Asked,
): Promise<Changes | undefined> {
  switch (field) {
    case 'name': {
      const prompt = vscode.l10n.t('Name of the connection');
      const named = await ask.askName(services, { ...question, value: name, prompt });
      return named === undefined ? undefined : { name: named };
    }
    case 'mode': {
      const chosen = await ask.askMode(services, question, mode);
      return chosen && { mode: chosen };
    }
    case 'grace': {
      const hours = await ask.askGrace(services, question, gracePeriodHours);
      return hours === undefined ? undefined : { gracePeriodHours: hours };
    }
    case 'baseUrl': {
      const typed = await ask.askBaseUrl(services, { ...question, mode, value: baseUrl });
      return typed === undefined ? undefined : { baseUrl: typed };
    }
  }
}

/**
 * Checks the new key before it replaces the old one.
 * @throws UserError if Orb rejects it; the old one stays
 */
export async function replaceKey(services: Services, given?: NewKey): Promise<void> {
  const { connections } = services;
  const connection = await editableConnection(services, given?.connectionId);
  if (connection === undefined) return;
  if (given?.apiKey === undefined) {
    const asked = await askKey(services, {
      title: vscode.l10n.t('Replace API Key of {0}', nameAndMode(connection)),
      mode: connection.mode,
      baseUrl: connection.baseUrl,
      unchecked: vscode.l10n.t('Replace Without Checking'),
    });
    if (asked === undefined) return;
    const { baseUrl } = checkDraft({ ...connection, baseUrl: asked.baseUrl });
    await connections.save({ ...connection, baseUrl }, asked.apiKey);
    return;
  }
  const apiKey = given.apiKey.trim();
  const problem = keyProblem(apiKey);
  if (problem !== undefined) throw new UserError(problem);
  const result = await connections.check(connection, apiKey);
  if (!result.ok) throw new UserError(result.message ?? '');
  await connections.save(connection, apiKey);
}

/**
 * The connection with this ID, or one that the user picks. The environment's can't be changed here.
 */
async function editableConnection(
  services: Services,
  id: string | undefined,
): Promise<Connection | undefined> {
  const { connections } = services;
  if (id !== undefined) return connections.resolve(id);
  const own = connections.all.filter((each) => connections.isEditable(each.id));
  if (own.length === 0) return connections.resolve();
  if (own.length === 1) return own[0];
  if (connections.keyMissing) return connections.active;
  const question = { placeHolder: vscode.l10n.t('Choose a connection') };
  return ask.askConnection(services, question, (each) => connections.isEditable(each.id));
}
