/**
 * What the rows of a search have in common, which is shown once at the search, and what tells them
 * apart. Pure.
 */
import type { UsageEvent } from '../event.ts';
import { looksLike } from '../rules/textTypes.ts';
import { onOneDay } from '../timeText.ts';
import { customerOf } from './arrange.ts';

/** Shorter IDs are shown in full. */
const LEAST = 8;
/** Longer ones would fill the row; the tooltip has the whole ID. */
const MOST = 40;

export interface SharedByRows {
  /** A timestamp of the day in UTC that all events are on, if they are on one day. */
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

/**
 * Removes the common beginning of IDs and cuts them to eight characters, or to as many as tell them
 * apart.
 */
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

/**
 * Where the last whole part of a common beginning ends: for `evt_123` and `evt_124` that is after
 * `evt_`, not `evt_12`.
 */
const endOfPart = (prefix: string): number => /^.*[^\p{L}\p{N}]/su.exec(prefix)?.[0].length ?? 0;

function cut(text: string, length: number): string {
  // One more character takes no more space than the ellipsis.
  if (text.length <= length + 1) return text;
  const isHalf = /[\ud800-\udbff]/.test(text.charAt(length - 1));
  return `${text.slice(0, isHalf ? length - 1 : length)}…`;
}

/** The number of properties that are texts but look like something else. */
export const warningsOf = ({ properties }: UsageEvent): number =>
  Object.values(properties).filter((value) => looksLike(value) !== undefined).length;
