/** A part of a list that is small enough for a language model, with the total and the way to get more. */
import { printJson } from '../json.ts';

/** In characters of JSON: some 4,000 tokens of a model. */
const MAX_PAGE = 16_000;

export interface Page<T> {
  readonly total: number;
  readonly offset: number;
  readonly items: readonly T[];
  /** The `offset` to ask for the rest; absent on the last page. */
  readonly nextOffset?: number;
}

/**
 * @param items from `offset` on; more than fit are left out
 * @param total of the whole list
 */
export function pageOf<T>(items: readonly T[], offset: number, total: number): Page<T> {
  const shown: T[] = [];
  let size = 0;
  for (const item of items) {
    size += printJson(item).length;
    // One item always fits, or asking again would never get past it.
    if (size > MAX_PAGE && shown.length > 0) break;
    shown.push(item);
  }
  const next = offset + shown.length;
  return { total, offset, items: shown, ...(next < total && { nextOffset: next }) };
}
