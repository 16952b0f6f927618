/**
 * Where each key stands, kept small: 20 bytes a key, in parts by hash so that equal keys always meet in the same part. What is
 * more than memory may hold goes to the scratch, part by part.
 */
import type { Scratch } from './ports.ts';

const PARTS = 256;
/** Five numbers: hash, line, the place of the line (43 bits of offset and 21 bits of length), and that of the key in the line. */
const FIELDS = 5;
/** Numbers that are allocated at a time, for 1024 keys. */
const BLOCK = 1024 * FIELDS;
const LENGTH_BITS = 21;
/** 3 million keys are 60 MB, so that a run of ten million lines stays below 300 MB with all that it needs. */
const MAX_IN_MEMORY = 3_000_000;

export interface KeyRecord {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  /** Where the key starts in the line, as it is there; 0 where it is written with escapes and only a reader of JSON knows it. */
  readonly keyStart: number;
}

interface Part {
  readonly full: Uint32Array[];
  open: Uint32Array;
  used: number;
}

export class KeyRecords {
  readonly #parts = Array.from({ length: PARTS }, (): Part => ({
    full: [],
    open: new Uint32Array(BLOCK),
    used: 0,
  }));
  /** Blocks that were written to the scratch, to be filled again. */
  #free: Uint32Array[] = [];
  #inMemory = 0;
  #spilled = false;

  constructor(
    private readonly scratch: Scratch,
    private readonly maxInMemory = MAX_IN_MEMORY,
  ) {}

  /** @param part another hash of the key, independent of `hash` */
  add(
    hash: number,
    part: number,
    line: number,
    offset: number,
    length: number,
    keyStart: number,
  ): void {
    const into = this.#parts[part % PARTS];
    if (into === undefined) return;
    if (into.used === into.open.length) {
      into.full.push(into.open);
      into.open = this.#free.pop() ?? new Uint32Array(BLOCK);
      into.used = 0;
    }
    const high = Math.floor(offset / 2 ** 32);
    into.open[into.used++] = hash;
    into.open[into.used++] = line;
    into.open[into.used++] = offset % 2 ** 32;
    into.open[into.used++] = high * 2 ** LENGTH_BITS + length;
    into.open[into.used++] = keyStart;
    this.#inMemory++;
  }

  /** To be called now and then while adding. */
  async makeRoom(): Promise<void> {
    if (this.#inMemory >= this.maxInMemory) await this.#spill();
  }

  async #spill(): Promise<void> {
    this.#spilled = true;
    this.#inMemory = 0;
    for (const [index, part] of this.#parts.entries()) {
      for (const numbers of inMemory(part)) {
        await this.scratch.append(
          index,
          new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength),
        );
      }
      this.#free.push(...part.full);
      part.full.length = 0;
      part.used = 0;
    }
  }

  /** Gives each part out once, and its memory back. */
  async *parts(): AsyncGenerator<KeyPart, void> {
    if (this.#spilled) await this.#spill();
    this.#free = [];
    for (const [index, part] of this.#parts.entries()) {
      const blocks = this.#spilled ? inBlocks(await this.scratch.read(index)) : [...inMemory(part)];
      part.full.length = 0;
      part.used = 0;
      yield new KeyPart(blocks);
    }
  }
}

function* inMemory(part: Part): Iterable<Uint32Array> {
  yield* part.full;
  if (part.used > 0) yield part.open.subarray(0, part.used);
}

function inBlocks(bytes: Uint8Array): readonly Uint32Array[] {
  // The bytes may start anywhere in their buffer; numbers may not.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const numbers = new Uint32Array(aligned.buffer, aligned.byteOffset, bytes.length / 4);
  return Array.from({ length: Math.ceil(numbers.length / BLOCK) }, (_, index) =>
    numbers.subarray(index * BLOCK, (index + 1) * BLOCK),
  );
}

/** The records of one part, by index in the order of their lines. */
export class KeyPart {
  readonly #count: number;

  constructor(private readonly blocks: readonly Uint32Array[]) {
    this.#count = blocks.reduce((sum, block) => sum + block.length, 0) / FIELDS;
  }

  #number(index: number, field: number): number {
    const at = index * FIELDS;
    return this.blocks[Math.floor(at / BLOCK)]?.[(at % BLOCK) + field] ?? 0;
  }

  record(index: number): KeyRecord {
    const packed = this.#number(index, 3);
    const high = Math.floor(packed / 2 ** LENGTH_BITS);
    return {
      line: this.#number(index, 1),
      offset: high * 2 ** 32 + this.#number(index, 2),
      length: packed % 2 ** LENGTH_BITS,
      keyStart: this.#number(index, 4),
    };
  }

  /** Indexes of the records of one hash, where there are two or more, in the order of their lines. */
  *candidates(): Iterable<readonly number[]> {
    // Sorted by hash, then by index: whatever the hashes, that takes n log n. A number is hash * 2^32 + index.
    const sorted = new BigUint64Array(this.#count);
    const halves = new Uint32Array(sorted.buffer);
    const [low, high] = isLittleEndian ? [0, 1] : [1, 0];
    for (let index = 0; index < this.#count; index++) {
      halves[index * 2 + low] = index;
      halves[index * 2 + high] = this.#number(index, 0);
    }
    sorted.sort();
    for (let start = 0, end = 0; start < this.#count; start = end) {
      const hash = halves[start * 2 + high];
      while (end < this.#count && halves[end * 2 + high] === hash) end++;
      if (end - start < 2) continue;
      yield Array.from({ length: end - start }, (_, at) => halves[(start + at) * 2 + low] ?? 0);
    }
  }
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
