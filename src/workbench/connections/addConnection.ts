/** `orb.connections.add`: asks what it was not given, tries the connection, keeps it when it answers. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { CommandArgs } from '../../contributions.ts';
import { DEFAULT_GRACE_HOURS } from '../../core/connection.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { checkDraft, defaultBaseUrl, keyProblem, newConnectionId, type Draft } from './draft.ts';
import * as ask from './questions.ts';

export type NewConnection = NonNullable<CommandArgs<'orb.connections.add'>[0]>;

interface Filled {
  readonly draft: Draft;
  readonly apiKey: string;
}

/** @returns the id; undefined when the user turned away. @throws UserError with what is wrong, and nothing is kept. */
export async function addConnection(
  services: Services,
  given?: NewConnection,
): Promise<string | undefined> {
  const filled = given === undefined ? await askAll(services) : read(services, given);
  if (filled === undefined) return undefined;
  const { draft, apiKey } = filled;
  if (!(await ask.askIfReadable(services, draft.baseUrl))) {
    if (given === undefined) return undefined;
    throw new UserError(
      vscode.l10n.t('Plain http would send the API key readable over the network. Use https.'),
    );
  }
  const connection = {
    ...draft,
    id: newConnectionId(draft.name, randomBytes(3).toString('hex')),
  };
  const check = await services.connections.check(connection, apiKey);
  if (!check.ok) {
    if (given !== undefined) throw new UserError(check.message ?? '');
    const anyway = vscode.l10n.t('Add Anyway');
    const message = vscode.l10n.t('{0} did not answer as Orb does.', draft.name);
    if ((await services.dialogs.choose(message, check.message, [anyway])) !== anyway) {
      return undefined;
    }
  }
  await services.connections.save(connection, apiKey);
  await services.connections.activate(connection.id);
  return connection.id;
}

function read({ settings }: Services, given: NewConnection): Filled {
  const draft = checkDraft({
    name: given.name,
    mode: given.mode,
    baseUrl: given.baseUrl ?? defaultBaseUrl(given.mode, settings.get('orb.sandbox.port')),
    gracePeriodHours: given.gracePeriodHours ?? DEFAULT_GRACE_HOURS,
  });
  const apiKey = given.apiKey.trim();
  const problem = keyProblem(apiKey);
  if (problem !== undefined) throw new UserError(problem);
  return { draft, apiKey };
}

async function askAll(services: Services): Promise<Filled | undefined> {
  const title = (step: number) => vscode.l10n.t('Add Connection ({0} of 4)', step);
  const mode = await ask.askMode(services, title(1));
  if (mode === undefined) return undefined;
  const name = await ask.askName(services, title(2));
  if (name === undefined) return undefined;
  const value = defaultBaseUrl(mode, services.settings.get('orb.sandbox.port'));
  const baseUrl = await ask.askAddress(services, title(3), { mode, value });
  if (baseUrl === undefined) return undefined;
  const apiKey = await ask.askKey(services, title(4), name);
  if (apiKey === undefined) return undefined;
  return {
    draft: checkDraft({ name, mode, baseUrl, gracePeriodHours: DEFAULT_GRACE_HOURS }),
    apiKey,
  };
}
