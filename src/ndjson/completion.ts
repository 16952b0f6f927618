/** What may stand at a place of a line: the fields an event still lacks, and values that are known. */
import { getLocation } from 'jsonc-parser';
import { fieldMeaning, type EventField } from '../core/fieldMeanings.ts';
import type { Span } from '../core/jsonTree.ts';
import { INGEST_FIELDS } from '../core/rules/fields.ts';
import { utcNow } from './newEvent.ts';

export interface LineCompletion {
  readonly kind: 'field' | 'value';
  readonly label: string;
  readonly documentation?: string;
  /** What is replaced, as offsets in the line. */
  readonly span: Span;
  readonly insert: string;
}

export interface Vocabulary {
  readonly eventNames: readonly string[];
  readonly externalCustomers: readonly string[];
  readonly customers: readonly string[];
  readonly propertyNames: readonly string[];
}

export interface CompletionNeeds {
  readonly vocabulary: Vocabulary;
  readonly nowMs: number;
  readonly newKey: () => string;
}

export function lineCompletions(
  text: string,
  offset: number,
  needs: CompletionNeeds,
): readonly LineCompletion[] {
  const location = getLocation(text, offset);
  const { path, isAtPropertyKey, previousNode } = location;
  const inside =
    previousNode !== undefined &&
    previousNode.offset < offset &&
    offset <= previousNode.offset + previousNode.length;
  const span = inside
    ? { start: previousNode.offset, end: previousNode.offset + previousNode.length }
    : { start: offset, end: offset };
  const place = { text, span, path: path.map(String) };
  if (isAtPropertyKey) return keysAt(place, needs);
  return valuesFor(place.path.join('.'), needs).map((value) => {
    const json = JSON.stringify(value);
    return { kind: 'value', label: value, span, insert: json };
  });
}

interface Place {
  readonly text: string;
  readonly span: Span;
  readonly path: readonly string[];
}

function keysAt({ text, span, path }: Place, needs: CompletionNeeds): readonly LineCompletion[] {
  const rest = text.slice(span.end).trimStart();
  // The key of a member that is there already, or a new member before another one.
  const tail = (json: string) => (rest.startsWith(':') ? '' : `:${json}`);
  const comma = rest.startsWith('"') ? ',' : '';
  const item = (key: string, json: string, documentation?: string): LineCompletion => ({
    kind: 'field',
    label: key,
    ...(documentation === undefined ? {} : { documentation }),
    span,
    insert: JSON.stringify(key) + tail(json) + comma,
  });
  if (path.length === 1) {
    return INGEST_FIELDS.filter((key) => !text.includes(`"${key}"`)).map((key) =>
      item(key, newValue(key, needs), fieldMeaning(key)),
    );
  }
  if (path.length !== 2 || path[0] !== 'properties') return [];
  return needs.vocabulary.propertyNames
    .filter((key) => !text.includes(`${JSON.stringify(key)}:`))
    .map((key) => item(key, ''));
}

function newValue(key: EventField, { nowMs, newKey }: CompletionNeeds): string {
  if (key === 'properties') return '{}';
  if (key === 'idempotency_key') return JSON.stringify(newKey());
  return key === 'timestamp' ? JSON.stringify(utcNow(nowMs)) : '""';
}

function valuesFor(
  path: string,
  { vocabulary, nowMs, newKey }: CompletionNeeds,
): readonly string[] {
  switch (path) {
    case 'event_name':
      return vocabulary.eventNames;
    case 'external_customer_id':
      return vocabulary.externalCustomers;
    case 'customer_id':
      return vocabulary.customers;
    case 'timestamp':
      return [utcNow(nowMs)];
    case 'idempotency_key':
      return [newKey()];
    default:
      return [];
  }
}
