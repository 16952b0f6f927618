/**
 * Checks values that another version of the extension, another program or a person wrote. Enough for the few values that each window
 * reads when it starts: a library for them would be a third of what activation loads.
 */

/** Returns the known parts of the value, or undefined if it doesn't fit. */
export type Shape<T> = (value: unknown) => T | undefined;
export type Shaped<S> = S extends Shape<infer T> ? T : never;

export const text: Shape<string> = (value) => (typeof value === 'string' ? value : undefined);

export const number: Shape<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

export const flag: Shape<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

export const oneOf =
  <const T extends string>(...values: readonly T[]): Shape<T> =>
  (value) =>
    values.find((each) => each === value);

/** @param fits whether a value of the shape is valid */
export const where =
  <T>(shape: Shape<T>, fits: (value: T) => boolean): Shape<T> =>
  (value) => {
    const read = shape(value);
    return read !== undefined && fits(read) ? read : undefined;
  };

export const list =
  <T>(each: Shape<T>): Shape<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) return undefined;
    const read = value.map(each);
    return read.every((one) => one !== undefined) ? read : undefined;
  };

type Members = Readonly<Record<string, Shape<unknown>>>;
type Values<M extends Members> = { readonly [K in keyof M]: Shaped<M[K]> };

/**
 * Members that aren't listed are left out of the result. An optional one may be missing, but must
 * not have another shape.
 */
export function object<R extends Members>(required: R): Shape<Values<R>>;
export function object<R extends Members, O extends Members>(
  required: R,
  optional: O,
): Shape<Values<R> & Partial<Values<O>>>;
export function object(required: Members, optional: Members = {}): Shape<object> {
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const given = value as Readonly<Record<string, unknown>>;
    const read: Record<string, unknown> = {};
    for (const [key, shape] of Object.entries({ ...optional, ...required })) {
      if (given[key] === undefined && !(key in required)) continue;
      read[key] = shape(given[key]);
      if (read[key] === undefined) return undefined;
    }
    return read;
  };
}

/** The first of the shapes that fits. */
export const either =
  <A, B>(a: Shape<A>, b: Shape<B>): Shape<A | B> =>
  (value) =>
    a(value) ?? b(value);
