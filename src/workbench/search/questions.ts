/** What a search asks: ids, which of the words are ids, and how far to look. Undefined when the user turns away. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import type { IdReading } from '../../core/ids/readIds.ts';
import { describeWindow, windowChoices, type SearchWindow } from '../../core/search/window.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import { askBounds as askTimeframe } from '../askBounds.ts';
import type { Services } from '../services.ts';
import type { IdReader } from './sources.ts';

type Asking = Pick<Services, 'dialogs' | 'settings'>;

const titleOf = (connection: Connection) =>
  vscode.l10n.t('Search Events in {0}', nameAndMode(connection));

export async function askIds(
  services: Asking,
  connection: Connection,
  read: IdReader,
): Promise<readonly string[] | undefined> {
  const typed = await services.dialogs.input({
    title: titleOf(connection),
    prompt: vscode.l10n.t('Paste event IDs: a list, JSON, event lines, or log text.'),
    placeHolder: vscode.l10n.t('evt_77310, evt_77311'),
    validateInput: (text) =>
      text.trim() === '' ? vscode.l10n.t('Enter at least one ID.') : undefined,
  });
  if (typed === undefined || typed.trim() === '') return undefined;
  return chooseIds(services, connection, await read(typed));
}

/** Asks which words are ids where nothing tells. */
export async function chooseIds(
  { dialogs }: Asking,
  connection: Connection,
  reading: IdReading,
): Promise<readonly string[] | undefined> {
  if (reading.kind === 'ids') return reading.ids.length === 0 ? undefined : reading.ids;
  const items = reading.candidates.map(({ id, likely }) => ({
    label: visible(id, 120),
    picked: likely,
    id,
  }));
  const chosen = await dialogs.pickMany(items, {
    title: titleOf(connection),
    placeHolder: vscode.l10n.t('Which of these are event IDs?'),
  });
  return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(({ id }) => id);
}

export async function askWindow(
  services: Asking,
  connection: Connection,
): Promise<SearchWindow | undefined> {
  const title = titleOf(connection);
  const choices = windowChoices(services.settings.get('orb.search.windowDays')).map((window) => ({
    label: vscode.l10n.t('Last {0}', describeWindow(window)),
    window,
  }));
  const exact = { label: vscode.l10n.t('Exact Time Frame…'), window: undefined };
  const placeHolder = vscode.l10n.t("How far back? Orb compares the events' own timestamps.");
  const chosen = await services.dialogs.pick([...choices, exact], { title, placeHolder });
  if (chosen === undefined) return undefined;
  return chosen.window ?? askBounds(services, title);
}

/** Asks for two bounds in UTC; undefined when either is dismissed. */
export async function askBounds(
  { dialogs }: Asking,
  title: string,
): Promise<SearchWindow | undefined> {
  const frame = await askTimeframe(dialogs, title);
  return frame && { kind: 'exact', ...frame };
}
