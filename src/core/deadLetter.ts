/**
 * Lines of a dead-letter file: Orb's ingestion from S3 writes what it rejects as `{"idempotency_key": ..., "errors": [...]}`
 * (seen in https://github.com/NangoHQ/nango/pull/6210). These lines aren't events; each is explained with what to do about it.
 */
import * as l10n from '@vscode/l10n';
import { memberOf, type JsonNode } from './jsonTree.ts';
import { parseTimestamp } from './timestamp.ts';

export interface DeadLetter {
  readonly key: string;
  readonly errors: readonly string[];
}

/** The lines of a file are counted by these. */
export type ReasonGroup = 'late' | 'type' | 'missing' | 'unknown' | 'empty' | 'customer' | 'other';

/** One rejection reason, explained. */
export interface Reason {
  readonly group: ReasonGroup;
  /** Short, for the end of a line. */
  readonly note: string;
  /** What it means and what to do, in full sentences; empty for an unknown reason. */
  readonly advice: string;
}

/** The line as a dead letter, or undefined where it is something else. */
export function readDeadLetter(root: JsonNode): DeadLetter | undefined {
  const key = memberOf(root, 'idempotency_key');
  const errors = memberOf(root, 'errors');
  if (key?.kind !== 'string' || errors?.kind !== 'array') return undefined;
  if (memberOf(root, 'event_name') !== undefined) return undefined;
  const texts = errors.items.map((item) => (item.kind === 'string' ? item.value : item.kind));
  return { key: key.value, errors: texts };
}

/** The reason that decides what to do: the first one that is known. */
export function reasonOf({ errors }: Pick<DeadLetter, 'errors'>): Reason {
  const reasons = errors.map(explain);
  return reasons.find(({ group }) => group !== 'other') ?? reasons[0] ?? explain('');
}

/** Characters of a reason that are read. */
const MAX_READ = 2_000;

/** Most reasons are messages of Python's jsonschema: https://python-jsonschema.readthedocs.io */
function explain(error: string): Reason {
  const text = error.slice(0, MAX_READ);
  if (/grace period/i.test(text)) {
    return {
      group: 'late',
      note: l10n.t('Too late, needs a backfill'),
      advice: l10n.t(
        'The event was older than the grace period when it was ingested. A backfill can still add it.',
      ),
    };
  }
  const [, wrong, allowed] = /^([^]*) is not of type ('[^]*)$/.exec(text) ?? [];
  if (wrong !== undefined && allowed !== undefined) return wrongType(wrong, allowed);
  const [, missing] = /^'([^']+)' is a required property/.exec(text) ?? [];
  if (missing !== undefined) {
    return {
      group: 'missing',
      note:
        missing === 'timestamp'
          ? l10n.t('The timestamp is missing')
          : l10n.t('{0} is missing', missing),
      advice: l10n.t('Every event needs {0}. Add it, then ingest the event again.', missing),
    };
  }
  const [, unknown] =
    /^Additional properties are not allowed \((.+?) (?:was|were) unexpected\)/.exec(text) ?? [];
  if (unknown !== undefined) return unknownFields(unknown.replaceAll("'", ''));
  if (/must not be empty|should be non-empty|is too short/.test(text)) {
    return {
      group: 'empty',
      note: /event.?name/i.test(text)
        ? l10n.t('The event name is empty')
        : l10n.t('A value is empty'),
      advice: l10n.t('Give it a value, then ingest the event again.'),
    };
  }
  if (/customer/i.test(text)) {
    return {
      group: 'customer',
      note: l10n.t('Problem with the customer'),
      advice: l10n.t(
        'Check customer_id or external_customer_id: an event has one of them, and the customer must exist in Orb.',
      ),
    };
  }
  return { group: 'other', note: l10n.t('No advice for this error'), advice: '' };
}

function wrongType(value: string, allowed: string): Reason {
  const values = l10n.t('Properties can be text, numbers, true, or false.');
  const of = (note: string, advice: string): Reason => ({ group: 'type', note, advice });
  // Values are printed as Python does.
  if (value.startsWith('{')) {
    return of(
      l10n.t("A property can't be an object"),
      l10n.t('{0} Write each value as a property of its own.', values),
    );
  }
  if (value.startsWith('[')) {
    return of(
      l10n.t("A property can't be a list"),
      l10n.t('{0} Write each value as a property of its own.', values),
    );
  }
  if (value === 'None') {
    return of(
      l10n.t("A value can't be null"),
      l10n.t('{0} Leave out properties that have no value.', values),
    );
  }
  const types = allowed.replaceAll("'", '');
  return of(
    l10n.t('A value has the wrong type'),
    l10n.t('{0} must be of type {1}. Correct it, then ingest the event again.', value, types),
  );
}

const unknownFields = (names: string): Reason => ({
  group: 'unknown',
  note: names.includes(', ')
    ? l10n.t("{0} aren't fields", names)
    : l10n.t("{0} isn't a field", names),
  advice: l10n.t('An event has fixed fields; everything else belongs in properties.'),
});

/** The event's own time, which Orb's reason contains: `Event timestamp 2026-05-20T00:00:00+00:00 must be later than …`. */
export function lateInstantOf({ errors }: Pick<DeadLetter, 'errors'>): number | undefined {
  for (const error of errors) {
    const [, time = ''] = /^Event timestamp (\S+) must be later than /.exec(error) ?? [];
    const ms = parseTimestamp(time)?.ms;
    if (ms !== undefined) return ms;
  }
  return undefined;
}

/** What Orb said, on one line. */
export const rejectionReason = ({ errors }: Pick<DeadLetter, 'errors'>): string =>
  errors.length === 0 ? l10n.t('no reason given') : errors.join(' ');

/** What Orb said about an event and what to do, for a problem. */
export function explainDeadLetter(letter: Pick<DeadLetter, 'errors'>): string {
  const advice = [...new Set(letter.errors.map((error) => explain(error).advice))].filter(
    (each) => each !== '',
  );
  return [l10n.t('Orb rejected this event: {0}', rejectionReason(letter)), ...advice].join('\n');
}
