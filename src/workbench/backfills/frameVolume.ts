/**
 * Says how many events Orb has in a backfill's time frame, in total and by hour. Orb's volume
 * counts all customers.
 */
import { countText, dateFormat } from '../../core/language.ts';
import * as vscode from 'vscode';
import { eventCount } from '../../core/texts/ingest.ts';
import { shortTime } from '../../core/timeText.ts';
import { DAY_MS, HOUR_MS } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { volumeDays } from '../../core/volumeRows.ts';
import { wholeHours, type HourRange } from '../../core/volumeSeries.ts';
import { nameAndMode } from '../connections/labels.ts';
import { runCommand } from '../callers.ts';
import { toUserError } from '../toUserError.ts';
import type { Services } from '../services.ts';
import { withProgress } from '../signal.ts';
import type { ChosenBackfill } from './chooseBackfill.ts';

export type VolumeServices = Pick<Services, 'connections' | 'context' | 'dialogs' | 'ledger'>;

export interface FrameVolume {
  readonly range: HourRange;
  /** Start of the hour → events. */
  readonly counts: ReadonlyMap<number, number>;
}

const weekday = dateFormat({ weekday: 'short', day: 'numeric', month: 'short' });

/** @returns the reason if it can't be read, since closing and reverting work without it */
export async function readFrameVolume(
  { connections }: VolumeServices,
  { connection, backfill }: ChosenBackfill,
): Promise<FrameVolume | string> {
  const title = vscode.l10n.t('Reading the volume of {0}', nameAndMode(connection));
  const { timeframeStart, timeframeEnd } = backfill;
  const ms = (text: string) => parseTimestamp(text)?.ms ?? Number.NaN;
  try {
    const client = await connections.client(connection.id);
    const { value } = await withProgress(title, (signal) =>
      client.volume.list({ timeframeStart, timeframeEnd }, { signal }),
    );
    return {
      range: wholeHours(ms(timeframeStart), ms(timeframeEnd)),
      counts: new Map(value.map((hour) => [ms(hour.timeframeStart), hour.count])),
    };
  } catch (error) {
    const { message } = toUserError(error);
    return vscode.l10n.t("Couldn't read how many events Orb has in this time frame. {0}", message);
  }
}

/** How many events there are, and the peak hour. */
export function volumeLines(
  { connections }: VolumeServices,
  { connection, backfill }: ChosenBackfill,
  { range, counts }: FrameVolume,
): readonly string[] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const lines = [totalText(backfill.customerId === null, eventCount(total), range.hours)];
  const [busiest] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (busiest !== undefined && busiest[1] > 0) {
    const [ms, count] = busiest;
    const now = connections.now(connection.id);
    const hour = shortTime(new Date(ms).toISOString(), now).slice(0, -3);
    lines.push(vscode.l10n.t('Peak hour: {0}, from {1} UTC.', countText(count), hour));
  }
  return lines;
}

function totalText(isForAll: boolean, events: string, hours: number): string {
  if (isForAll) {
    return hours === 1
      ? vscode.l10n.t('Orb counts {0} in this hour.', events)
      : vscode.l10n.t('Orb counts {0} in these {1} hours.', events, countText(hours));
  }
  return hours === 1
    ? vscode.l10n.t(
        'Orb counts {0} of all customers in this hour, so this one has at most that many.',
        events,
      )
    : vscode.l10n.t(
        'Orb counts {0} of all customers in these {1} hours, so this one has at most that many.',
        events,
        countText(hours),
      );
}

const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16);

/** Shows the hours as a list that returns to the question, or in the volume chart. */
export async function showHours(
  { dialogs, ledger }: VolumeServices,
  { connection, backfill }: ChosenBackfill,
  { range, counts }: FrameVolume,
): Promise<void> {
  const { startMs, hours } = range;
  const sent = await ledger.sent.byHour(connection.id, startMs, startMs + hours * HOUR_MS);
  const chart = {
    label: vscode.l10n.t('Show in the Volume Chart'),
    iconPath: new vscode.ThemeIcon('graph'),
  };
  const items: vscode.QuickPickItem[] = volumeDays(range, counts, sent).flatMap((day) => [
    {
      kind: vscode.QuickPickItemKind.Separator,
      label: vscode.l10n.t(
        '{0} · {1} events',
        weekday(day.dayMs).replace(',', ''),
        countText(day.events),
      ),
    },
    ...day.rows.map((row) => ({
      label: `${clock(row.startMs)} – ${row.endMs % DAY_MS === 0 ? '24:00' : clock(row.endMs)}`,
      description: [
        row.events === 0 ? vscode.l10n.t('no events') : eventCount(row.events),
        ...(row.sent > 0 ? [vscode.l10n.t('{0} sent from here', countText(row.sent))] : []),
      ].join(' · '),
    })),
  ]);
  const title =
    backfill.customerId === null
      ? vscode.l10n.t('Events by hour in {0}, UTC', nameAndMode(connection))
      : vscode.l10n.t('Events of ALL customers by hour in {0}, UTC', nameAndMode(connection));
  const chosen = await dialogs.pick([chart, ...items], {
    title,
    placeHolder: vscode.l10n.t('Press Enter or Escape to go back to the question'),
    matchOnDescription: true,
  });
  if (chosen !== chart) return;
  const { timeframeStart, timeframeEnd } = backfill;
  const asked = { connectionId: connection.id, timeframeStart, timeframeEnd };
  // The chart shows the failure.
  await runCommand('orb.volume.show', asked).catch(() => undefined);
}
