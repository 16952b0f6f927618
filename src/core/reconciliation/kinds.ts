/**
 * Kinds group lines of one outcome by what is wrong. They are fixed codes, part of the commands' results and never translated; what the
 * user reads for them is elsewhere.
 *
 * - `different`: a field and how it differs, such as `properties.cached:type`, `properties.region:value`, `properties.tier:absentInFile`,
 *   `properties.tier:absentInOrb`, `timestamp:value`
 * - `missing`: `grace:inside` (it can be ingested) or `grace:past` (it needs a backfill)
 * - `invalid`: `json`, `conflict`, `encoding`, `length`, a field such as `properties.tokens:invalid`, or the code of the rule
 *
 * The other outcomes have no kinds.
 */
import type { Issue } from '../issue.ts';
import { HOUR_MS } from '../timeframe.ts';
import type { FieldDifference } from './outcomes.ts';

/** Event ID used by another line with different content. */
export const CONFLICT = 'conflict';
export const NOT_JSON = 'json';
export const NOT_UTF8 = 'encoding';
export const TOO_LONG = 'length';
/** Orb accepts the event as it is. */
export const INSIDE_GRACE = 'grace:inside';
/** Orb accepts the event only in a backfill. */
export const PAST_GRACE = 'grace:past';

/**
 * The fields that decide first: what can't be amended comes before what can.
 * https://docs.withorb.com/api-reference/event/amend-event
 */
const FIRST = ['timestamp', 'customer_id', 'external_customer_id', 'event_name'];

/** A line that differs in several fields belongs to one kind: that of the field that decides first, then by name. */
export function kindOfDifferences(changes: readonly FieldDifference[]): string {
  const [first] = changes.toSorted((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  return first === undefined ? '' : `${first.path}:${howDifferent(first)}`;
}

function rank({ path }: FieldDifference): number {
  const at = FIRST.indexOf(path);
  return at < 0 ? FIRST.length : at;
}

function howDifferent({ path, orb, file }: FieldDifference): string {
  if (FIRST.includes(path)) return 'value';
  if (file === null) return 'absentInFile';
  if (orb === null) return 'absentInOrb';
  return jsonTypeOf(orb) === jsonTypeOf(file) ? 'value' : 'type';
}

export type JsonType = 'text' | 'number' | 'boolean' | 'null' | 'object' | 'array';

/** @param json the source of one JSON value */
export function jsonTypeOf(json: string): JsonType {
  switch (json.charAt(0)) {
    case '"':
      return 'text';
    case 't':
    case 'f':
      return 'boolean';
    case 'n':
      return 'null';
    case '{':
      return 'object';
    case '[':
      return 'array';
    default:
      return 'number';
  }
}

/** @param nowMs by the account's clock */
export function kindOfMissing(eventMs: number, nowMs: number, gracePeriodHours: number): string {
  return eventMs >= nowMs - gracePeriodHours * HOUR_MS ? INSIDE_GRACE : PAST_GRACE;
}

/** @param issue the first that makes the line invalid */
export const kindOfIssue = ({ path, code }: Issue): string =>
  path.length === 0 ? code : `${path.join('.')}:invalid`;
