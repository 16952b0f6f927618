/** Compares a line of an event file with the event that Orb has under its ID. */
import { changesBetween, readText, type EventChange, type ReadEvent } from '../eventChanges.ts';
import type { JsonNode } from '../jsonTree.ts';
import { CUSTOMER_KEYS } from '../rules/customer.ts';
import { kindOfDifferences } from './kinds.ts';
import type { FieldDifference } from './outcomes.ts';

export type LineComparison =
  | { readonly outcome: 'same' | 'deprecated' }
  | {
      readonly outcome: 'different';
      /** See kinds.ts. */
      readonly kind: string;
      readonly changes: readonly FieldDifference[];
    };

/**
 * Members may be in any order, numbers are compared as written, strings by value, timestamps by their instant, and the customer by the
 * ID that the line uses. What Orb adds to an event doesn't count.
 * @param line the text of a valid line
 * @param found the events that Orb has with its ID, each as Orb wrote it. A backfill that replaces events leaves two with one ID, of
 *     which one is deprecated.
 * @throws JsonSyntaxError
 */
export function compareLine(line: string, found: readonly [string, ...string[]]): LineComparison {
  const file = withoutNullCustomer(onlyFields(readText(line), FIELDS));
  const fields = new Set([...FIELDS].filter((key) => !isCustomer(key) || file.fields.has(key)));
  const held = found.map(readText).filter((event) => !isDeprecated(event));
  let nearest: readonly FieldDifference[] | undefined;
  for (const event of held) {
    const changes = changesBetween(onlyFields(event, fields), file).map(toDifference);
    if (changes.length === 0) return { outcome: 'same' };
    nearest ??= changes;
  }
  if (nearest === undefined) return { outcome: 'deprecated' };
  return { outcome: 'different', kind: kindOfDifferences(nearest), changes: nearest };
}

/** What an ingest gives an event, except for its ID. */
const FIELDS: ReadonlySet<string | undefined> = new Set<string>([
  'event_name',
  'timestamp',
  ...CUSTOMER_KEYS,
  'properties',
]);
const isCustomer = (key: string | undefined) => CUSTOMER_KEYS.some((each) => each === key);

const onlyFields = (event: ReadEvent, keys: ReadonlySet<string | undefined>): ReadEvent => ({
  ...event,
  fields: new Map([...event.fields].filter(([key]) => keys.has(key))),
});

/** An explicit null means that the line names its customer by the other ID. */
const withoutNullCustomer = (event: ReadEvent): ReadEvent => ({
  ...event,
  fields: new Map([...event.fields].filter(([key, node]) => !isCustomer(key) || !isNull(node))),
});
const isNull = ({ kind }: JsonNode) => kind === 'null';

function isDeprecated({ fields }: ReadEvent): boolean {
  const deprecated = fields.get('deprecated');
  return deprecated?.kind === 'boolean' && deprecated.value;
}

function toDifference(change: EventChange): FieldDifference {
  const path = change.path.join('.');
  switch (change.kind) {
    case 'changed':
      return { path, orb: change.before, file: change.after };
    case 'added':
      return { path, orb: null, file: change.after };
    case 'removed':
      return { path, orb: change.before, file: null };
  }
}
