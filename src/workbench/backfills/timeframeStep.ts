/** The time frame of a new backfill: picked, typed, or taken from the events of a file. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import * as vscode from 'vscode';
import { DAY_MS, frameOfHours, type Timeframe } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { askBounds } from '../askBounds.ts';
import { askSteps } from '../askSteps.ts';
import { readWhole, streamOnDisk } from '../fileContent.ts';
import { eventFileFilter } from '../ndjson/askEventFile.ts';
import { GoBack, type StepPlace } from '../questionOptions.ts';
import type { Services } from '../services.ts';
import { withProgress } from '../signal.ts';
import { UserError } from '../userError.ts';

type How = 'exact' | 'file' | Timeframe;

/** @returns undefined when dismissed. @throws GoBack; UserError for a file without timestamps */
export async function askTimeframe(
  services: Services,
  title: string,
  place: StepPlace,
  nowMs: number,
): Promise<Timeframe | undefined> {
  const answers = await askSteps<{ how: How; frame: Timeframe }>(
    () => [
      async (so, at) => {
        const how = await askHow(services, { title, ...at }, nowMs, so.how);
        return how && { how };
      },
      async ({ how }, at) => {
        const frame =
          how === 'file'
            ? await askFile(services)
            : typeof how === 'object'
              ? how
              : await askBounds(services.dialogs, title, at);
        return frame && { frame };
      },
    ],
    {},
    place,
  );
  return answers?.frame;
}

async function askHow(
  { dialogs }: Services,
  question: StepPlace & { readonly title: string },
  nowMs: number,
  before: How | undefined,
): Promise<How | undefined> {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const iso = (ms: number) => new Date(ms).toISOString();
  const days = (from: number): Timeframe => ({
    timeframeStart: iso(today - from * DAY_MS),
    timeframeEnd: iso(today),
  });
  const items: readonly (vscode.QuickPickItem & { readonly how: How })[] = [
    { label: vscode.l10n.t('Exact Time Frame…'), how: 'exact' },
    { label: vscode.l10n.t('Time Span of a File…'), how: 'file' },
    { label: vscode.l10n.t('Yesterday'), how: days(1) },
    { label: vscode.l10n.t('Last 7 Days'), how: days(7) },
    { label: vscode.l10n.t('Last 31 Days'), how: days(31) },
  ];
  const placeHolder = vscode.l10n.t('Which time frame, in UTC?');
  const active = items.find(({ how }) => JSON.stringify(how) === JSON.stringify(before));
  return (await dialogs.pick(items, { ...question, placeHolder, active }))?.how;
}

/** @throws GoBack if no file is chosen; UserError for a file without timestamps */
async function askFile({ dialogs }: Services): Promise<Timeframe> {
  const uri = await dialogs.openFile({
    title: vscode.l10n.t('Time Span of a File'),
    filters: eventFileFilter(),
  });
  if (uri === undefined) throw new GoBack();
  const title = vscode.l10n.t('Reading the timestamps of {0}', uri.fsPath);
  const span = await withProgress(title, (signal) => timeSpan(uri, signal));
  if (span === undefined) {
    throw new UserError(vscode.l10n.t('No line in {0} has a timestamp.', uri.fsPath));
  }
  return span;
}

const TIMESTAMP = /"timestamp"\s*:\s*"([^"\\]*)"/;

/**
 * The whole hours that contain all timestamps of the file's lines; undefined if there aren't any.
 */
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
