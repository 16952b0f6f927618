/** Splits a time frame that is too long for one backfill. */
import * as vscode from 'vscode';
import { MAX_BACKFILL_DAYS } from '../../core/backfill.ts';
import { frameText } from '../../core/backfillText.ts';
import { countText } from '../../core/language.ts';
import { DAY_MS, type Timeframe } from '../../core/timeframe.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';

/** About a year. A longer time frame comes from a wrong timestamp, not from a correction. */
const MAX_SPLIT = 12;

/** @returns undefined when the user doesn't want several backfills. @throws UserError for more than a year */
export async function splitTimeframe(
  { dialogs }: Services,
  { timeframeStart, timeframeEnd }: Timeframe,
  nowMs: number,
): Promise<readonly Timeframe[] | undefined> {
  const [start, end] = [Date.parse(timeframeStart), Date.parse(timeframeEnd)];
  const max = MAX_BACKFILL_DAYS * DAY_MS;
  if (end - start <= max) return [{ timeframeStart, timeframeEnd }];
  if (end - start > MAX_SPLIT * max) {
    throw new UserError(
      vscode.l10n.t(
        'This time frame spans {0} days. A backfill spans up to {1}. Choose a shorter time frame.',
        countText(Math.ceil((end - start) / DAY_MS)),
        MAX_BACKFILL_DAYS,
      ),
    );
  }
  const frames: Timeframe[] = [];
  for (let from = start; from < end; from += max) {
    frames.push({
      timeframeStart: new Date(from).toISOString(),
      timeframeEnd: new Date(Math.min(from + max, end)).toISOString(),
    });
  }
  const split = vscode.l10n.t('Create {0} Backfills', frames.length);
  const chosen = await dialogs.choose(
    vscode.l10n.t('A backfill spans up to {0} days.', MAX_BACKFILL_DAYS),
    frames.map((each) => frameText(each, nowMs)).join('\n'),
    [split],
  );
  return chosen === split ? frames : undefined;
}
