/** The confirmation before an ingest: what is sent, where, and what isn't sent. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import { duration, eventCount, lineCount } from '../../core/texts/ingest.ts';
import type { FileTotals } from '../../ingest/validateFile.ts';
import { shortestMs, type RateLimits } from '../../ingest/rate.ts';
import type { Rejection } from '../../ingestWorker/messages.ts';
import type { TallySummary } from '../../ingest/tally.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Dialogs } from '../dialogs.ts';

export interface Preview {
  readonly name: string;
  readonly totals: FileTotals;
  /** The first lines that aren't sent because of a problem. */
  readonly rejected: readonly Rejection[];
  readonly connection: Connection;
  readonly rate: RateLimits;
  /** Its name in the Backfills view. */
  readonly backfillName?: string;
}

/** Asks before anything is sent; for a live connection twice, since its events are billed. */
export async function confirmIngest(dialogs: Dialogs, preview: Preview): Promise<boolean> {
  const { connection, totals, backfillName } = preview;
  const events = eventCount(totals.valid);
  const account = nameAndMode(connection);
  const message =
    backfillName === undefined
      ? vscode.l10n.t('Ingest {0} into {1}?', events, account)
      : vscode.l10n.t('Ingest {0} into the backfill of {1} in {2}?', events, backfillName, account);
  const action = vscode.l10n.t('Ingest');
  if (!(await dialogs.confirm({ message, detail: describePreview(preview), action }))) return false;
  if (connection.mode !== 'live') return true;
  return dialogs.confirm({
    message: vscode.l10n.t(
      '{0} is a LIVE account. Customers are billed for what is sent: {1}.',
      connection.name,
      events,
    ),
    action: vscode.l10n.t('Ingest into LIVE'),
  });
}

function describePreview({ name, totals, rejected, rate }: Preview): string {
  const { lines, valid, span, names, customers } = totals;
  const rows = [
    vscode.l10n.t('{0}: {1}, {2} valid', name, lineCount(lines), countText(valid)),
    ...leftRows(totals),
    ...reasonRows(rejected),
    ...catalogRows(totals),
    ...(span === undefined
      ? []
      : [vscode.l10n.t('From {0} to {1} UTC', seconds(span.firstMs), seconds(span.lastMs))]),
    vscode.l10n.t('Customers: {0}', tally(customers)),
    vscode.l10n.t('Event names: {0}', tally(names)),
    ...timeRows(valid, rate),
  ];
  return rows.join('\n');
}

/** What isn't sent. */
function leftRows({ invalid, duplicates, conflicts }: FileTotals): readonly string[] {
  const rows = [
    invalid === 1
      ? vscode.l10n.t("1 line has a problem and isn't sent")
      : invalid > 1 && vscode.l10n.t("{0} lines have problems and aren't sent", countText(invalid)),
    duplicates === 1
      ? vscode.l10n.t("1 duplicate isn't sent again")
      : duplicates > 1 && vscode.l10n.t("{0} duplicates aren't sent again", countText(duplicates)),
    conflicts === 1
      ? vscode.l10n.t("1 line has the same event ID as an invalid line and isn't sent")
      : conflicts > 1 &&
        vscode.l10n.t(
          '{0} lines use the same event ID with different content; none of them is sent',
          countText(conflicts),
        ),
  ];
  return rows.filter((row) => row !== false);
}

/** What is sent though it differs from the event catalog. */
function catalogRows({ warned, warnings }: FileTotals): readonly string[] {
  if (warned === 0) return [];
  const row =
    warned === 1
      ? vscode.l10n.t('1 line differs from the event catalog and is sent')
      : vscode.l10n.t('{0} lines differ from the event catalog and are sent', countText(warned));
  const named = warnings.top
    .slice(0, MAX_REASONS)
    .map(({ text, count }) => vscode.l10n.t('{0} ({1})', text, countText(count)));
  return [row, ...named];
}

/** The dialog shows the first reasons; afterwards, all of them are in Problems. */
const MAX_REASONS = 3;

const reasonRows = (rejected: readonly Rejection[]): readonly string[] =>
  rejected
    .slice(0, MAX_REASONS)
    .map(({ line, reasons }) =>
      vscode.l10n.t('Line {0}: {1}', countText(line), visible(reasons.join(' '), 200)),
    );

function timeRows(valid: number, rate: RateLimits): readonly string[] {
  if (rate.eventsPerMinute === Infinity) return [];
  const ms = shortestMs(valid, rate);
  const perMinute = eventCount(rate.eventsPerMinute);
  const row =
    ms === 0
      ? vscode.l10n.t('Takes less than a minute, at {0} per minute', perMinute)
      : vscode.l10n.t('Takes about {0}, at {1} per minute', duration(ms), perMinute);
  if (ms <= DAY_MS) return [row];
  return [
    row,
    vscode.l10n.t(
      "That's more than a day. Ask Orb support about ingestion from S3, hosted rollups, or a higher limit.",
    ),
  ];
}

const seconds = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** `3 (acme, beta, gamma)`. */
function tally({ different, more, top }: TallySummary): string {
  const all = more ? vscode.l10n.t('more than {0}', countText(different)) : countText(different);
  const named = top.slice(0, 3).map(({ text }) => visible(text, 40));
  return `${all} (${named.join(', ')}${different > named.length ? ', …' : ''})`;
}
