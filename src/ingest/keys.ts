/**
 * Where each event ID is in the file, in 24 bytes per ID. What doesn't fit in memory goes to scratch files, split by hash, so that equal
 * IDs always end up in the same part.
 */
import type { Scratch } from './ports.ts';

/**
 * Numbers per event ID: two hashes, its line, the low 32 bits of the line's offset, the upper 11 bits of the offset with the 21 bits of
 * the line's length, and where the ID starts in the line. In a chunk, line and offset are relative to the chunk.
 */
export const KEY_NUMBERS = 6;
const LENGTH_BITS = 21;
const MAX_LENGTH = 2 ** LENGTH_BITS - 1;
/** The part of the offset that is packed above the length. */
const highOf = (packed: number) => (packed >>> LENGTH_BITS) * 2 ** 32;
const PARTS = 256;
/** 2.5 million IDs take 60 MB, so that a run of ten million lines needs less than 300 MB in total. */
const MAX_IN_MEMORY = 2_500_000;

export interface KeyRecord {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  /** Where the event ID starts in the line; 0 when it is written with escapes and has to be parsed. */
  readonly keyStart: number;
}

/** Several event IDs in file order, each at the same index in every array. One object per ID would take longer than reading the lines. */
export interface KeyGroup {
  readonly lines: Uint32Array;
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
  readonly keyStarts: Uint32Array;
}

/** The event IDs of consecutive lines. */
export interface ChunkKeys {
  readonly numbers: Uint32Array;
  /** What the line numbers and offsets are relative to. */
  readonly line: number;
  readonly offset: number;
}

export class KeyRecords {
  #chunks: ChunkKeys[] = [];
  #inMemory = 0;
  #spilled = false;

  constructor(
    private readonly scratch: Scratch,
    private readonly maxInMemory = MAX_IN_MEMORY,
  ) {}

  /** Keeps the array, so don't reuse it. */
  add(keys: ChunkKeys): void {
    this.#chunks.push(keys);
    this.#inMemory += keys.numbers.length / KEY_NUMBERS;
  }

  /** Call this between additions. */
  async makeRoom(): Promise<void> {
    if (this.#inMemory >= this.maxInMemory) await this.#spill();
  }

  async #spill(): Promise<void> {
    const counts = new Uint32Array(PARTS);
    const partOf = (numbers: Uint32Array, at: number) => (numbers[at + 1] ?? 0) % PARTS;
    for (const { numbers } of this.#chunks) {
      for (let at = 0; at < numbers.length; at += KEY_NUMBERS) {
        const part = partOf(numbers, at);
        counts[part] = (counts[part] ?? 0) + 1;
      }
    }
    const parts = Array.from(counts, (count) => new Uint32Array(count * KEY_NUMBERS));
    const used = new Uint32Array(PARTS);
    for (const chunk of this.#chunks) {
      const { numbers } = chunk;
      for (let at = 0; at < numbers.length; at += KEY_NUMBERS) {
        const part = partOf(numbers, at);
        const to = used[part] ?? 0;
        used[part] = to + KEY_NUMBERS;
        writeAbsolute(parts[part] ?? numbers, to, chunk, at);
      }
    }
    this.#chunks = [];
    this.#inMemory = 0;
    this.#spilled = true;
    for (const [part, numbers] of parts.entries()) {
      if (numbers.length > 0) await this.scratch.append(part, new Uint8Array(numbers.buffer));
    }
  }

  /** Yields each event ID once; equal IDs are in the same part. */
  async *parts(): AsyncGenerator<KeyPart, void> {
    if (!this.#spilled) {
      yield new KeyPart(this.#chunks);
      return;
    }
    await this.#spill();
    for (let part = 0; part < PARTS; part++) {
      const bytes = await this.scratch.read(part);
      // A Uint32Array must start at a multiple of four bytes.
      const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
      const numbers = new Uint32Array(aligned.buffer, aligned.byteOffset, bytes.length / 4);
      yield new KeyPart([{ numbers, line: 0, offset: 0 }]);
    }
  }
}

/** Writes one ID's numbers, with its line and offset relative to the start of the file. */
function writeAbsolute(into: Uint32Array, to: number, chunk: ChunkKeys, at: number): void {
  const { line, offset, length, keyStart } = recordAt(chunk, at);
  into[to] = chunk.numbers[at] ?? 0;
  into[to + 1] = chunk.numbers[at + 1] ?? 0;
  into[to + 2] = line;
  into[to + 3] = offset % 2 ** 32;
  into[to + 4] = Math.floor(offset / 2 ** 32) * 2 ** LENGTH_BITS + length;
  into[to + 5] = keyStart;
}

/** @param at the index of the ID's first number */
export function recordAt({ numbers, line, offset }: ChunkKeys, at: number): KeyRecord {
  const packed = numbers[at + 4] ?? 0;
  return {
    line: line + (numbers[at + 2] ?? 0),
    offset: offset + (numbers[at + 3] ?? 0) + highOf(packed),
    length: packed & MAX_LENGTH,
    keyStart: numbers[at + 5] ?? 0,
  };
}

/** Slots per event ID, and the most slots in total: a filter of 4 MB. */
const SLOTS_PER_KEY = 16;
const MAX_SLOTS = 1 << 22;

/** Some of the event IDs, in file order. */
export class KeyPart {
  readonly #count: number;
  /** The index of each chunk's first ID. */
  readonly #firsts: readonly number[];

  constructor(private readonly chunks: readonly ChunkKeys[]) {
    let before = 0;
    this.#firsts = chunks.map(
      ({ numbers }) => (before += numbers.length / KEY_NUMBERS) - numbers.length / KEY_NUMBERS,
    );
    this.#count = before;
  }

  /** Groups of two or more IDs with the same hash, each in file order. */
  *candidates(): Iterable<KeyGroup> {
    const halves = this.#sharedSlots();
    const count = halves.length / 2;
    for (let start = 0, end = 0; start < count; start = end) {
      const hash = halves[start * 2 + HIGH];
      while (end < count && halves[end * 2 + HIGH] === hash) end++;
      if (end - start > 1) yield this.#group(halves, start, end);
    }
  }

  /**
   * The hashes that share a slot with another one, each with the index of its ID, sorted by both. Most hashes have a slot to themselves
   * and are skipped; sorting the others takes n log n in every case.
   */
  #sharedSlots(): Uint32Array {
    const wanted = Math.max(2, this.#count * SLOTS_PER_KEY);
    const slots = Math.min(MAX_SLOTS, 2 ** Math.ceil(Math.log2(wanted)));
    /** 1 for a slot with one ID, 2 for a slot with more. */
    const met = new Uint8Array(slots);
    let shared = 0;
    for (const { numbers } of this.chunks) shared += count(met, numbers);
    // Each number is hash * 2^32 + the index of the ID.
    const sorted = new BigUint64Array(shared);
    const halves = new Uint32Array(sorted.buffer);
    let at = 0;
    for (const [chunk, { numbers }] of this.chunks.entries()) {
      at = collect(met, numbers, this.#firsts[chunk] ?? 0, halves, at);
    }
    // If all have the same hash, they are sorted already.
    if (!isAscending(halves)) sorted.sort();
    return halves;
  }

  #group(halves: Uint32Array, start: number, end: number): KeyGroup {
    const count = end - start;
    const lines = new Uint32Array(count);
    const offsets = new Float64Array(count);
    const lengths = new Uint32Array(count);
    const keyStarts = new Uint32Array(count);
    let chunk = this.#chunkOf(halves[start * 2 + LOW] ?? 0);
    for (let to = 0; to < count; to++) {
      const index = halves[(start + to) * 2 + LOW] ?? 0;
      while (index >= (this.#firsts[chunk + 1] ?? Infinity)) chunk++;
      const keys = this.chunks[chunk];
      if (keys === undefined) continue;
      const { numbers } = keys;
      const at = (index - (this.#firsts[chunk] ?? 0)) * KEY_NUMBERS;
      const packed = numbers[at + 4] ?? 0;
      lines[to] = keys.line + (numbers[at + 2] ?? 0);
      offsets[to] = keys.offset + (numbers[at + 3] ?? 0) + highOf(packed);
      lengths[to] = packed & MAX_LENGTH;
      keyStarts[to] = numbers[at + 5] ?? 0;
    }
    return { lines, offsets, lengths, keyStarts };
  }

  #chunkOf(index: number): number {
    let [low, high] = [0, this.#firsts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#firsts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const [LOW, HIGH] = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];

/** Marks the slots of these IDs. @returns how many more IDs share a slot now */
function count(met: Uint8Array, numbers: Uint32Array): number {
  const mask = met.length - 1;
  let shared = 0;
  for (let at = 0; at < numbers.length; at += KEY_NUMBERS) {
    const slot = (numbers[at] ?? 0) & mask;
    const before = met[slot] ?? 0;
    if (before === 0) met[slot] = 1;
    else {
      met[slot] = 2;
      shared += before === 1 ? 2 : 1;
    }
  }
  return shared;
}

/** Writes the IDs that share a slot into `halves`, starting at index `to`. @returns the next free index */
function collect(
  met: Uint8Array,
  numbers: Uint32Array,
  first: number,
  halves: Uint32Array,
  to: number,
): number {
  const mask = met.length - 1;
  let into = to;
  for (let at = 0, index = first; at < numbers.length; at += KEY_NUMBERS, index++) {
    const hash = numbers[at] ?? 0;
    if (met[hash & mask] !== 2) continue;
    halves[into * 2 + LOW] = index;
    halves[into * 2 + HIGH] = hash;
    into++;
  }
  return into;
}

/** Compares the high halves only: for equal ones the low halves are ascending already. */
function isAscending(halves: Uint32Array): boolean {
  for (let at = 2; at < halves.length; at += 2) {
    if ((halves[at + HIGH] ?? 0) < (halves[at - 2 + HIGH] ?? 0)) return false;
  }
  return true;
}
