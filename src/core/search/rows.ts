/** What the rows of a search have in common, and what tells them apart: the first is said once, at the search. Pure. */
import type { PropertyValue, UsageEvent } from '../event.ts';
import { looksNumeric } from '../rules/numbers.ts';
import { onOneDay } from '../timeText.ts';
import { customerOf } from './arrange.ts';

/** Shorter IDs are shown whole. */
const LEAST = 8;
/** Longer ones fill the row; the tooltip has all of it. */
const MOST = 40;

export interface SharedByRows {
  /** A timestamp of the one day of UTC on which all events lie. */
  readonly day?: string;
  readonly customer?: string;
  /** What to show of each event's ID, by ID. */
  readonly shortIds: ReadonlyMap<string, string>;
}

export function sharedByRows(events: readonly UsageEvent[]): SharedByRows {
  const shortIds = shortened(events.map(({ id }) => id));
  const [first] = events;
  if (first === undefined || events.length === 1) return { shortIds };
  const customer = customerOf(first);
  const isOfOne = customer !== '' && events.every((event) => customerOf(event) === customer);
  return {
    shortIds,
    ...(onOneDay(events.map(({ timestamp }) => timestamp)) && { day: first.timestamp }),
    ...(isOfOne && { customer }),
  };
}

/** IDs without the beginning that all of them have, cut to eight characters, or to as many as tell them apart. */
export function shortened(ids: readonly string[]): ReadonlyMap<string, string> {
  const sorted = ids.toSorted();
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  const start = ids.length < 2 ? 0 : endOfPart(first.slice(0, commonLength(first, last)));
  const needed = sorted.reduce(
    (most, id, index) => Math.max(most, commonLength(id, sorted[index + 1] ?? '') + 1 - start),
    LEAST,
  );
  const length = Math.min(MOST, needed);
  return new Map(ids.map((id) => [id, cut(id.slice(start), length)]));
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** Where the last whole part of a common beginning ends: `evt_12` of `evt_123` and `evt_124` says nothing, `evt_` is left out. */
const endOfPart = (prefix: string): number => /^.*[^\p{L}\p{N}]/su.exec(prefix)?.[0].length ?? 0;

function cut(text: string, length: number): string {
  // One more character takes no more room than the ellipsis.
  if (text.length <= length + 1) return text;
  const isHalf = /[\ud800-\udbff]/.test(text.charAt(length - 1));
  return `${text.slice(0, isHalf ? length - 1 : length)}…`;
}

/** What a text in an event looks like and isn't: Orb's metrics count neither. */
export function looksLike(value: PropertyValue): 'number' | 'boolean' | undefined {
  if (typeof value !== 'string') return undefined;
  if (looksNumeric(value)) return 'number';
  return value === 'true' || value === 'false' ? 'boolean' : undefined;
}

/** How many properties are texts that look like something else. */
export const warningsOf = ({ properties }: UsageEvent): number =>
  Object.values(properties).filter((value) => looksLike(value) !== undefined).length;
