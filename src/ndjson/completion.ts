/** What may be written at a place of an event: the fields and properties it still lacks, and values that are known. */
import { fieldMeaning, type EventField } from '../core/fieldMeanings.ts';
import type { Span } from '../core/jsonTree.ts';
import { CUSTOMER_KEYS } from '../core/rules/customer.ts';
import { AMEND_FIELDS, INGEST_FIELDS } from '../core/rules/fields.ts';
import { utcNow } from './newEvent.ts';
import { placeAt, type Place } from './place.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface EventCompletion {
  readonly kind: 'field' | 'value';
  readonly label: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What is replaced, as offsets in the text. */
  readonly span: Span;
  readonly insert: string;
  /** It ends where a value is to be written, and some are known. */
  readonly hasValues: boolean;
}

export interface CompletionNeeds {
  /** What the event is for. The timestamp and customer of one that Orb holds can't be amended, so none is suggested. */
  readonly use: 'ingest' | 'amend';
  /** From the nearest source to the farthest. */
  readonly vocabularies: readonly Vocabulary[];
  readonly nowMs: number;
  readonly newKey: () => string;
}

/** @param text one event, whole or broken. @returns nothing while a number is written: it is the user's own */
export function eventCompletions(
  text: string,
  offset: number,
  needs: CompletionNeeds,
): readonly EventCompletion[] {
  const place = placeAt(text, offset);
  if (place === undefined || place.token.kind === 'number') return [];
  const known = knownTo(text, needs);
  const items =
    place.role === 'key' ? keysAt(text, place, needs, known) : valuesAt(text, place, needs, known);
  // What stands there already is no suggestion.
  const { start, end } = place.token;
  const [only] = items;
  return items.length === 1 && only?.insert === text.slice(start, end) ? [] : items;
}

/** The vocabularies as one, about events with the name of this one. */
function knownTo(text: string, { vocabularies }: CompletionNeeds) {
  const name = eventName(text);
  const all = (of: (each: Vocabulary) => readonly string[]) => [
    ...new Set(vocabularies.flatMap(of)),
  ];
  return {
    eventNames: () => all((each) => each.eventNames),
    externalCustomers: () => all((each) => each.externalCustomers),
    customers: () => all((each) => each.customers),
    properties: () => all((each) => each.propertyNames(name)),
    values: (property: string) => all((each) => each.values(property, name)),
  };
}
type Known = ReturnType<typeof knownTo>;

function eventName(text: string): string | undefined {
  const [, json] = /"event_name"\s*:\s*("(?:[^"\\\n]|\\.)*")/.exec(text) ?? [];
  try {
    return json === undefined ? undefined : (JSON.parse(json) as string);
  } catch {
    return undefined;
  }
}

function keysAt(
  text: string,
  { path, token, siblings }: Place,
  needs: CompletionNeeds,
  known: Known,
): readonly EventCompletion[] {
  const rest = restAfter(text, token);
  // Written as in the text: documents put a space after a colon, lines of files often none.
  const colon = /\n|":\s/.test(text) ? ': ' : ':';
  const item = (key: string, more: { json?: string; values?: readonly string[] }) => {
    const { json = '', values = [] } = more;
    // The key of a member that is there already, or of a new one, perhaps before another one.
    const tail = rest === ':' ? '' : colon + json + (json !== '' && rest === '"' ? ',' : '');
    return {
      kind: 'field' as const,
      label: key,
      span: token,
      insert: JSON.stringify(key) + tail,
      hasValues: tail !== '' && json === '' && values.length > 0,
    };
  };
  const isNew = (key: string) => !siblings.includes(key);
  if (path.length === 0) {
    return fieldsFor(needs.use, siblings).map((key) => {
      const values = valuesOf([key], needs, known);
      const json = newValue(key, values, needs);
      return { ...item(key, { json, values }), documentation: fieldMeaning(key) };
    });
  }
  if (path.length > 1 || path[0] !== 'properties') return [];
  return known
    .properties()
    .filter(isNew)
    .map((key) => item(key, { values: known.values(key) }));
}

/** The fields that an event still lacks; an event names its customer once. */
function fieldsFor(use: CompletionNeeds['use'], present: readonly string[]) {
  const hasCustomer = CUSTOMER_KEYS.some((key) => present.includes(key));
  const isCustomer = (key: string) => (CUSTOMER_KEYS as readonly string[]).includes(key);
  return (use === 'ingest' ? INGEST_FIELDS : AMEND_FIELDS).filter(
    (key) => !present.includes(key) && !(hasCustomer && isCustomer(key)),
  );
}

/** The value that a new field begins with; '' where one is to be chosen. */
function newValue(
  key: EventField,
  values: readonly string[],
  { use, nowMs, newKey }: CompletionNeeds,
): string {
  if (key === 'properties') return '{}';
  if (use === 'ingest' && key === 'idempotency_key') return JSON.stringify(newKey());
  if (use === 'ingest' && key === 'timestamp') return JSON.stringify(utcNow(nowMs));
  return values.length > 0 ? '' : '""';
}

function valuesAt(
  text: string,
  { path, token }: Place,
  needs: CompletionNeeds,
  known: Known,
): readonly EventCompletion[] {
  const comma = restAfter(text, token) === '"' ? ',' : '';
  return valuesOf(path, needs, known).map((json) => ({
    kind: 'value',
    label: String(JSON.parse(json)),
    span: token,
    insert: json + comma,
    hasValues: false,
  }));
}

/** As JSON. @param path the keys to the value */
function valuesOf(
  path: readonly string[],
  { use, nowMs, newKey }: CompletionNeeds,
  known: Known,
): readonly string[] {
  const [field = '', property] = path;
  if (property !== undefined) {
    return field === 'properties' && path.length === 2 ? known.values(property) : [];
  }
  const texts = (words: readonly string[]) => words.map((word) => JSON.stringify(word));
  if (field === 'event_name') return texts(known.eventNames());
  if (use === 'amend') return [];
  switch (field) {
    case 'external_customer_id':
      return texts(known.externalCustomers());
    case 'customer_id':
      return texts(known.customers());
    case 'timestamp':
      return texts([utcNow(nowMs)]);
    case 'idempotency_key':
      return texts([newKey()]);
    default:
      return [];
  }
}

/** The first character after a token that is no white space. */
const restAfter = (text: string, { end }: Span): string | undefined => {
  const at = /\S/g;
  at.lastIndex = end;
  return at.exec(text)?.[0];
};
