/** What is told about the field under the pointer: its meaning; of a timestamp also UTC, local time and age. */
import { fieldMeaning, type EventField } from '../core/fieldMeanings.ts';
import { tryReadJson, type JsonMember, type Span } from '../core/jsonTree.ts';
import { INGEST_FIELDS } from '../core/rules/fields.ts';
import { ageInWords, timestampTold } from '../core/texts/eventFile.ts';
import { parseTimestamp, toUtc } from '../core/timestamp.ts';

export interface LineHover {
  readonly span: Span;
  /** Markdown, an entry a paragraph; nothing in it comes from the file but the timestamp. */
  readonly paragraphs: readonly string[];
}

export interface HoverNeeds {
  readonly nowMs: number;
  /** An instant in local time, for people. */
  readonly local: (ms: number) => string;
}

const isField = (key: string): key is EventField =>
  (INGEST_FIELDS as readonly string[]).includes(key);

export function lineHover(text: string, offset: number, needs: HoverNeeds): LineHover | undefined {
  const member = memberAt(text, offset);
  if (member === undefined || !isField(member.key)) return undefined;
  const { key, keySpan, value } = member;
  const onKey = offset <= keySpan.end;
  // Inside of properties each name is the user's own.
  if (key === 'properties' && !onKey) return undefined;
  const about = `**${key}** – ${fieldMeaning(key)}`;
  const time = value.kind === 'string' && key === 'timestamp' ? value.value : '';
  return { span: onKey ? keySpan : value, paragraphs: [...timeTold(time, needs), about] };
}

function timeTold(timestamp: string, { nowMs, local }: HoverNeeds): readonly string[] {
  const instant = parseTimestamp(timestamp);
  if (instant === undefined) return [];
  const utc = toUtc(instant).replace('T', ' ').replace('Z', '');
  return timestampTold(utc, local(instant.ms), ageInWords(instant.ms, nowMs));
}

function memberAt(text: string, offset: number): JsonMember | undefined {
  const root = tryReadJson(text);
  if (root?.kind !== 'object') return undefined;
  return root.members.find(({ keySpan, value }) => offset >= keySpan.start && offset <= value.end);
}
