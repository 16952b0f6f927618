/**
 * The fast way to know that a line is a good event: one walk over its bytes. It says yes only where every rule is surely kept;
 * everything else (escapes in names, long numbers, doubled keys, odd times, any fault) is left to the slow way, which knows the
 * rules and words them. So it may answer "not sure" for a good line, never yes for a bad one: a property test holds it against
 * the rules and against zod.
 */
import { Cursor, QUOTE, toBytes } from './cursor.ts';
import { hashOf } from './hash.ts';
import { InstantReader } from './scanTime.ts';

/** Where a line is surely good. Instants in milliseconds, both inclusive. */
export interface FastScanLimits {
  readonly fromMs: number;
  readonly toMs: number;
  /** Other customers than this one, by either of its ids, are for the slow way to judge. */
  readonly only?: { readonly customerId?: string; readonly externalCustomerId?: string };
}

const NAME = 1;
const KEY = 2;
const TIME = 4;
const PROPERTIES = 8;
const CUSTOMER = 16;
const EXTERNAL = 32;
const NEEDED = NAME | KEY | TIME | PROPERTIES;
/** Names with their closing quotes. */
type Field = readonly [Uint8Array, number];
const fields: readonly Field[] = [
  [toBytes('event_name"'), NAME],
  [toBytes('timestamp"'), TIME],
  [toBytes('external_customer_id"'), EXTERNAL],
  [toBytes('customer_id"'), CUSTOMER],
  [toBytes('idempotency_key"'), KEY],
  [toBytes('properties"'), PROPERTIES],
];
/** More properties are left to the slow way: each key is compared with all before it. */
const MAX_PROPERTIES = 32;
const NOT_SURE = -1;

/** Reads the lines of one file. After `scan` said yes, its fields tell about that line, as places in the bytes. */
export class LineScanner extends Cursor {
  keyStart = 0;
  keyEnd = 0;
  nameStart = 0;
  nameEnd = 0;
  customerStart = 0;
  customerEnd = 0;
  /** The event's timestamp in milliseconds. */
  ms = 0;
  readonly #time = new InstantReader();
  readonly #hashes = new Int32Array(MAX_PROPERTIES);
  /** By place in the line: the field that stood there last. */
  readonly #order: Field[] = [];
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });

  readonly #customerId: Uint8Array | undefined;
  readonly #externalCustomerId: Uint8Array | undefined;

  constructor(private readonly limits: FastScanLimits) {
    super();
    const { customerId, externalCustomerId } = limits.only ?? {};
    this.#customerId = customerId === undefined ? undefined : toBytes(customerId);
    this.#externalCustomerId =
      externalCustomerId === undefined ? undefined : toBytes(externalCustomerId);
  }

  /** Where the line break of the line that `scan` said yes to stands. */
  get end(): number {
    return this.at;
  }

  /** True when the line that starts at `start` is surely a good event. A line break must stand behind it. */
  scan(bytes: Uint8Array, start: number): boolean {
    this.bytes = bytes;
    this.at = start;
    this.wide = false;
    return this.#event() && this.atLineEnd() && this.#isText(start);
  }

  #isText(start: number): boolean {
    if (!this.wide) return true;
    try {
      this.#utf8.decode(this.bytes.subarray(start, this.at));
      return true;
    } catch {
      return false;
    }
  }

  #event(): boolean {
    if (!this.take(0x7b)) return false;
    let seen = 0;
    let present = 0;
    let position = 0;
    do {
      if (!this.take(QUOTE)) return false;
      const field = this.#field(position++);
      if (field === 0 || (seen & field) !== 0 || !this.take(0x3a)) return false;
      const found = this.#value(field);
      if (found === NOT_SURE) return false;
      seen |= field;
      present |= found;
    } while (this.take(0x2c));
    const customers = present & (CUSTOMER | EXTERNAL);
    return (
      this.take(0x7d) &&
      (present & NEEDED) === NEEDED &&
      (customers === CUSTOMER || customers === EXTERNAL)
    );
  }

  /** Passes over a key and its closing quote; 0 for one that is not a field of an event. */
  #field(position: number): number {
    // Lines of a file mostly have their fields in one order: the field that stood here before is tried first.
    const likely = this.#order[position];
    if (likely !== undefined && this.#isAt(likely[0])) {
      this.at += likely[0].length;
      return likely[1];
    }
    for (const field of fields) {
      if (!this.#isAt(field[0])) continue;
      this.#order[position] = field;
      this.at += field[0].length;
      return field[1];
    }
    return 0;
  }

  #isAt(name: Uint8Array): boolean {
    const { bytes, at } = this;
    for (let index = 0; index < name.length; index++) {
      if (name[index] !== bytes[at + index]) return false;
    }
    return true;
  }

  /** The field when it has a good value, 0 for a customer that is null. */
  #value(field: number): number {
    const first = this.space();
    if (field === PROPERTIES) return this.#properties() ? field : NOT_SURE;
    if (first !== QUOTE) return field >= CUSTOMER && this.word('null') ? 0 : NOT_SURE;
    const start = ++this.at;
    if (field === TIME) return this.#timestamp() ? field : NOT_SURE;
    if (!this.string('refused') || this.at - 1 === start) return NOT_SURE;
    if (field === KEY) {
      // "." and ".." can't be addressed; what begins so is for the slow way.
      if (this.byte(start) === 0x2e && this.at - start <= 3) return NOT_SURE;
      this.keyStart = start;
      this.keyEnd = this.at - 1;
    } else if (field === NAME) {
      this.nameStart = start;
      this.nameEnd = this.at - 1;
    } else {
      this.customerStart = start;
      this.customerEnd = this.at - 1;
      const only = field === CUSTOMER ? this.#customerId : this.#externalCustomerId;
      if (only !== undefined && !this.#isCustomer(only)) return NOT_SURE;
    }
    return field;
  }

  #isCustomer(id: Uint8Array): boolean {
    if (id.length !== this.customerEnd - this.customerStart) return false;
    return id.every((byte, index) => this.bytes[this.customerStart + index] === byte);
  }

  #timestamp(): boolean {
    const end = this.#time.read(this.bytes, this.at);
    if (end < 0 || this.byte(end) !== QUOTE) return false;
    this.ms = this.#time.ms;
    this.at = end + 1;
    return this.ms >= this.limits.fromMs && this.ms <= this.limits.toMs;
  }

  #properties(): boolean {
    if (!this.take(0x7b)) return false;
    if (this.take(0x7d)) return true;
    let count = 0;
    do {
      if (!this.take(QUOTE)) return false;
      const start = this.at;
      if (!this.string('refused')) return false;
      if (!this.#isNewKey(count++, start, this.at - 1)) return false;
      if (!this.take(0x3a) || !this.#property()) return false;
    } while (this.take(0x2c));
    return this.take(0x7d);
  }

  /** False for a key that may be doubled: another one before it has the same hash. */
  #isNewKey(count: number, start: number, end: number): boolean {
    if (count >= MAX_PROPERTIES) return false;
    const hash = hashOf(this.bytes, start, end) | 0;
    for (let index = 0; index < count; index++) if (this.#hashes[index] === hash) return false;
    this.#hashes[count] = hash;
    return true;
  }

  #property(): boolean {
    const first = this.space();
    if (first === QUOTE) {
      this.at++;
      return this.string('allowed');
    }
    if (first === 0x74) return this.word('true');
    if (first === 0x66) return this.word('false');
    return this.shortNumber();
  }
}
