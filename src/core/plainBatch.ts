/**
 * A batch of events as almost every integration sends it: exactly `{"events":[{…},…]}`. One pass over the text finds where each event and
 * its properties begin and end, so that they are kept as written, next to the values of a plain parse.
 */

export interface PlainEvent {
  readonly value: unknown;
  /** Where its text is. */
  readonly start: number;
  readonly end: number;
  /** The quotes that begin and end strings in its text. */
  readonly quotes: number;
  /** The text of its only object, which is that of its properties where the event is valid; undefined if there's another, or white space. */
  readonly properties?: string;
}

/** Undefined for what isn't exactly a list of events, with or without white space. */
export function plainBatch(text: string): readonly PlainEvent[] | undefined {
  let at = startOfEvents(text);
  if (at === 0) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { events } = body as { readonly events: readonly unknown[] };
  const found: PlainEvent[] = [];
  for (const value of events) {
    if (found.length > 0) {
      if (text.charCodeAt(at) !== COMMA) return undefined;
      at = skip(text, at + 1);
    }
    if (text.charCodeAt(at) !== OPEN_BRACE) return undefined;
    const start = at;
    const { end, quotes, properties } = walkEvent(text, start);
    found.push(
      properties === undefined
        ? { value, start, end, quotes }
        : { value, start, end, quotes, properties },
    );
    at = skip(text, end);
  }
  // Another member, such as a second `events`, is for a tree.
  return isClosed(text, at) ? found : undefined;
}

const [QUOTE, BACKSLASH, OPEN_BRACE, OPEN_BRACKET] = [0x22, 0x5c, 0x7b, 0x5b];
const [CLOSE_BRACE, CLOSE_BRACKET, COMMA, SPACE] = [0x7d, 0x5d, 0x2c, 0x20];

/** After `{"events":[`; 0 when the text begins otherwise. */
function startOfEvents(text: string): number {
  let at = 0;
  for (const token of ['{', '"events"', ':', '[']) {
    at = skip(text, at);
    if (!text.startsWith(token, at)) return 0;
    at += token.length;
  }
  return skip(text, at);
}

/** Nothing but `]}` from here. */
function isClosed(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== CLOSE_BRACKET) return false;
  const brace = skip(text, at + 1);
  return text.charCodeAt(brace) === CLOSE_BRACE && skip(text, brace + 1) === text.length;
}

function skip(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= SPACE) at++;
  return at;
}

/**
 * Where the event ends, and the text of the object in it: undefined unless there is exactly one, flat and without white space.
 * @param text valid JSON
 */
function walkEvent(
  text: string,
  start: number,
): { readonly end: number; readonly quotes: number; readonly properties?: string } {
  let [depth, quotes] = [0, 0];
  let [inner, innerEnd] = [0, 0];
  let isPlain = true;
  for (let at = start; ; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        quotes += 2;
        for (at++; text.charCodeAt(at) !== QUOTE; at++) {
          if (text.charCodeAt(at) === BACKSLASH) at++;
        }
        break;
      case OPEN_BRACKET:
        isPlain = false;
        depth++;
        break;
      case OPEN_BRACE:
        if (++depth === 2) {
          isPlain &&= inner === 0;
          inner = at;
        } else isPlain &&= depth === 1;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth--;
        if (depth === 1) innerEnd = at + 1;
        if (depth > 0) break;
        if (!isPlain || inner === 0) return { end: at + 1, quotes };
        return { end: at + 1, quotes, properties: text.slice(inner, innerEnd) };
      case SPACE:
      case 0x09:
      case 0x0a:
      case 0x0d:
        // Properties are stored without white space.
        isPlain &&= depth !== 2;
        break;
    }
  }
}
