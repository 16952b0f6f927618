/** Completions at a position in an event: missing fields and properties, and known values. */
import { fieldMeaning, type EventField } from '../core/fieldMeanings.ts';
import type { Span } from '../core/jsonTree.ts';
import { CUSTOMER_KEYS } from '../core/rules/customer.ts';
import { AMEND_FIELDS, INGEST_FIELDS } from '../core/rules/fields.ts';
import { utcNow } from './newEvent.ts';
import { placeAt, type Place } from './place.ts';
import type { CatalogWords } from '../core/catalog/catalogWords.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface EventCompletion {
  readonly kind: 'field' | 'value';
  readonly label: string;
  /** Markdown. */
  readonly documentation?: string;
  /** The text to replace, as offsets. */
  readonly span: Span;
  readonly insert: string;
  /** Whether it ends where a value follows, and there are suggestions for it. */
  readonly hasValues: boolean;
}

export interface CompletionContext {
  /** What the event is for. An amendment can't change timestamp and customer, so none are suggested for it. */
  readonly use: 'ingest' | 'amend';
  /** Most relevant first. */
  readonly vocabularies: readonly (Vocabulary | CatalogWords)[];
  readonly nowMs: number;
  readonly newKey: () => string;
}

/** @param text one event, complete or not @returns nothing while a number is being typed */
export function eventCompletions(
  text: string,
  offset: number,
  context: CompletionContext,
): readonly EventCompletion[] {
  const place = placeAt(text, offset);
  if (place === undefined || place.token.kind === 'number') return [];
  const known = knownTo(text, context);
  const items =
    place.role === 'key'
      ? keysAt(text, place, context, known)
      : valuesAt(text, place, context, known);
  // Don't suggest what is there already.
  const { start, end } = place.token;
  const [only] = items;
  return items.length === 1 && only?.insert === text.slice(start, end) ? [] : items;
}

/** All vocabularies combined, for events with this event's name. */
function knownTo(text: string, { vocabularies }: CompletionContext) {
  const name = eventName(text);
  const all = (of: (each: Vocabulary | CatalogWords) => readonly string[]) => [
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
  context: CompletionContext,
  known: Known,
): readonly EventCompletion[] {
  const rest = restAfter(text, token);
  // Follow the text's style: documents have a space after a colon, lines of event files often don't.
  const colon = /\n|":\s/.test(text) ? ': ' : ':';
  const item = (key: string, more: { json?: string; values?: readonly string[] }) => {
    const { json = '', values = [] } = more;
    // An existing member only needs its key. A new one needs a value, and a comma when another member follows.
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
    return fieldsFor(context.use, siblings).map((key) => {
      const values = valuesOf([key], context, known);
      const json = newValue(key, values, context);
      return { ...item(key, { json, values }), documentation: fieldMeaning(key) };
    });
  }
  if (path.length > 1 || path[0] !== 'properties') return [];
  return known
    .properties()
    .filter(isNew)
    .map((key) => item(key, { values: known.values(key) }));
}

/** The fields that are missing. An event names its customer with only one of the two fields. */
function fieldsFor(use: CompletionContext['use'], present: readonly string[]) {
  const hasCustomer = CUSTOMER_KEYS.some((key) => present.includes(key));
  const isCustomer = (key: string) => (CUSTOMER_KEYS as readonly string[]).includes(key);
  return (use === 'ingest' ? INGEST_FIELDS : AMEND_FIELDS).filter(
    (key) => !present.includes(key) && !(hasCustomer && isCustomer(key)),
  );
}

/** The initial value of a new field; '' when the user picks one. */
function newValue(
  key: EventField,
  values: readonly string[],
  { use, nowMs, newKey }: CompletionContext,
): string {
  if (key === 'properties') return '{}';
  if (use === 'ingest' && key === 'idempotency_key') return JSON.stringify(newKey());
  if (use === 'ingest' && key === 'timestamp') return JSON.stringify(utcNow(nowMs));
  return values.length > 0 ? '' : '""';
}

function valuesAt(
  text: string,
  { path, token }: Place,
  context: CompletionContext,
  known: Known,
): readonly EventCompletion[] {
  const comma = restAfter(text, token) === '"' ? ',' : '';
  return valuesOf(path, context, known).map((json) => ({
    kind: 'value',
    label: String(JSON.parse(json)),
    span: token,
    insert: json + comma,
    hasValues: false,
  }));
}

/** Suggested values, as JSON. @param path the keys that lead to the value */
function valuesOf(
  path: readonly string[],
  { use, nowMs, newKey }: CompletionContext,
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

/** The first character after a token that isn't white space. */
const restAfter = (text: string, { end }: Span): string | undefined => {
  const at = /\S/g;
  at.lastIndex = end;
  return at.exec(text)?.[0];
};
