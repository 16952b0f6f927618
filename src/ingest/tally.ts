/** How often each text of a file stands there, for the preview. Finds a text by its bytes, so that no string is made for known ones. */
import { hashA } from './hash.ts';

/** More different texts than these are only said to be more. */
const MAX_TEXTS = 10_000;

interface Entry {
  readonly bytes: Uint8Array;
  count: number;
}

export class Tally {
  readonly #entries = new Map<number, Entry[]>();
  #last: Entry | undefined;
  #size = 0;
  #overflow = false;

  add(bytes: Uint8Array, start: number, end: number): void {
    // Lines of one customer often follow each other.
    if (this.#last !== undefined && same(this.#last.bytes, bytes, start, end)) {
      this.#last.count++;
      return;
    }
    const hash = hashA(bytes, start, end);
    const entries = this.#entries.get(hash);
    if (entries !== undefined) {
      for (const entry of entries) {
        if (same(entry.bytes, bytes, start, end)) {
          entry.count++;
          this.#last = entry;
          return;
        }
      }
    }
    if (this.#size >= MAX_TEXTS) {
      this.#overflow = true;
      return;
    }
    this.#size++;
    const entry = { bytes: bytes.slice(start, end), count: 1 };
    if (entries === undefined) this.#entries.set(hash, [entry]);
    else entries.push(entry);
  }

  addText(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.add(bytes, 0, bytes.length);
  }

  /** The most frequent texts. `different` counts all up to 10,000; `more` says that there are others. */
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
