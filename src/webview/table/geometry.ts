/** Where rows are: all are equally high, and some are unfolded, which adds the height of their detail. Pure. */
export const ROW_HEIGHT = 24;

export class Geometry {
  /** Index and height of unfolded rows, by index. */
  #details: readonly (readonly [index: number, height: number])[] = [];
  #length = 0;

  set(length: number, details: readonly (readonly [index: number, height: number])[]): void {
    this.#length = length;
    this.#details = details.toSorted(([a], [b]) => a - b);
  }

  get height(): number {
    return this.topOf(this.#length);
  }

  topOf(index: number): number {
    let top = index * ROW_HEIGHT;
    for (const [at, height] of this.#details) {
      if (at >= index) break;
      top += height;
    }
    return top;
  }

  /** The row at a distance from the first one's top; the detail below a row belongs to it. */
  indexAt(y: number): number {
    let rest = y;
    for (const [at, height] of this.#details) {
      const end = (at + 1) * ROW_HEIGHT;
      if (rest < end) break;
      if (rest < end + height) return at;
      rest -= height;
    }
    return Math.max(0, Math.min(this.#length - 1, Math.floor(rest / ROW_HEIGHT)));
  }
}
