/** The sandbox's time: real, shifted, or frozen. Every delay and limit of the emulated account runs on it. */
export class Clock {
  #frozen: number | undefined;
  #shift: number;

  constructor(
    private readonly realNow: () => number,
    state: ClockState = {},
  ) {
    this.#frozen = state.frozen;
    this.#shift = state.shift ?? 0;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#frozen ?? this.realNow() + this.#shift;
  }

  get kind(): 'real' | 'frozen' | 'moved' {
    if (this.#frozen !== undefined) return 'frozen';
    return this.#shift === 0 ? 'real' : 'moved';
  }

  freeze(ms: number): void {
    this.#frozen = ms;
  }

  /** A frozen clock stays frozen; a running one keeps running with an offset. */
  advance(ms: number): void {
    if (this.#frozen === undefined) this.#shift += ms;
    else this.#frozen += ms;
  }

  /** Back to real time. */
  release(): void {
    this.#frozen = undefined;
    this.#shift = 0;
  }

  /** What to store so that the next start continues from here. */
  get state(): ClockState {
    return {
      ...(this.#frozen !== undefined && { frozen: this.#frozen }),
      ...(this.#shift !== 0 && { shift: this.#shift }),
    };
  }
}

export interface ClockState {
  readonly frozen?: number;
  readonly shift?: number;
}
