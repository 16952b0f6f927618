/** What closing or reverting a backfill does to whom, in figures, before the user agrees. */
import * as vscode from 'vscode';
import type { Backfill } from '../../core/backfill.ts';
import { backfillState } from '../../core/backfillMoves.ts';
import { frameText } from '../../core/backfillText.ts';
import type { Connection } from '../../core/connection.ts';
import { shortTime } from '../../core/timeText.ts';
import type { VolumeHour } from '../../core/volume.ts';
import { nameAndMode } from '../connections/labels.ts';
import { toUserError } from '../failures.ts';
import type { Services } from '../services.ts';
import { withProgress } from '../signal.ts';
import type { BackfillList } from './backfillList.ts';
import { countWord, scopeWord } from './words.ts';

export interface Asked {
  readonly connection: Connection;
  readonly backfill: Backfill;
}

type Asking = Pick<Services, 'connections' | 'dialogs'>;

/** Asks whether to close it. In live mode the number of events must be typed. */
export async function agreesToClose(
  services: Asking,
  list: BackfillList,
  asked: Asked,
): Promise<boolean> {
  const { connection, backfill } = asked;
  const frame = frameText(backfill, services.connections.now(connection.id));
  const message = vscode.l10n.t(
    'Close the backfill of {0} in {1}?',
    frame,
    nameAndMode(connection),
  );
  const detail = [
    ...incoming(asked, list),
    ...(await standing(services, asked)),
    vscode.l10n.t('No more events can be sent into it. It can be reverted later.'),
  ].join('\n');
  return agrees(services, asked, {
    message,
    detail,
    action: vscode.l10n.t('Close Backfill'),
  });
}

/** Asks whether to revert it. In live mode the number of events must be typed where usage changes. */
export async function agreesToRevert(
  services: Asking,
  list: BackfillList,
  asked: Asked,
): Promise<boolean> {
  const { connection, backfill } = asked;
  const nowMs = services.connections.now(connection.id);
  const message = vscode.l10n.t(
    'Revert the backfill of {0} in {1}?',
    frameText(backfill, nowMs),
    nameAndMode(connection),
  );
  const reflected = backfillState(backfill, nowMs) === 'reflected';
  const count = countWord(backfill.eventsIngested);
  const scope = scopeWord(backfill, connection.id, list);
  const detail = reflected
    ? [
        backfill.replaceExistingEvents
          ? vscode.l10n.t(
              '{0} events of {1} leave again, and those they replaced come back.',
              count,
              scope,
            )
          : vscode.l10n.t('{0} events of {1} leave again.', count, scope),
        ...(await standing(services, asked)),
      ]
    : [
        vscode.l10n.t('The {0} events sent into it for {1} are dropped.', count, scope),
        vscode.l10n.t('Nothing that Orb bills changes.'),
      ];
  const question = { message, detail: detail.join('\n'), action: vscode.l10n.t('Revert Backfill') };
  return reflected ? agrees(services, asked, question) : services.dialogs.confirm(question);
}

function incoming({ connection, backfill }: Asked, list: BackfillList): readonly string[] {
  const count = countWord(backfill.eventsIngested);
  const scope = scopeWord(backfill, connection.id, list);
  if (!backfill.replaceExistingEvents) {
    return [vscode.l10n.t('{0} events come in for {1}. Nothing is replaced.', count, scope)];
  }
  const replaced =
    backfill.deprecationFilter === null
      ? vscode.l10n.t(
          '{0} events come in for {1} and replace all of theirs that Orb holds in this time frame.',
          count,
          scope,
        )
      : vscode.l10n.t(
          '{0} events come in for {1} and replace those that Orb holds in this time frame where {2}.',
          count,
          scope,
          backfill.deprecationFilter,
        );
  return backfill.eventsIngested === 0
    ? [replaced, vscode.l10n.t('Nothing was sent into it: closing it only removes events.')]
    : [replaced];
}

/** How many events stand in the time frame now, by Orb's volume, which counts all customers. */
async function standing(
  { connections }: Asking,
  { connection, backfill }: Asked,
): Promise<readonly string[]> {
  const title = vscode.l10n.t('Reading the volume of {0}', nameAndMode(connection));
  let hours: readonly VolumeHour[];
  try {
    const client = await connections.client(connection.id);
    const { timeframeStart, timeframeEnd } = backfill;
    const query = { timeframeStart, timeframeEnd };
    hours = await withProgress(
      title,
      async (signal) => (await client.volume.list(query, { signal })).value,
    );
  } catch (error) {
    const { message } = toUserError(error);
    return [vscode.l10n.t('How many events stand there now could not be read: {0}', message)];
  }
  const total = hours.reduce((sum, { count }) => sum + count, 0);
  const lines = [
    backfill.customerId === null
      ? vscode.l10n.t('Orb counts {0} events in these {1} hours.', countWord(total), hours.length)
      : vscode.l10n.t(
          'Orb counts {0} events of all customers in these {1} hours, so at most that many of this one.',
          countWord(total),
          hours.length,
        ),
  ];
  const busiest = hours.toSorted((a, b) => b.count - a.count)[0];
  if (busiest !== undefined && busiest.count > 0) {
    const hour = shortTime(busiest.timeframeStart, connections.now(connection.id)).slice(0, -3);
    lines.push(
      vscode.l10n.t('The most in one hour: {0} from {1} UTC.', countWord(busiest.count), hour),
    );
  }
  return lines;
}

async function agrees(
  { dialogs }: Asking,
  { connection, backfill }: Asked,
  question: { readonly message: string; readonly detail: string; readonly action: string },
): Promise<boolean> {
  if (!(await dialogs.confirm(question))) return false;
  if (connection.mode !== 'live') return true;
  const wanted = String(backfill.eventsIngested);
  const typed = await dialogs.input({
    title: question.message,
    prompt: vscode.l10n.t('Type {0}, the number of incoming events, to go on.', wanted),
    validateInput: (text) =>
      text.trim() === wanted ? undefined : vscode.l10n.t('Type {0}.', wanted),
  });
  return typed?.trim() === wanted;
}
