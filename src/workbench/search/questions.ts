/** The questions of a search: the IDs and the time frame. Undefined when dismissed. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { countText } from '../../core/language.ts';
import { shortDay } from '../../core/timeText.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import { windowChoices, type SearchWindow } from '../../core/search/window.ts';
import { askBounds as askTimeframe } from '../askBounds.ts';
import { askSteps } from '../askSteps.ts';
import { nameAndMode } from '../connections/labels.ts';
import { GoBack, type StepPlace } from '../questionOptions.ts';
import type { Services } from '../services.ts';
import { askIds, type ChosenIds } from './askIds.ts';
import type { IdReader } from './idReader.ts';

type Asking = Pick<Services, 'connections' | 'dialogs' | 'settings'>;

interface Answers {
  readonly chosen: ChosenIds;
  readonly window: SearchWindow;
}

/** @param given a time frame that isn't asked for */
export function askSearch(
  services: Asking,
  connection: Connection,
  read: IdReader,
  given: SearchWindow | undefined,
): Promise<Answers | undefined> {
  const title = vscode.l10n.t('Search Events in {0}', nameAndMode(connection));
  return askSteps<Answers>(
    () => [
      async ({ chosen: before }, place) => {
        const chosen = await askIds(services, title, read, { ...place, typed: before?.typed });
        return chosen && { chosen };
      },
      ...(given === undefined
        ? [
            async ({ chosen }: Partial<Answers>, place: StepPlace) => {
              const count = chosen?.eventIds.length ?? 0;
              const nowMs = services.connections.now(connection.id);
              const window = await askWindow(services, { ...place, title, count, nowMs });
              return window && { window };
            },
          ]
        : []),
    ],
    given === undefined ? {} : { window: given },
  );
}

interface WindowQuestion extends StepPlace {
  readonly title: string;
  /** The time frame of the events. */
  readonly count: number;
  readonly nowMs: number;
}

async function askWindow(
  services: Pick<Asking, 'dialogs' | 'settings'>,
  { count, nowMs, ...question }: WindowQuestion,
): Promise<SearchWindow | undefined> {
  const choices = windowChoices(services.settings.get('orb.search.windowDays')).map((window) => ({
    ...describeChoice(window, nowMs),
    window,
  }));
  const exact = { label: vscode.l10n.t('Exact Time Frame…'), window: undefined };
  const placeHolder =
    count === 1
      ? vscode.l10n.t('When did the event happen?')
      : vscode.l10n.t('When did the {0} events happen?', countText(count));
  for (;;) {
    const options = { ...question, placeHolder };
    const chosen = await services.dialogs.pick([...choices, exact], options);
    if (chosen === undefined || chosen.window !== undefined) return chosen?.window;
    try {
      return await askBounds(services, question.title, { ...question, canGoBack: true });
    } catch (error) {
      if (!(error instanceof GoBack)) throw error;
    }
  }
}

function describeChoice(window: SearchWindow, nowMs: number) {
  const hours = window.kind === 'last' ? window.hours : 0;
  const label =
    hours === 24
      ? vscode.l10n.t('Last 24 Hours')
      : vscode.l10n.t('Last {0} Days', String(hours / 24));
  const day = (ms: number) => shortDay(ms, nowMs);
  const from = nowMs - hours * HOUR_MS;
  return { label, description: vscode.l10n.t('{0} – {1}', day(from), day(nowMs)) };
}

/** Asks for two bounds in UTC; undefined if either is dismissed. */
export async function askBounds(
  { dialogs }: Pick<Asking, 'dialogs'>,
  title: string,
  place: StepPlace = {},
): Promise<SearchWindow | undefined> {
  const frame = await askTimeframe(dialogs, title, place);
  return frame && { kind: 'exact', ...frame };
}
