/**
 * The pieces of a text that isn't a list: IDs after a field name, words that may be IDs, and
 * sentences.
 */
import type { NamedId } from './json.ts';
import { jsonOf } from './json.ts';
import { namedIds } from './keyed.ts';
import { likenessOf } from './likeness.ts';
import { fieldsOf, withoutBullet } from './list.ts';
import { isOnlyDigits, isUuid, looksLikeId, wordsOf } from './words.ts';

export type Piece =
  | ({ readonly kind: 'named' } & NamedId)
  | {
      readonly kind: 'word';
      readonly id: string;
      readonly isKnown: boolean;
      /** Between separators, or among words that look like IDs. */
      readonly isListed: boolean;
      /** The line doesn't name an ID and has no other word that looks like this one. */
      readonly isOnlyOne: boolean;
    }
  | { readonly kind: 'sentence'; readonly text: string };

/** Shorter numbers are counts, times, or statuses. */
const MIN_DIGITS = 6;

export function* piecesOf(line: string, isKnown: (id: string) => boolean): Generator<Piece> {
  const named = namedIds(line);
  for (const each of named) yield { kind: 'named', ...each };
  // The other fields of a JSON line have names, too, which show what they are.
  if (jsonOf(line) !== undefined) return;
  const taken = new Set(named.map(({ id }) => id));
  const shapes = countShapes(line);
  for (const field of fieldsOf(withoutBullet(line))) {
    if (field.quoted) {
      if (!taken.has(field.value)) yield word(field.value, true);
      continue;
    }
    const words = wordsOf(field.value);
    const isSingle = !/\s/.test(field.value);
    const isList = isSingle || words.filter(looksLikeId).length * 2 > words.length;
    const pieces = words.filter((each) => !taken.has(each) && (isSingle || mayBeId(each)));
    for (const id of pieces) yield word(id, isList);
    if (pieces.length === 0 && !isSingle && named.length === 0) {
      yield { kind: 'sentence', text: field.value };
    }
  }

  function word(id: string, isListed: boolean): Piece {
    const shape = likenessOf(id)?.shape;
    const isOnlyOne = named.length === 0 && shape !== undefined && shapes.get(shape)?.size === 1;
    return { kind: 'word', id, isKnown: isKnown(id), isListed, isOnlyOne };
  }

  function mayBeId(each: string): boolean {
    if (isKnown(each)) return true;
    return isOnlyDigits(each) ? each.length >= MIN_DIGITS : looksLikeId(each);
  }
}

function countShapes(line: string): ReadonlyMap<string, ReadonlySet<string>> {
  const shapes = new Map<string, Set<string>>();
  for (const id of wordsOf(line)) {
    const shape = isUuid(id) || looksLikeId(id) ? likenessOf(id)?.shape : undefined;
    if (shape !== undefined) shapes.set(shape, (shapes.get(shape) ?? new Set()).add(id));
  }
  return shapes;
}
