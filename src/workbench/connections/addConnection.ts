/**
 * `orb.connections.add`: asks for what isn't given, checks the connection, and saves it if Orb
 * responds.
 */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { CommandArgs } from '../../contributions.ts';
import { DEFAULT_GRACE_HOURS, hostOf, type Mode } from '../../core/connection.ts';
import { askSteps, keepTyped } from '../askSteps.ts';
import { runCommand } from '../callers.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { askKey } from './askKey.ts';
import * as draft from './draft.ts';
import { askMode, askName } from './questions.ts';

export type NewConnection = NonNullable<CommandArgs<'orb.connections.add'>[0]>;

/**
 * @returns the connection's ID; undefined if a question was dismissed
 * @throws UserError that says what's wrong; then nothing is saved
 */
export async function addConnection(
  services: Services,
  given?: NewConnection,
): Promise<string | undefined> {
  return given === undefined ? addByHand(services) : addGiven(services, given);
}

async function addGiven(services: Services, given: NewConnection): Promise<string> {
  const { connections, dialogs, settings } = services;
  const checked = draft.checkDraft({
    name: given.name,
    mode: given.mode,
    baseUrl: given.baseUrl ?? draft.defaultBaseUrl(given.mode, settings.get('orb.sandbox.port')),
    gracePeriodHours: given.gracePeriodHours ?? DEFAULT_GRACE_HOURS,
  });
  const apiKey = given.apiKey.trim();
  const problem = draft.keyProblem(apiKey);
  if (problem !== undefined) throw new UserError(problem);
  if (draft.isUnencrypted(checked.baseUrl)) {
    const agrees = await dialogs.confirm({
      message: vscode.l10n.t('Send the API key to {0} unencrypted?', hostOf(checked)),
      detail: vscode.l10n.t(
        'With HTTP, anyone on the network can read the API key and the events. Use HTTPS unless the network itself is protected.',
      ),
      action: vscode.l10n.t('Use HTTP'),
    });
    if (!agrees) throw new UserError(draft.unencryptedProblem());
  }
  const result = await connections.check({ ...checked, id: 'new' }, apiKey);
  if (!result.ok) throw new UserError(result.message ?? '');
  return save(services, checked, apiKey);
}

interface Answers {
  readonly mode: Mode;
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly isChecked: boolean;
  readonly name: string;
  /** This window's sandbox is a connection of its own. */
  readonly sandboxId?: string | undefined;
}

async function addByHand(services: Services): Promise<string | undefined> {
  const title = vscode.l10n.t('Add Connection');
  const answers = await askSteps<Answers>((so) => [
    async (_, place) => {
      const mode = await askMode(services, { title, ...place }, so.mode);
      if (mode !== 'sandbox') return mode && { mode };
      const started = await runCommand('orb.sandbox.start');
      return started && { mode, sandboxId: started.connectionId };
    },
    ...(so.mode === 'sandbox' ? [] : [keyStep, nameStep]),
  ]);
  if (answers === undefined) return undefined;
  if (answers.sandboxId !== undefined) return answers.sandboxId;
  const { name, mode, baseUrl, apiKey } = answers;
  const gracePeriodHours = DEFAULT_GRACE_HOURS;
  return save(services, draft.checkDraft({ name, mode, baseUrl, gracePeriodHours }), apiKey);

  async function keyStep({ mode = 'test', apiKey, baseUrl }: Partial<Answers>, place: object) {
    return askKey(services, {
      title,
      ...place,
      mode,
      baseUrl: baseUrl ?? draft.defaultBaseUrl(mode, services.settings.get('orb.sandbox.port')),
      ...(apiKey !== undefined && { value: apiKey }),
      unchecked: vscode.l10n.t('Add Without Checking'),
    });
  }

  async function nameStep({ isChecked, name }: Partial<Answers>, place: object) {
    const prompt =
      isChecked === true
        ? vscode.l10n.t('The key works. Name this connection to add it.')
        : vscode.l10n.t("The key wasn't checked. Name this connection to add it.");
    const value = name === undefined ? {} : { value: name };
    const asked = askName(services, { title, ...place, prompt, ...value });
    const named = await keepTyped(asked, (typed) => ({ name: typed }));
    return named === undefined ? undefined : { name: named };
  }
}

async function save(
  { connections }: Services,
  connection: draft.Draft,
  apiKey: string,
): Promise<string> {
  const id = draft.newConnectionId(connection.name, randomBytes(3).toString('hex'));
  await connections.save({ ...connection, id }, apiKey);
  await connections.activate(id);
  return id;
}
