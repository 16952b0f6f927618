/** The hours between two timestamps from a caller or the user. */
import * as vscode from 'vscode';
import { HOUR_MS } from '../../core/timeframe.ts';
import { typedHour } from '../../core/timeText.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { WEEK_HOURS, wholeHours, type HourRange } from '../../core/volumeSeries.ts';
import { timeProblem } from '../timeProblem.ts';
import { UserError } from '../userError.ts';

/** Orb keeps volume for longer, but a chart with the hours of more than a year isn't useful. */
const MAX_HOURS = 366 * 24;

/**
 * @throws UserError if a bound isn't a timestamp, or they are in the wrong order or too far apart
 */
export function boundsOf(
  asked: {
    readonly timeframeStart?: string | undefined;
    readonly timeframeEnd?: string | undefined;
  },
  nowMs: number,
): HourRange | undefined {
  const { timeframeStart, timeframeEnd } = asked;
  if (timeframeStart === undefined && timeframeEnd === undefined) return undefined;
  const read = (text: string | undefined, otherwise: number) => {
    if (text === undefined) return otherwise;
    const ms = parseTimestamp(text)?.ms;
    if (ms !== undefined) return ms;
    throw new UserError(timeProblem(text, typedHour(nowMs)));
  };
  const endMs = read(timeframeEnd, nowMs);
  const startMs = read(timeframeStart, endMs - WEEK_HOURS * HOUR_MS);
  if (endMs <= startMs)
    throw new UserError(vscode.l10n.t('Pick an end after the start of the time frame.'));
  const range = wholeHours(startMs, endMs);
  if (range.hours > MAX_HOURS) {
    throw new UserError(
      vscode.l10n.t('The chart shows at most 366 days. Choose a shorter time frame.'),
    );
  }
  return range;
}
