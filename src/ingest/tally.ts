/** Counts how often each text occurs in a file, for the preview. Looks texts up by their bytes, so that known ones need no string. */
import { hashOf } from './hash.ts';

/** With more different texts than this, the rest isn't counted. */
const MAX_TEXTS = 10_000;

interface Entry {
  readonly bytes: Uint8Array;
  count: number;
}

const encoder = new TextEncoder();

export interface Counted {
  readonly texts: readonly (readonly [string, number])[];
  /** There are others, which weren't counted. */
  readonly more: boolean;
}

/** The size of the cache of recent entries. */
const RECENT = 1 << 8;

export class Tally {
  readonly #entries = new Map<number, Entry[]>();
  readonly #recent: (Entry | undefined)[] = Array<undefined>(RECENT).fill(undefined);
  #size = 0;
  #overflow = false;

  add(bytes: Uint8Array, start: number, end: number, count = 1): void {
    // A few texts account for most lines; those are found without hashing all their bytes.
    const slot = ((end - start) * 31 + (bytes[end - 1] ?? 0) * 7 + (bytes[end - 2] ?? 0)) % RECENT;
    const recent = this.#recent[slot];
    if (recent !== undefined && same(recent.bytes, bytes, start, end)) {
      recent.count += count;
      return;
    }
    const entry = this.#entry(bytes, start, end);
    if (entry === undefined) return;
    entry.count += count;
    this.#recent[slot] = entry;
  }

  /** Undefined for a new text when there are too many already. */
  #entry(bytes: Uint8Array, start: number, end: number): Entry | undefined {
    const hash = hashOf(bytes, start, end);
    const entries = this.#entries.get(hash);
    const known = entries?.find((entry) => same(entry.bytes, bytes, start, end));
    if (known !== undefined) return known;
    if (this.#size >= MAX_TEXTS) {
      this.#overflow = true;
      return undefined;
    }
    this.#size++;
    const entry = { bytes: bytes.slice(start, end), count: 0 };
    if (entries === undefined) this.#entries.set(hash, [entry]);
    else entries.push(entry);
    return entry;
  }

  addText(text: string, count = 1): void {
    const bytes = encoder.encode(text);
    this.add(bytes, 0, bytes.length, count);
  }

  /** All counts, to be added to another tally. */
  get counted(): Counted {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const texts = [...this.#entries.values()].flat();
    return {
      texts: texts.map(({ bytes, count }) => [decoder.decode(bytes), count] as const),
      more: this.#overflow,
    };
  }

  addAll({ texts, more }: Counted): void {
    for (const [text, count] of texts) this.addText(text, count);
    this.#overflow ||= more;
  }

  /** The most frequent texts. `different` counts up to 10,000 texts; `more` says that there are others. */
  summary(most: number): TallySummary {
    const all = [...this.#entries.values()].flat().sort((a, b) => b.count - a.count);
    const decoder = new TextDecoder();
    return {
      different: this.#size,
      more: this.#overflow,
      top: all.slice(0, most).map(({ bytes, count }) => ({ text: decoder.decode(bytes), count })),
    };
  }
}

export interface TallySummary {
  readonly different: number;
  readonly more: boolean;
  readonly top: readonly { readonly text: string; readonly count: number }[];
}

function same(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let index = 0; index < known.length; index++) {
    if (known[index] !== bytes[start + index]) return false;
  }
  return true;
}
