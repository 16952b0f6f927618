/** Which lines share a key with other content. */

/** Of the lines of one key so many are remembered; the rest is counted. */
const MAX_REMEMBERED = 21;
const BLOCK = 1 << 16;

export interface OtherLines {
  /** The first ones, in the order of the file. */
  readonly first: readonly number[];
  readonly total: number;
}

interface Group {
  readonly first: readonly number[];
  readonly total: number;
}

/** Four bytes a line in the blocks of the file that have conflicts. */
export class Conflicts {
  readonly #groups: Group[] = [];
  /** For each line 1 + the index of its group. */
  readonly #blocks: Uint32Array[] = [];

  /** @param lines all lines of one key, ascending */
  add(lines: readonly number[]): void {
    const group = this.#groups.push({
      first: lines.slice(0, MAX_REMEMBERED),
      total: lines.length,
    });
    for (const line of lines) {
      const block = (this.#blocks[Math.floor(line / BLOCK)] ??= new Uint32Array(BLOCK));
      block[line % BLOCK] = group;
    }
  }

  /** The other lines with the same key. */
  othersOf(line: number): OtherLines {
    const index = this.#blocks[Math.floor(line / BLOCK)]?.[line % BLOCK] ?? 0;
    const group = this.#groups[index - 1];
    if (group === undefined) return { first: [], total: 0 };
    return {
      first: group.first.filter((other) => other !== line).slice(0, MAX_REMEMBERED - 1),
      total: group.total - 1,
    };
  }
}
