/** Event names seen so far. A new one that is almost like a known one is probably a slip, and its events count for nothing. */

import { RecentMap } from '../../std/recentMap.ts';

const MAX_NAMES = 500;
const MAX_LENGTH = 100;
/** How often a name must have been seen to be known. */
const KNOWN = 3;
/** A name that was used this often is meant. */
const MEANT = 10;
/** Single characters that differ. */
const MAX_EDITS = 2;

interface Name {
  count: number;
  /** The known name that it resembles. */
  readonly like: string | undefined;
}

export interface SimilarName {
  readonly name: string;
  /** How many events have it. */
  readonly count: number;
}

export class EventNames {
  readonly #names = new RecentMap<Name>(MAX_NAMES);

  /** Records an event's name. @returns the known name that this new one resembles */
  add(name: string): SimilarName | undefined {
    if (name.length > MAX_LENGTH) return undefined;
    const seen = this.#names.get(name);
    const entry = seen ?? { count: 0, like: this.#similarTo(name) };
    entry.count += 1;
    this.#names.set(name, entry);
    const { like } = entry;
    const count = like === undefined ? 0 : (this.#names.get(like)?.count ?? 0);
    return like === undefined || entry.count > MEANT || count < entry.count
      ? undefined
      : { name: like, count };
  }

  #similarTo(name: string): string | undefined {
    for (const [known, { count, like }] of this.#names.entries()) {
      if (count >= KNOWN && like === undefined && isSimilar(name, known)) return known;
    }
    return undefined;
  }
}

const letters = (name: string) => name.toLowerCase().replace(/[\s_.:/-]/g, '');

const withoutDigits = (name: string) => letters(name).replace(/\d/g, '');

/** Names that differ in case or separators, or in one or two characters that aren't digits: `step_1` and `step_2` are both meant. */
function isSimilar(a: string, b: string): boolean {
  if (letters(a) === letters(b)) return true;
  if (withoutDigits(a) === withoutDigits(b)) return false;
  const allowed = Math.min(a.length, b.length) < 8 ? 1 : MAX_EDITS;
  return Math.min(a.length, b.length) > 3 && edits(a, b, allowed) <= allowed;
}

/** How many characters must be inserted, deleted, replaced, or swapped with the next one; more than `max` isn't counted. */
function edits(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let at = 1; at <= b.length; at += 1) {
      const same = a[row - 1] === b[at - 1];
      let least = Math.min(
        (last[at] ?? 0) + 1,
        (next[at - 1] ?? 0) + 1,
        (last[at - 1] ?? 0) + (same ? 0 : 1),
      );
      const isSwap = row > 1 && at > 1 && a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1];
      if (isSwap) least = Math.min(least, (before[at - 2] ?? 0) + 1);
      next.push(least);
    }
    if (Math.min(...next) > max) return max + 1;
    before = last;
    last = next;
  }
  return last[b.length] ?? 0;
}
