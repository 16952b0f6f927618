/** Converts JSON with several events to one event per line, in steps short enough for the extension host. */
import { JsonScan, type JsonToken } from '../core/jsonScan.ts';
import { BYTE_ORDER_MARK } from '../core/lines.ts';
import { notConvertible } from '../core/texts/eventFile.ts';

/** The text can't be converted because it is incomplete or isn't JSON. */
export class NotConvertible extends Error {
  override readonly name = 'NotConvertible';
}

/** Tokens between two pauses, which take less than a millisecond. */
const STEP = 10_000;

/**
 * Writes the events of an array, of a request body `{"events": […]}` or of several JSON values one per line. Strings, numbers and keys
 * stay exactly as written; only white space between tokens is removed.
 * @throws NotConvertible
 */
export function* toLines(text: string, lineEnd: string): Generator<undefined, string> {
  const scan = new JsonScan(text, text.startsWith(BYTE_ORDER_MARK) ? 1 : 0);
  const events = new Events();
  for (let step = 1; ; step++) {
    const token = scan.next();
    if (token === 'end') return events.found.map((event) => event + lineEnd).join('');
    if (token === 'open') {
      throw new NotConvertible(notConvertible.incomplete());
    }
    if (token === 'broken') {
      const line = text.slice(0, scan.start).split('\n').length;
      throw new NotConvertible(notConvertible.broken(line));
    }
    events.add(token, text.slice(scan.start, scan.end), scan.depth);
    if (step % STEP === 0) yield;
  }
}

/** Builds the events from their tokens. */
class Events {
  readonly found: string[] = [];
  /** The tokens of a top-level value, which may be an event or a request body. */
  #value: string[] = [];
  #isBody = false;
  #hasKey = false;
  /** The tokens of the current event in a list, the list's events so far, and the depth inside the list. */
  #item: string[] = [];
  #items: string[] = [];
  #listDepth: number | undefined;
  #before: readonly [string, string, string] = ['', '', ''];

  /** @param depth the nesting depth after the token */
  add(token: JsonToken, source: string, depth: number): void {
    if (this.#listDepth !== undefined && this.#addToList(token, source, depth)) return;
    this.#value.push(source);
    if (token === '[' && (depth === 1 || (depth === 2 && this.#isEvents()))) {
      this.#isBody ||= depth === 2;
      this.#listDepth = depth;
    }
    if (token === 'text' && depth === 1 && /^[{,]$/.test(this.#before[2])) {
      this.#hasKey ||= source === '"idempotency_key"';
    }
    const [, second, third] = this.#before;
    this.#before = [second, third, source];
    if (depth === 0) this.#end();
  }

  /** Whether the list follows `"events":`. */
  #isEvents(): boolean {
    const [first, second, third] = this.#before;
    return /^[{,]$/.test(first) && second === '"events"' && third === ':';
  }

  /** @returns false for the token that ends the list */
  #addToList(token: JsonToken, source: string, depth: number): boolean {
    const inside = this.#listDepth ?? 0;
    if (depth < inside) {
      this.#listDepth = undefined;
      return false;
    }
    // The tokens of a top-level list aren't needed again.
    if (this.#value[0] !== '[') this.#value.push(source);
    if (token === ',' && depth === inside) return true;
    this.#item.push(source);
    if (depth === inside) {
      this.#items.push(this.#item.join(''));
      this.#item = [];
    }
    return true;
  }

  #end(): void {
    const isList = this.#value[0] === '[' || (this.#isBody && !this.#hasKey);
    for (const event of isList ? this.#items : [this.#value.join('')]) this.found.push(event);
    this.#value = [];
    this.#items = [];
    this.#isBody = this.#hasKey = false;
    this.#before = ['', '', ''];
  }
}
