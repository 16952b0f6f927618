/** A list of numbers that grows, in as many bytes as its typed array takes. */

interface TypedArray {
  readonly length: number;
  [index: number]: number;
  set(values: ArrayLike<number>): void;
}

export class Numbers<Typed extends TypedArray> {
  #values: Typed;
  #size = 0;

  constructor(private readonly create: new (length: number) => Typed) {
    this.#values = new create(1_024);
  }

  get size(): number {
    return this.#size;
  }

  push(value: number): void {
    if (this.#size === this.#values.length) {
      const larger = new this.create(this.#size * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#size++] = value;
  }

  get(index: number): number {
    return this.#values[index] ?? 0;
  }

  /** A copy of the values. */
  all(): Typed {
    const copy = new this.create(this.#size);
    for (let at = 0; at < this.#size; at++) copy[at] = this.get(at);
    return copy;
  }
}
