/** The questions about connections. An answer is undefined if the question was dismissed. */
import * as vscode from 'vscode';
import { hostOf, type Connection, type Mode } from '../../core/connection.ts';
import type { StepPlace } from '../questionOptions.ts';
import type { Services } from '../services.ts';
import * as draft from './draft.ts';
import { modeWord } from './labels.ts';

type AskServices = Pick<Services, 'connections' | 'dialogs' | 'settings'>;

export interface Asked extends StepPlace {
  readonly title: string;
}

/** @param question.value the name so far */
export function askName(
  { dialogs, connections }: AskServices,
  question: Asked & { readonly value?: string; readonly prompt: string },
): Promise<string | undefined> {
  return dialogs.input({
    ...question,
    placeHolder: vscode.l10n.t('Acme test'),
    validateInput: (text) =>
      draft.nameProblem(text) ??
      (text.trim() !== question.value && connections.all.some(({ name }) => name === text.trim())
        ? vscode.l10n.t('A connection with this name already exists.')
        : undefined),
  });
}

/** @param active the mode that Enter picks; test by default */
export async function askMode(
  { dialogs }: AskServices,
  question: Asked,
  active?: Mode,
): Promise<Mode | undefined> {
  const labels: Record<Mode, string> = {
    test: vscode.l10n.t('Test'),
    sandbox: vscode.l10n.t('Sandbox'),
    live: vscode.l10n.t('Live'),
  };
  const descriptions: Record<Mode, string> = {
    test: vscode.l10n.t('An account in test mode. Nothing is billed.'),
    sandbox: vscode.l10n.t('Runs on this machine. No account or API key needed.'),
    live: vscode.l10n.t('Amending and deprecating here changes what customers are billed.'),
  };
  const items = draft.modes.map((mode) => ({
    label: labels[mode],
    description: descriptions[mode],
    mode,
  }));
  const placeHolder = vscode.l10n.t('Which mode is this API key for?');
  const options = { ...question, placeHolder, active: items.find(({ mode }) => mode === active) };
  return (await dialogs.pick(items, options))?.mode;
}

/** @param question.problem what was wrong with this base URL when it was tried */
export async function askBaseUrl(
  { dialogs }: AskServices,
  question: Asked & { readonly mode: Mode; readonly value: string; readonly problem?: string },
): Promise<string | undefined> {
  const { mode, ...options } = question;
  const typed = await dialogs.input({
    ...options,
    prompt: vscode.l10n.t('Base URL of the API'),
    validateInput: (text) => {
      const isUnchanged = text.trim() === question.value;
      const problem = draft.baseUrlProblem(text, mode);
      if (problem !== undefined) return problem;
      return !isUnchanged && draft.isUnencrypted(text.trim())
        ? draft.unencryptedProblem()
        : undefined;
    },
  });
  return typed?.trim();
}

/** @returns hours */
export async function askGrace(
  { dialogs }: AskServices,
  question: Asked,
  value: number,
): Promise<number | undefined> {
  const hours = await dialogs.input({
    ...question,
    value: String(value),
    prompt: vscode.l10n.t('Grace period of the account, in hours'),
    validateInput: (text) => draft.graceProblem(Number(text)),
  });
  return hours === undefined ? undefined : Number(hours);
}

/** A pick list of connections. The active one comes first, since Enter then changes nothing, and live ones last. */
export async function askConnection(
  { dialogs, connections }: AskServices,
  question: StepPlace & { readonly title?: string; readonly placeHolder: string },
  isOffered: (connection: Connection) => boolean = () => true,
): Promise<Connection | undefined> {
  const activeId = connections.active?.id;
  const rank = ({ id, mode }: Connection) => (id === activeId ? 0 : mode === 'live' ? 2 : 1);
  const items = connections.all
    .filter(isOffered)
    .toSorted((a, b) => rank(a) - rank(b))
    .map((connection) => ({
      label: connection.name,
      description: `${modeWord(connection.mode)} · ${hostOf(connection)}`,
      ...(connection.id === activeId && { detail: vscode.l10n.t('Active') }),
      connection,
    }));
  const options = { ...question, matchOnDescription: true };
  return (await dialogs.pick(items, options))?.connection;
}
