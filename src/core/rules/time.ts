/**
 * When an event may have happened: ISO 8601 in UTC, not older than the grace period, at most five minutes ahead
 * (https://docs.withorb.com/api-reference/event/ingest-events).
 */
import * as l10n from '@vscode/l10n';
import type { Issue } from '../issue.ts';
import { memberOf, type JsonNode } from '../jsonTree.ts';
import { HOUR_MS } from '../timeframe.ts';
import {
  compareInstants,
  parseTimestamp,
  TIME_FORMAT,
  toOrbTimestamp,
  toUtc,
  type Instant,
} from '../timestamp.ts';
import { MAX_AHEAD_MS, type BackfillScope, type RuleContext } from './context.ts';
import { notText } from './fields.ts';
import { error, replace, warning } from './finding.ts';

const path = ['timestamp'];

/** The instant of an event, or undefined if its timestamp is missing or can't be read. */
export function instantOf(root: JsonNode): Instant | undefined {
  const value = memberOf(root, 'timestamp');
  return value?.kind === 'string' ? parseTimestamp(value.value) : undefined;
}

/** The notation: ISO 8601, and in UTC. */
export function checkTimestamp(root: JsonNode): readonly Issue[] {
  const value = memberOf(root, 'timestamp');
  if (value === undefined) return [];
  if (value.kind !== 'string') {
    const fixes = value.kind === 'number' ? rewritten(value.source) : [];
    return [{ ...notText('timestamp', value), fixes }];
  }
  const instant = parseTimestamp(value.value);
  if (instant === undefined) {
    return [
      error(
        path,
        'timestamp-format',
        l10n.t('The timestamp must be ISO 8601 in UTC ({0}).', TIME_FORMAT),
        ...rewritten(value.value),
      ),
    ];
  }
  if (instant.zone === 'none') {
    const add = replace(l10n.t('Add Z'), path, `${value.value}Z`);
    return [
      warning(path, 'timestamp-no-zone', l10n.t("The timestamp doesn't say that it's UTC."), add),
    ];
  }
  if (instant.zone === 'offset' && !/[+-]00:?00$/.test(value.value)) {
    const convert = replace(l10n.t('Convert to UTC'), path, toUtc(instant));
    return [
      warning(
        path,
        'timestamp-offset',
        l10n.t('The timestamp has an offset. Orb expects UTC.'),
        convert,
      ),
    ];
  }
  return [];
}

/** The same instant in a notation that Orb accepts, if the text can only mean one. */
function rewritten(text: string): Issue['fixes'] {
  const timestamp = toOrbTimestamp(text);
  return timestamp === undefined ? [] : [replace(l10n.t('Write {0}', timestamp), path, timestamp)];
}

const isAfter = (instant: Instant, ms: number) =>
  instant.ms > ms || (instant.ms === ms && instant.fine !== '');
const utc = (ms: number) => toUtc({ ms, fine: '', zone: 'utc' });

/** The time an ingest accepts: the grace period, or the backfill's time frame; never more than five minutes ahead. */
export function checkTimeWindow(root: JsonNode, context: RuleContext): readonly Issue[] {
  const instant = instantOf(root);
  if (instant === undefined) return [];
  if (isAfter(instant, context.nowMs + MAX_AHEAD_MS)) {
    const message = l10n.t(
      "Orb doesn't accept events more than 5 minutes ahead of its clock ({0}).",
      utc(context.nowMs),
    );
    return [error(path, 'timestamp-ahead', message)];
  }
  if (context.backfill !== undefined) return checkBackfillWindow(instant, context.backfill);
  if (instant.ms >= context.nowMs - context.gracePeriodHours * HOUR_MS) return [];
  const message = l10n.t(
    'Older than the grace period of {0} hours. A backfill can still add it.',
    context.gracePeriodHours,
  );
  return [error(path, 'timestamp-too-old', message)];
}

function checkBackfillWindow(instant: Instant, scope: BackfillScope): readonly Issue[] {
  const [start, end] = [scope.timeframeStart, scope.timeframeEnd].map(parseTimestamp);
  if (start === undefined || end === undefined) return [];
  if (compareInstants(instant, start) >= 0 && compareInstants(instant, end) < 0) return [];
  const message = l10n.t(
    'The backfill only accepts events from {0} to {1}.',
    toUtc(start),
    toUtc(end),
  );
  return [error(path, 'timestamp-outside-backfill', message)];
}
