/** Which lines share a key with another body. */

/** Beyond these many lines their numbers are not remembered; the lines themselves are always known by their state. */
const MAX_REMEMBERED = 1_000_000;

export class Conflicts {
  readonly #groups = new Map<number, readonly number[]>();

  add(lines: readonly number[]): void {
    if (this.#groups.size + lines.length > MAX_REMEMBERED) return;
    for (const line of lines) this.#groups.set(line, lines);
  }

  /** The other lines with the same key, or undefined where there are too many to remember. */
  othersOf(line: number): readonly number[] | undefined {
    return this.#groups.get(line)?.filter((other) => other !== line);
  }
}
