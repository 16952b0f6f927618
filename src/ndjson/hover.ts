/** The hover of a field: its meaning, and for a timestamp also UTC, local time and age. */
import { fieldMeaning, type EventField } from '../core/fieldMeanings.ts';
import type { Span } from '../core/jsonTree.ts';
import { INGEST_FIELDS } from '../core/rules/fields.ts';
import { ageInWords, timestampTold } from '../core/texts/eventFile.ts';
import { parseTimestamp, toUtc } from '../core/timestamp.ts';
import { placeAt, wordOf } from './place.ts';

export interface EventHover {
  readonly span: Span;
  /** Markdown, one string per paragraph. Only the timestamp is taken from the text. */
  readonly paragraphs: readonly string[];
}

export interface HoverContext {
  readonly nowMs: number;
  /** Formats milliseconds since 1970 as local time. */
  readonly local: (ms: number) => string;
}

const isField = (key: string): key is EventField =>
  (INGEST_FIELDS as readonly string[]).includes(key);

/** @param text one event, complete or not */
export function eventHover(
  text: string,
  offset: number,
  context: HoverContext,
): EventHover | undefined {
  const place = placeAt(text, offset);
  if (place === undefined || place.token.kind === 'none') return undefined;
  const { role, path, token } = place;
  const word = wordOf(text, token);
  const keys = role === 'key' ? [...path, word] : path;
  const [key = ''] = keys;
  // Names inside properties are the user's own.
  if (keys.length !== 1 || !isField(key)) return undefined;
  const about = `**${key}** – ${fieldMeaning(key)}`;
  const time = key === 'timestamp' ? timestampOf(text, place.role, token, word) : '';
  return { span: token, paragraphs: [...timeParagraphs(time, context), about] };
}

/** The timestamp under the pointer, or next to the key under the pointer. */
function timestampOf(text: string, role: 'key' | 'value', { end }: Span, word: string): string {
  if (role === 'value') return word;
  const [, value = ''] = /^\s*:\s*"([^"\\\n]*)"/.exec(text.slice(end, end + 200)) ?? [];
  return value;
}

function timeParagraphs(timestamp: string, { nowMs, local }: HoverContext): readonly string[] {
  const instant = parseTimestamp(timestamp);
  if (instant === undefined) return [];
  const utc = toUtc(instant).replace('T', ' ').replace('Z', '');
  return timestampTold(utc, local(instant.ms), ageInWords(instant.ms, nowMs));
}
