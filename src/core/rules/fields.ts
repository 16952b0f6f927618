/** The fields of an event: which there are, which there must be, and which must be text. Orb's shapes are closed. */
import * as l10n from '@vscode/l10n';
import type { Issue, JsonPath } from '../issue.ts';
import { memberOf, type JsonNode } from '../jsonTree.ts';
import { error, fix, onKey, remove, warning } from './finding.ts';

export const AMEND_FIELDS = [
  'event_name',
  'timestamp',
  'customer_id',
  'external_customer_id',
  'properties',
] as const;
export const INGEST_FIELDS = ['idempotency_key', ...AMEND_FIELDS] as const;

/** Duplicate keys: which value counts depends on the parser, so neither is safe to bill by. */
export function checkDuplicateKeys(node: JsonNode, path: JsonPath): readonly Issue[] {
  if (node.kind !== 'object') return [];
  const seen = new Set<string>();
  const duplicates = new Set<string>();
  for (const { key } of node.members) (seen.has(key) ? duplicates : seen).add(key);
  return [...duplicates].map((key) => {
    const keep = fix(l10n.t('Keep the Last'), { kind: 'keepLast', path: [...path, key] });
    const message = l10n.t('"{0}" appears more than once. Only the last one counts.', key);
    return onKey(error([...path, key], 'doubled-key', message, keep));
  });
}

/** Fields that Orb's shape doesn't have. */
export function checkUnknown(root: JsonNode, known: readonly string[]): readonly Issue[] {
  if (root.kind !== 'object') return [];
  const keys = new Set(root.members.map(({ key }) => key));
  return [...keys]
    .filter((key) => !known.includes(key))
    .map((key) =>
      onKey(
        error([key], 'unknown-field', l10n.t('An event has no field "{0}".', key), remove([key])),
      ),
    );
}

/** Required fields that are missing. */
export function checkRequired(root: JsonNode, required: readonly string[]): readonly Issue[] {
  return required
    .filter((key) => memberOf(root, key) === undefined)
    .map((key) => {
      const add = fix(l10n.t('Add {0}', key), { kind: 'add', path: [key], json: '{}' });
      const message = l10n.t('An event needs {0}.', key);
      return error([key], 'required', message, ...(key === 'properties' ? [add] : []));
    });
}

/**
 * True for an ID that later requests can name: in a URL `.` and `..` mean folders, and half a character, such as `\\ud83d` alone,
 * has no UTF-8 and arrives as another ID. Such an event could never be amended or deprecated.
 */
export const isAddressable = (id: string): boolean =>
  id !== '.' && id !== '..' && id.isWellFormed();

/** `idempotency_key`: text that isn't empty and that later requests can name. */
export function checkEventId(root: JsonNode): readonly Issue[] {
  const value = memberOf(root, 'idempotency_key');
  if (value?.kind !== 'string' || isAddressable(value.value)) {
    return checkText(root, 'idempotency_key');
  }
  const message = value.value.startsWith('.')
    ? l10n.t(`The event ID "{0}" can't be used in a URL, where it means a folder.`, value.value)
    : l10n.t('The event ID contains half a character (a lone surrogate), which Orb would change.');
  return [error(['idempotency_key'], 'id-not-addressable', message)];
}

/** `event_name` or `idempotency_key`: text that isn't empty. */
function checkText(root: JsonNode, key: 'event_name' | 'idempotency_key'): readonly Issue[] {
  const value = memberOf(root, key);
  if (value === undefined) return [];
  if (value.kind !== 'string') return [notText(key, value)];
  if (value.value === '') return [error([key], 'empty', l10n.t("{0} can't be empty.", key))];
  return [];
}

/** Orb's convention, not a rule: event names have no white space. */
export function checkEventName(root: JsonNode): readonly Issue[] {
  const value = memberOf(root, 'event_name');
  if (value?.kind !== 'string' || !/\s/.test(value.value)) return checkText(root, 'event_name');
  const path = ['event_name'];
  const json = JSON.stringify(value.value.trim().replace(/\s+/g, '_'));
  const fixes = [fix(l10n.t('Use Underscores'), { kind: 'replace', path, json })];
  const message = l10n.t('By convention, event names have no white space.');
  return [warning(path, 'event-name-space', message, ...(json === '""' ? [] : fixes))];
}

/** A value that must be text and isn't; a number can be quoted as it is written. */
export function notText(key: string, value: JsonNode): Issue {
  const quote =
    value.kind === 'number'
      ? [
          fix(l10n.t('Convert to Text'), {
            kind: 'replace' as const,
            path: [key],
            json: JSON.stringify(value.source),
          }),
        ]
      : [];
  return error([key], 'not-text', l10n.t('{0} must be text.', key), ...quote);
}
