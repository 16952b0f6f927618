/** Orb's messages about a rejected amendment, with their places in the text. */
import { isOrbError } from '../../core/errors.ts';
import { tryReadJson, type Span } from '../../core/jsonTree.ts';

/** @returns nothing if the error isn't Orb's rejection of what was sent */
export function rejectionsOf(error: unknown): readonly string[] {
  if (!isOrbError(error, 'rejected')) return [];
  const { answer } = error;
  const failed = answer?.validationFailed.flatMap(({ messages }) => messages) ?? [];
  const given = [...new Set([...(answer?.validationErrors ?? []), ...failed])];
  return given.length > 0 ? given : [answer?.detail ?? answer?.title ?? error.message];
}

interface Place extends Span {
  readonly name: string;
  readonly printed: string;
}

/**
 * Finds where to show a message. Orb names the field (`'tokens'`, `properties.tokens`, "Event
 * timestamp …") or the value ("None is not of type …").
 */
export function placeOf(text: string, message: string): Span {
  const places = placesIn(text);
  const byLength = places.toSorted((a, b) => b.name.length - a.name.length);
  const quoted = byLength.find(({ name }) =>
    [`'${name}'`, `"${name}"`, `properties.${name}`].some((part) => message.includes(part)),
  );
  const words = new Set(message.toLowerCase().match(/[\w$-]+/g) ?? []);
  const named = byLength.find(({ name }) => words.has(name.toLowerCase()));
  const isNull = message.startsWith('None is not of type')
    ? places.find(({ printed }) => printed === 'null')
    : undefined;
  const customer = words.has('customer')
    ? places.find(({ name }) => name.endsWith('customer_id'))
    : undefined;
  return quoted ?? isNull ?? named ?? customer ?? { start: 0, end: 1 };
}

/**
 * The values of the event's fields and properties. Properties come first, since they are the more
 * exact place.
 */
function placesIn(text: string): readonly Place[] {
  const root = tryReadJson(text);
  if (root?.kind !== 'object') return [];
  const properties = root.members.flatMap(({ key, value }) =>
    key === 'properties' && value.kind === 'object' ? value.members : [],
  );
  return [...properties, ...root.members].map(({ key, value: { start, end } }) => ({
    name: key,
    start,
    end,
    printed: text.slice(start, end),
  }));
}
