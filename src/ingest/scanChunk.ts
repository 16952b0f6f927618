/** Validates every line of a chunk and notes where its event ID is. Runs in the ingest thread or in the scan thread. */
import type { RuleContext } from '../core/rules/context.ts';
import { withCompiledCatalog } from '../core/catalog/compiledContext.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import { indexOfByte } from '../std/bytes.ts';
import { MAX_LINE_BYTES, type LineBlock } from './blocks.ts';
import { ChunkReader } from './chunk.ts';
import { Hasher } from './hash.ts';
import { decodeLine, fastScanLimits, validateLine } from './validateLine.ts';
import { contentEnd, firstLineAt, isBlank } from './lines.ts';
import { KEY_NUMBERS } from './keys.ts';
import { NO_HOUR } from './lineHours.ts';
import { LineScanner } from './scan.ts';
import { stateCodes } from './states.ts';
import { Tally, type Counted } from './tally.ts';

/** The results for the lines that start in one mebibyte. Plain data, since it may come from another thread. */
export interface ScannedChunk {
  readonly digest: string;
  /** The code of the state of each line: blank, good or invalid. */
  readonly states: Uint8Array;
  /** The hour of each line's timestamp, since 1970, or NO_HOUR. */
  readonly hours: Int32Array;
  /** How many lines have each state. */
  readonly counts: { readonly blank: number; readonly good: number; readonly invalid: number };
  /** Where the event IDs are (keys.ts); line numbers and offsets are relative to the chunk. */
  readonly keys: Uint32Array;
}

/** Totals over the valid lines of all scanned chunks. */
export interface ScanTotals {
  readonly names: Counted;
  readonly customers: Counted;
  /** Valid lines that differ from the event catalog, and what it says against them. */
  readonly warned: number;
  readonly warnings: Counted;
  /** Infinity and -Infinity when there are none. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Another thread that scans parts of the same file for the same context. */
export interface ScanHelper {
  /** Resolves when it has started; rejects when it ended before that. */
  readonly ready: Promise<void>;
  /** @throws anything; the chunk is then scanned by the caller */
  scan(index: number): Promise<ScannedChunk>;
  /** Over all chunks that it has scanned. */
  totals(): Promise<ScanTotals>;
}

const encoder = new TextEncoder();

export class ChunkScanner {
  readonly #scanner: LineScanner;
  readonly #hasher = new Hasher();
  readonly #names = new Tally();
  readonly #customers = new Tally();
  readonly #warnings = new Tally();
  #warned = 0;
  readonly #catalog: RuleContext['catalog'];
  #firstMs = Infinity;
  #lastMs = -Infinity;
  #states = new Uint8Array(1 << 14);
  #hours = new Int32Array(1 << 14);
  #lines = 0;
  readonly #counts = new Uint32Array(stateCodes.invalid + 1);
  #keys = new Uint32Array(KEY_NUMBERS << 13);
  #used = 0;
  /** The index where the chunk starts in the buffer. */
  #start = 0;

  constructor(private readonly context: RuleContext) {
    this.#catalog = withCompiledCatalog(context).catalog;
    this.#scanner = new LineScanner(fastScanLimits(context), this.#catalog !== undefined);
  }

  /** @param reader not used by another call at the same time */
  async scan(reader: ChunkReader, index: number): Promise<ScannedChunk> {
    const { digest, block, long } = await reader.read(index);
    this.#lines = this.#used = 0;
    this.#counts.fill(0);
    if (block !== undefined) {
      this.#start = index === 0 ? 0 : 1;
      this.#validate(block);
    }
    if (long !== undefined) this.#add(stateCodes.invalid);
    return {
      digest,
      counts: {
        blank: this.#counts[stateCodes.blank] ?? 0,
        good: this.#counts[stateCodes.good] ?? 0,
        invalid: this.#counts[stateCodes.invalid] ?? 0,
      },
      states: this.#states.slice(0, this.#lines),
      hours: this.#hours.slice(0, this.#lines),
      keys: this.#keys.slice(0, this.#used),
    };
  }

  get totals(): ScanTotals {
    return {
      names: this.#names.counted,
      customers: this.#customers.counted,
      warned: this.#warned,
      warnings: this.#warnings.counted,
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
    };
  }

  #validate(block: LineBlock): void {
    const { bytes, end } = block;
    for (let start = firstLineAt(block); start < end;) {
      if (this.#scanner.scan(bytes, start) && this.#isInCatalog(bytes, start)) {
        this.#addValid(bytes, start);
        start = this.#scanner.end + 1;
      } else {
        const breakAt = indexOfByte(bytes, 0x0a, start);
        this.#validateInFull(bytes, start, contentEnd(bytes, start, breakAt));
        start = breakAt + 1;
      }
    }
  }

  /** Whether the catalog certainly accepts the line that was just scanned. */
  #isInCatalog(bytes: Uint8Array, start: number): boolean {
    if (this.#catalog === undefined) return true;
    const { shape, nameStart, nameEnd, fields, end } = this.#scanner;
    if (shape?.isAccepted(bytes, nameStart, nameEnd, fields) === true) return true;
    // Too long lines are rejected before they are parsed.
    if (end - start > MAX_LINE_BYTES) return true;
    const event = JSON.parse(decodeLine(bytes.subarray(start, end)) ?? 'null') as {
      readonly event_name: string;
    } | null;
    if (!this.#catalog.accepts(event)) return false;
    if (event !== null && this.#catalog.isDecidedByShape(event.event_name)) {
      shape?.accept(bytes, nameStart, nameEnd, fields);
    }
    return true;
  }

  #addValid(bytes: Uint8Array, start: number): void {
    const scanner = this.#scanner;
    const length = contentEnd(bytes, start, scanner.end) - start;
    if (length > MAX_LINE_BYTES) {
      this.#add(stateCodes.invalid);
      return;
    }
    this.#hasher.hash(bytes, scanner.keyStart, scanner.keyEnd);
    this.#addKey(start, length, scanner.keyStart - start);
    this.#add(stateCodes.good, scanner.ms);
    this.#names.add(bytes, scanner.nameStart, scanner.nameEnd);
    this.#customers.add(bytes, scanner.customerStart, scanner.customerEnd);
    this.#addTime(scanner.ms);
  }

  #validateInFull(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > MAX_LINE_BYTES) {
      this.#add(stateCodes.invalid);
      return;
    }
    if (isBlank(bytes, start, end)) {
      this.#add(stateCodes.blank);
      return;
    }
    const {
      key,
      keyStart = 0,
      reasons,
      warnings,
      name,
      customer,
      ms,
    } = validateLine(bytes.subarray(start, end), this.context);
    if (key !== undefined) {
      // An invalid line counts too: when another line has the same event ID, we can't know which one is right.
      const text = encoder.encode(key);
      this.#hasher.hash(text, 0, text.length);
      this.#addKey(start, length, keyStart);
    }
    const isGood = reasons.length === 0;
    this.#add(isGood ? stateCodes.good : stateCodes.invalid, ms);
    if (!isGood) return;
    if (warnings.length > 0) this.#warned += 1;
    for (const warning of warnings) this.#warnings.addText(warning);
    if (name !== undefined) this.#names.addText(name);
    if (customer !== undefined) this.#customers.addText(customer);
    if (ms !== undefined) this.#addTime(ms);
  }

  /** @param ms of the timestamp */
  #add(state: number, ms?: number): void {
    if (this.#lines === this.#states.length) {
      const larger = new Uint8Array(this.#lines * 2);
      larger.set(this.#states);
      this.#states = larger;
      const largerHours = new Int32Array(this.#lines * 2);
      largerHours.set(this.#hours);
      this.#hours = largerHours;
    }
    this.#hours[this.#lines] = ms === undefined ? NO_HOUR : Math.floor(ms / HOUR_MS);
    this.#states[this.#lines++] = state;
    this.#counts[state] = (this.#counts[state] ?? 0) + 1;
  }

  /** Adds the event ID that was hashed last. */
  #addKey(start: number, length: number, keyStart: number): void {
    if (this.#used === this.#keys.length) {
      const larger = new Uint32Array(this.#used * 2);
      larger.set(this.#keys);
      this.#keys = larger;
    }
    const keys = this.#keys;
    const at = this.#used;
    keys[at] = this.#hasher.a;
    keys[at + 1] = this.#hasher.b;
    keys[at + 2] = this.#lines;
    keys[at + 3] = start - this.#start;
    keys[at + 4] = length;
    keys[at + 5] = keyStart;
    this.#used = at + KEY_NUMBERS;
  }

  #addTime(ms: number): void {
    if (ms < this.#firstMs) this.#firstMs = ms;
    if (ms > this.#lastMs) this.#lastMs = ms;
  }
}
