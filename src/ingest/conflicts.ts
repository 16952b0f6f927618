/** Lines that share an event ID with different content. */

/** Only this many lines of one event ID are listed; the rest is only counted. */
const MAX_LISTED = 21;
const BLOCK = 1 << 16;

export interface OtherLines {
  /** The first few, in file order. */
  readonly first: readonly number[];
  readonly total: number;
}

interface Group {
  readonly first: readonly number[];
  readonly total: number;
}

/** Takes four bytes per line, only for the parts of the file that have conflicts. */
export class Conflicts {
  readonly #groups: Group[] = [];
  /** For each line, the index of its group plus 1; 0 for none. */
  readonly #blocks: Uint32Array[] = [];

  /** @param lines all lines with one event ID, ascending */
  add(lines: readonly number[]): void {
    const group = this.#groups.push({
      first: lines.slice(0, MAX_LISTED),
      total: lines.length,
    });
    for (const line of lines) {
      const block = (this.#blocks[Math.floor(line / BLOCK)] ??= new Uint32Array(BLOCK));
      block[line % BLOCK] = group;
    }
  }

  /** The other lines with the same event ID. */
  othersOf(line: number): OtherLines {
    const index = this.#blocks[Math.floor(line / BLOCK)]?.[line % BLOCK] ?? 0;
    const group = this.#groups[index - 1];
    if (group === undefined) return { first: [], total: 0 };
    return {
      first: group.first.filter((other) => other !== line).slice(0, MAX_LISTED - 1),
      total: group.total - 1,
    };
  }
}
