/** Parses timestamps from bytes in the formats that programs usually print: `2026-08-20T10:00:00Z`, optionally with a fraction, or with +00:00. */

const DAY_MS = 86_400_000;
const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
/** Where the digits and separators of `2026-08-20T10:00:00` are. */
const SHAPE = 'dddd-dd-ddTdd:dd:dd';
const separators = Array.from(SHAPE).flatMap((character, index) =>
  character === 'd' ? [] : [[index, character.charCodeAt(0)] as const],
);
const digits = Array.from(SHAPE).flatMap((character, index) => (character === 'd' ? [index] : []));

/** The length of what comes before the seconds: `2026-08-20T10:00:`. */
const TO_MINUTE = 17;

export class InstantReader {
  /** The last timestamp in milliseconds since 1970, rounded down. */
  ms = 0;
  #day = -1;
  #dayMs = 0;
  /** The last minute, since consecutive lines often share it. */
  readonly #minute = new Uint8Array(TO_MINUTE);
  #minuteMs = 0;

  /** The index after the timestamp that starts at `at`; -1 unless it is certainly a valid one in UTC. */
  read(bytes: Uint8Array, at: number): number {
    if (!this.#isSameMinute(bytes, at) && !this.#readMinute(bytes, at)) return -1;
    const tens = (bytes[at + TO_MINUTE] ?? 0) - 0x30;
    const ones = (bytes[at + TO_MINUTE + 1] ?? 0) - 0x30;
    if (tens < 0 || tens > 5 || ones < 0 || ones > 9) return -1;
    let end = at + SHAPE.length;
    let fraction = 0;
    if (bytes[end] === 0x2e) {
      const first = ++end;
      for (let unit = 100; isDigit(bytes[end] ?? 0); end++) {
        fraction += ((bytes[end] ?? 0) - 0x30) * unit;
        unit = unit === 100 ? 10 : unit === 10 ? 1 : 0;
      }
      if (end === first) return -1;
    }
    this.ms = this.#minuteMs + (tens * 10 + ones) * 1_000 + fraction;
    return this.#zoneEnd(bytes, end);
  }

  #isSameMinute(bytes: Uint8Array, at: number): boolean {
    const minute = this.#minute;
    // Compared from its end, which differs most often.
    for (let index = TO_MINUTE - 1; index >= 0; index--) {
      if (minute[index] !== bytes[at + index]) return false;
    }
    return true;
  }

  #readMinute(bytes: Uint8Array, at: number): boolean {
    for (const [index, byte] of separators) if (bytes[at + index] !== byte) return false;
    for (const index of digits) if (!isDigit(bytes[at + index] ?? 0)) return false;
    const two = (from: number) =>
      (bytes[at + from] ?? 0) * 10 + (bytes[at + from + 1] ?? 0) - 0x30 * 11;
    const hour = two(11);
    const minute = two(14);
    const dayMs = this.#startOfDay(two(0) * 100 + two(2), two(5), two(8));
    if (hour > 23 || minute > 59 || dayMs < 0) return false;
    this.#minuteMs = dayMs + hour * 3_600_000 + minute * 60_000;
    this.#minute.set(bytes.subarray(at, at + TO_MINUTE));
    return true;
  }

  /** Remembers the last day, since most lines of a file share it. Years before 1970 are left to validateLine. */
  #startOfDay(year: number, month: number, day: number): number {
    const name = year * 10_000 + month * 100 + day;
    if (name === this.#day) return this.#dayMs;
    const ms = Date.UTC(year, month - 1, day);
    const inMonth = ms % DAY_MS === 0 && new Date(ms).getUTCDate() === day;
    if (year < 1970 || month < 1 || month > 12 || !inMonth) return -1;
    this.#day = name;
    this.#dayMs = ms;
    return ms;
  }

  #zoneEnd(bytes: Uint8Array, at: number): number {
    if (bytes[at] === 0x5a) return at + 1;
    const utc = '+00:00';
    for (let index = 0; index < utc.length; index++) {
      if (bytes[at + index] !== utc.charCodeAt(index)) return -1;
    }
    return at + utc.length;
  }
}
