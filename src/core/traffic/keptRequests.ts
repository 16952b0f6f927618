/** The requests that this window has of a recorder, bounded like the recorder's own: the oldest leave. */
import type { ValidatedCall } from './recordedCall.ts';

export interface KeptLimits {
  readonly requests: number;
  /** Of their bodies. */
  readonly bytes: number;
}

export class KeptRequests {
  #calls: ValidatedCall[] = [];
  #bytes = 0;

  constructor(private readonly limits: KeptLimits) {}

  get all(): readonly ValidatedCall[] {
    return this.#calls;
  }

  /** The number of the oldest; 0 when there is none. */
  get first(): number {
    return this.#calls[0]?.n ?? 0;
  }

  /** The number of the newest; 0 when there is none. */
  get last(): number {
    return this.#calls.at(-1)?.n ?? 0;
  }

  /** @param call with a number greater than all others */
  add(call: ValidatedCall): void {
    this.#calls.push(call);
    this.#bytes += sizeOf(call);
    const { requests, bytes } = this.limits;
    let leaving = Math.max(0, this.#calls.length - requests);
    for (const each of this.#calls.slice(0, leaving)) this.#bytes -= sizeOf(each);
    while (this.#bytes > bytes && leaving < this.#calls.length - 1) {
      this.#bytes -= sizeOf(this.#calls[leaving] ?? call);
      leaving += 1;
    }
    if (leaving > 0) this.#calls.splice(0, leaving);
  }

  get(n: number): ValidatedCall | undefined {
    let [low, high] = [0, this.#calls.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const call = this.#calls[middle];
      if (call === undefined || call.n === n) return call;
      if (call.n < n) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** The numbers of the requests whose body contains a text, in upper or lower case. */
  containing(text: string): readonly number[] {
    const contains = containsText(text);
    return this.#calls.filter(contains).map(({ n }) => n);
  }

  clear(): void {
    this.#calls = [];
    this.#bytes = 0;
  }
}

/** @param text in upper or lower case */
export function containsText(text: string): (call: ValidatedCall) => boolean {
  const pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'i');
  return ({ requestBody }) => pattern.test(requestBody);
}

const sizeOf = ({ requestBody, responseBody }: ValidatedCall) =>
  requestBody.length + responseBody.length;
