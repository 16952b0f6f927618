/** Events that don't have a line each become lines, in steps short enough for the editor's own thread. */
import { JsonScan, type JsonToken } from '../core/jsonScan.ts';
import { BYTE_ORDER_MARK } from '../core/lines.ts';
import { notConvertible } from '../core/texts/eventFile.ts';

/** The text can't be converted: it stops in the middle, or isn't JSON. */
export class NotConvertible extends Error {
  override readonly name = 'NotConvertible';
}

/** Tokens between two pauses: less than a millisecond. */
const STEP = 10_000;

/**
 * The events of an array, of a body `{"events": […]}` or of values one after the other, a line each. Strings, numbers and keys stay
 * as they are written; only white space between them goes.
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

/** Puts the events together from their tokens. */
class Events {
  readonly found: string[] = [];
  /** The tokens of a value that stands by itself, which turns out to be an event or a body. */
  #value: string[] = [];
  #isBody = false;
  #hasKey = false;
  /** The tokens of one event of a list, the list's events, and how deep inside of the list is. */
  #item: string[] = [];
  #items: string[] = [];
  #listDepth: number | undefined;
  #before: readonly [string, string, string] = ['', '', ''];

  /** @param depth after the token */
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

  /** The list after `"events":`. */
  #isEvents(): boolean {
    const [first, second, third] = this.#before;
    return /^[{,]$/.test(first) && second === '"events"' && third === ':';
  }

  /** @returns false for what ends the list */
  #addToList(token: JsonToken, source: string, depth: number): boolean {
    const inside = this.#listDepth ?? 0;
    if (depth < inside) {
      this.#listDepth = undefined;
      return false;
    }
    // A list by itself is never put together again.
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
