/**
 * Recognizes valid lines fast, in one walk over their bytes. It says yes only when the line certainly follows every rule. Everything else
 * (escapes in names, long numbers, duplicate keys, unusual timestamps, any error) is left to validateLine. So it may be unsure about a
 * valid line but never accepts an invalid one; a property test compares it with the rules and with zod.
 */
import { Cursor, QUOTE, toBytes } from './cursor.ts';
import { hashOf } from './hash.ts';
import { InstantReader } from './scanTime.ts';
import { BOOLEAN, NUMBER, Shape, TEXT, type ValueType } from './shapes.ts';

/** The limits within which the scan decides alone. Milliseconds since 1970, both inclusive. */
export interface FastScanLimits {
  readonly fromMs: number;
  readonly toMs: number;
  /** Lines for other customers than this one are left to validateLine. */
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
/** Lines with more properties are left to validateLine, since each key is compared with all before it. */
const MAX_PROPERTIES = 32;
const NOT_SURE = -1;

/** Scans the lines of one file. After `scan` returned true, its fields describe that line; starts and ends are byte indexes. */
export class LineScanner extends Cursor {
  keyStart = 0;
  keyEnd = 0;
  nameStart = 0;
  nameEnd = 0;
  customerStart = 0;
  customerEnd = 0;
  /** The event's timestamp in milliseconds. */
  ms = 0;
  /** Of the line's properties, where a catalog is given and there aren't too many shapes. */
  shape: Shape | undefined;
  /** Which fields the line has, and which of them aren't null, as bits. */
  fields = 0;
  readonly #root: Shape | undefined;
  readonly #time = new InstantReader();
  readonly #hashes = new Int32Array(MAX_PROPERTIES);
  /** By position in the line: the last field found there. */
  readonly #order: Field[] = [];
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });

  readonly #customerId: Uint8Array | undefined;
  readonly #externalCustomerId: Uint8Array | undefined;

  /** @param hasShapes whether `shape` and `fields` are needed */
  constructor(
    private readonly limits: FastScanLimits,
    hasShapes = false,
  ) {
    super();
    this.#root = hasShapes ? new Shape({ count: 0 }) : undefined;
    const { customerId, externalCustomerId } = limits.only ?? {};
    this.#customerId = customerId === undefined ? undefined : toBytes(customerId);
    this.#externalCustomerId =
      externalCustomerId === undefined ? undefined : toBytes(externalCustomerId);
  }

  /** The index of the line break, after `scan` returned true. */
  get end(): number {
    return this.at;
  }

  /** True when the line at `start` is certainly a valid event. It must end with a line break. */
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
    this.fields = seen | (present << 8);
    const customers = present & (CUSTOMER | EXTERNAL);
    return (
      this.take(0x7d) &&
      (present & NEEDED) === NEEDED &&
      (customers === CUSTOMER || customers === EXTERNAL)
    );
  }

  /** Skips a key and its closing quote. @returns 0 when it isn't a field of an event */
  #field(position: number): number {
    // Most files have their fields in one order, so the last field at this position is tried first.
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

  /** Skips a value. @returns the field when its value is valid, 0 for a customer that is null */
  #value(field: number): number {
    const first = this.space();
    if (field === PROPERTIES) return this.#properties() ? field : NOT_SURE;
    if (first !== QUOTE) return field >= CUSTOMER && this.word('null') ? 0 : NOT_SURE;
    const start = ++this.at;
    if (field === TIME) return this.#timestamp() ? field : NOT_SURE;
    if (!this.string('refused') || this.at - 1 === start) return NOT_SURE;
    if (field === KEY) {
      // "." and ".." aren't valid in a URL path; validateLine checks what starts like that.
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
    let shape = this.#root;
    this.shape = shape;
    if (this.take(0x7d)) return true;
    let count = 0;
    do {
      if (!this.take(QUOTE)) return false;
      const start = this.at;
      if (!this.string('refused')) return false;
      const end = this.at - 1;
      if (!this.#isNewKey(count++, start, end)) return false;
      if (!this.take(0x3a)) return false;
      const type = this.#property();
      if (type === 0) return false;
      shape = shape?.next(this.bytes, start, end, type);
    } while (this.take(0x2c));
    this.shape = shape;
    return this.take(0x7d);
  }

  /** False when an earlier key has the same hash, so that this one may be a duplicate. */
  #isNewKey(count: number, start: number, end: number): boolean {
    if (count >= MAX_PROPERTIES) return false;
    const hash = hashOf(this.bytes, start, end) | 0;
    for (let index = 0; index < count; index++) if (this.#hashes[index] === hash) return false;
    this.#hashes[count] = hash;
    return true;
  }

  /** @returns 0 when it's neither a string, a boolean, nor a short number */
  #property(): ValueType | 0 {
    const first = this.space();
    if (first === QUOTE) {
      this.at++;
      return this.string('allowed') ? TEXT : 0;
    }
    if (first === 0x74) return this.word('true') ? BOOLEAN : 0;
    if (first === 0x66) return this.word('false') ? BOOLEAN : 0;
    return this.shortNumber() ? NUMBER : 0;
  }
}
