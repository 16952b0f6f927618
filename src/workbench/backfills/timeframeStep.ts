/** The time frame of a new backfill: picked, typed, or taken from the events of a file. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import * as vscode from 'vscode';
import { readBound } from '../../core/search/window.ts';
import { DAY_MS, frameOfHours, type Timeframe } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { eventFileFilter } from '../ndjson/askEventFile.ts';
import type { Services } from '../services.ts';
import { withProgress } from '../signal.ts';
import { UserError } from '../userError.ts';
import { readWhole, streamOnDisk } from '../fileContent.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** @returns undefined when the user turns away. @throws UserError for a file without timestamps */
export async function askTimeframe(
  services: Services,
  title: string,
  nowMs: number,
): Promise<Timeframe | undefined> {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const days = (from: number, to: number): Timeframe => ({
    timeframeStart: iso(today - from * DAY_MS),
    timeframeEnd: iso(today - to * DAY_MS),
  });
  const file = { label: vscode.l10n.t('Time Span of a File…'), frame: undefined };
  const exact = { label: vscode.l10n.t('Exact Time Frame…'), frame: undefined };
  const items = [
    exact,
    file,
    { label: vscode.l10n.t('Yesterday'), frame: days(1, 0) },
    { label: vscode.l10n.t('The Last 7 Days'), frame: days(7, 0) },
    { label: vscode.l10n.t('The Last 31 Days'), frame: days(31, 0) },
  ];
  const placeHolder = vscode.l10n.t('Which time, in UTC?');
  const chosen = await services.dialogs.pick(items, { title, placeHolder });
  if (chosen === undefined) return undefined;
  if (chosen.frame !== undefined) return chosen.frame;
  return chosen.label === file.label ? askFile(services) : askBounds(services, title);
}

async function askBounds({ dialogs }: Services, title: string): Promise<Timeframe | undefined> {
  const problem = vscode.l10n.t(
    'Type a day or a time in UTC, such as 2026-08-13 or 2026-08-13 10:00.',
  );
  const ask = async (prompt: string, validate: (bound: string) => string | undefined) => {
    const typed = await dialogs.input({
      title,
      prompt,
      placeHolder: '2026-08-13',
      validateInput: (text) => {
        const bound = readBound(text);
        return bound === undefined ? problem : validate(bound);
      },
    });
    return typed === undefined ? undefined : readBound(typed);
  };
  const timeframeStart = await ask(vscode.l10n.t('From, in UTC'), () => undefined);
  if (timeframeStart === undefined) return undefined;
  const timeframeEnd = await ask(vscode.l10n.t('To, in UTC, exclusive'), (end) =>
    Date.parse(end) > Date.parse(timeframeStart)
      ? undefined
      : vscode.l10n.t('The end must be after the start.'),
  );
  return timeframeEnd === undefined ? undefined : { timeframeStart, timeframeEnd };
}

async function askFile({ dialogs }: Services): Promise<Timeframe | undefined> {
  const uri = await dialogs.openFile({
    title: vscode.l10n.t('Time Span of a File'),
    filters: eventFileFilter(),
  });
  if (uri === undefined) return undefined;
  const title = vscode.l10n.t('VolumeServices the timestamps of {0}', uri.fsPath);
  const span = await withProgress(title, (signal) => timeSpan(uri, signal));
  if (span === undefined) {
    throw new UserError(vscode.l10n.t('No line of {0} has a timestamp.', uri.fsPath));
  }
  return span;
}

const TIMESTAMP = /"timestamp"\s*:\s*"([^"\\]*)"/;

/** The whole hours that hold all timestamps of the file's lines; undefined when there is none. */
async function timeSpan(uri: vscode.Uri, signal: AbortSignal): Promise<Timeframe | undefined> {
  const input =
    uri.scheme === 'file'
      ? await streamOnDisk(uri.fsPath, signal)
      : Readable.from([await readWhole(uri)]);
  let [first, last] = [Infinity, -Infinity];
  for await (const line of createInterface({ input })) {
    const ms = parseTimestamp(TIMESTAMP.exec(line)?.[1] ?? '')?.ms;
    if (ms === undefined) continue;
    first = Math.min(first, ms);
    last = Math.max(last, ms);
  }
  if (first > last) return undefined;
  return frameOfHours(first, last);
}
