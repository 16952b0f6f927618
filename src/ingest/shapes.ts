/**
 * Remembers which events a catalog accepts by their shape: the name, the fields, and the names and types of the properties in their
 * order. Most files have few shapes, so nearly every line is decided by comparing its bytes while it's scanned. Only shapes that are
 * certainly accepted are remembered; every other line is validated in full.
 */

/** What the scan tells apart; true and false are one. */
export const TEXT = 1;
export const BOOLEAN = 2;
export const NUMBER = 3;
export type ValueType = typeof TEXT | typeof BOOLEAN | typeof NUMBER;

/** Beyond these, a file's lines have no shape in common. */
const MAX_SHAPES = 10_000;
const MAX_NEXT = 64;

interface Next {
  readonly key: Uint8Array;
  readonly type: ValueType;
  readonly shape: Shape;
}

/** A list of properties; each leads to a longer one. */
export class Shape {
  readonly #next: Next[] = [];
  readonly #accepted: { readonly name: Uint8Array; readonly fields: number }[] = [];

  /** @param made the number of all shapes */
  constructor(private readonly made: { count: number }) {}

  /** @param start of the property's name @returns undefined when there are too many shapes */
  next(bytes: Uint8Array, start: number, end: number, type: ValueType): Shape | undefined {
    for (const each of this.#next) {
      if (each.type === type && isAt(each.key, bytes, start, end)) return each.shape;
    }
    if (this.#next.length >= MAX_NEXT || this.made.count >= MAX_SHAPES) return undefined;
    this.made.count += 1;
    const shape = new Shape(this.made);
    this.#next.push({ key: bytes.slice(start, end), type, shape });
    return shape;
  }

  /** @param fields which of them the event has, as bits @param start of the event's name */
  isAccepted(bytes: Uint8Array, start: number, end: number, fields: number): boolean {
    for (const each of this.#accepted) {
      if (each.fields === fields && isAt(each.name, bytes, start, end)) return true;
    }
    return false;
  }

  accept(bytes: Uint8Array, start: number, end: number, fields: number): void {
    if (this.#accepted.length >= MAX_NEXT) return;
    this.#accepted.push({ name: bytes.slice(start, end), fields });
  }
}

function isAt(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  // From the end, where names of one kind differ.
  let index = known.length - 1;
  if (index !== end - start - 1) return false;
  while (index >= 0 && known[index] === bytes[start + index]) index--;
  return index < 0;
}
