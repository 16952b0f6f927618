/** What is told about the field under the pointer: its meaning; of a timestamp also UTC, local time and age. */
import { fieldMeaning, type EventField } from '../core/fieldMeanings.ts';
import type { Span } from '../core/jsonTree.ts';
import { INGEST_FIELDS } from '../core/rules/fields.ts';
import { ageInWords, timestampTold } from '../core/texts/eventFile.ts';
import { parseTimestamp, toUtc } from '../core/timestamp.ts';
import { placeAt, wordOf } from './place.ts';

export interface EventHover {
  readonly span: Span;
  /** Markdown, an entry a paragraph; nothing in it comes from the text but the timestamp. */
  readonly paragraphs: readonly string[];
}

export interface HoverNeeds {
  readonly nowMs: number;
  /** An instant in local time, for people. */
  readonly local: (ms: number) => string;
}

const isField = (key: string): key is EventField =>
  (INGEST_FIELDS as readonly string[]).includes(key);

/** @param text one event, whole or broken */
export function eventHover(
  text: string,
  offset: number,
  needs: HoverNeeds,
): EventHover | undefined {
  const place = placeAt(text, offset);
  if (place === undefined || place.token.kind === 'none') return undefined;
  const { role, path, token } = place;
  const word = wordOf(text, token);
  const keys = role === 'key' ? [...path, word] : path;
  const [key = ''] = keys;
  // Inside of properties each name is the user's own.
  if (keys.length !== 1 || !isField(key)) return undefined;
  const about = `**${key}** – ${fieldMeaning(key)}`;
  const time = key === 'timestamp' ? timestampOf(text, place.role, token, word) : '';
  return { span: token, paragraphs: [...timeTold(time, needs), about] };
}

/** Also for the pointer on the key, as far as its value can be read. */
function timestampOf(text: string, role: 'key' | 'value', { end }: Span, word: string): string {
  if (role === 'value') return word;
  const [, value = ''] = /^\s*:\s*"([^"\\\n]*)"/.exec(text.slice(end, end + 200)) ?? [];
  return value;
}

function timeTold(timestamp: string, { nowMs, local }: HoverNeeds): readonly string[] {
  const instant = parseTimestamp(timestamp);
  if (instant === undefined) return [];
  const utc = toUtc(instant).replace('T', ' ').replace('Z', '');
  return timestampTold(utc, local(instant.ms), ageInWords(instant.ms, nowMs));
}
