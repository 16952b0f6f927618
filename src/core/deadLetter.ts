/**
 * Lines of a dead-letter file: Orb's ingestion from S3 writes what it rejects as `{"idempotency_key": ..., "errors": [...]}`.
 * They are no events; each is explained with what to do about it.
 */
import { t } from '@vscode/l10n';
import { memberOf, type JsonNode } from './jsonTree.ts';

export interface DeadLetter {
  readonly key: string;
  readonly errors: readonly string[];
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

/** Orb's words (Python's jsonschema, mostly) → what to do. */
function adviceFor(error: string): string | undefined {
  if (/grace period/i.test(error)) return t('It came too late: bring it in with a backfill.');
  if (/is not of type/i.test(error)) {
    return t('A value has a type Orb refuses: properties are numbers, strings and booleans.');
  }
  if (/additional properties/i.test(error)) return t('It has a field Orb does not know.');
  if (/required property/i.test(error)) return t('A required field is missing.');
  return undefined;
}

/** What became of the event and what to do, in words. */
export function explainDeadLetter({ key, errors }: DeadLetter): string {
  const told = errors.length === 0 ? t('no reason given') : errors.join(' ');
  const advice = [...new Set(errors.map(adviceFor))].filter((each) => each !== undefined);
  const end = t('The key is free: the mended event can be ingested with it.');
  return [t('Orb rejected the event "{0}": {1}', key, told), ...advice, end].join('\n');
}
