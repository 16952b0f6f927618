/**
 * Reads event ids out of whatever a person pastes: a list in any notation, JSON, NDJSON, CSV with a header, log text.
 * An id is any text (Orb takes every `idempotency_key`), so only quotes and field names make sure where one begins and
 * ends; what is left to guessing is offered as candidates to choose from.
 */
import { keyedIds } from './keyed.ts';
import { jsonOf, listedIds } from './json.ts';
import { readBareList, readColumn, readQuotedList } from './list.ts';
import { candidatesIn, standAloneIds, type Candidate } from './words.ts';

export type IdReading =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /** Nothing tells ids from other words: the user picks. */
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[] };

/**
 * @param text anything; white space and a byte order mark around it are ignored
 * @param isKnown true for ids that this editor has seen, which makes them certain in log text
 * @returns ids in order of appearance, each once and exactly as written; none for an empty text
 */
export function readIds(text: string, isKnown: (id: string) => boolean = () => false): IdReading {
  const trimmed = text.trim();
  const certain =
    listedIds(jsonOf(trimmed)) ??
    readQuotedList(trimmed) ??
    filled(keyedIds(trimmed)) ??
    readColumn(trimmed) ??
    readBareList(trimmed) ??
    standAloneIds(trimmed, isKnown);
  if (certain === undefined) return { kind: 'candidates', candidates: candidatesIn(trimmed) };
  return { kind: 'ids', ids: [...new Set(certain)] };
}

/**
 * What a field name makes certain: each `idempotency_key` and `event_id` in a file of events, in code or in a log.
 * @returns each id once, in order of appearance
 */
export function readKeyedIds(text: string): readonly string[] {
  return [...new Set(keyedIds(text.trim()))];
}

const filled = (ids: readonly string[]) => (ids.length > 0 ? ids : undefined);
