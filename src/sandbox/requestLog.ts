/** Requests and responses, for `GET /sandbox/requests`. Bounded: the oldest are dropped first. */
import { secretRemover } from '../core/secrets.ts';

const MAX_CALLS = 2_000;
const MAX_BYTES = 32 * 1024 * 1024;
/** Longer bodies are cut off here. */
const MAX_BODY = 256 * 1024;

export interface Recorded {
  readonly n: number;
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** 0: the connection was cut without a response. */
  readonly status: number;
  readonly ms: number;
  readonly requestBody: string;
  readonly responseBody: string;
  /** What the sandbox noticed, such as an empty batch; Orb doesn't report it. */
  readonly notes: readonly string[];
}

type Kept = Omit<Recorded, 'n' | 'requestBody'> & { readonly requestBody: Buffer };

export class RequestLog {
  #calls: Kept[] = [];
  #dropped = 0;
  #bytes = 0;

  readonly #redact: (text: string) => string;

  constructor(apiKey: string) {
    this.#redact = secretRemover(apiKey, '[api key]');
  }

  /** How many requests there were since the last reset. */
  get count(): number {
    return this.#dropped + this.#calls.length;
  }

  add(call: Kept): void {
    // Copied, since a slice would keep the whole body in memory.
    const requestBody =
      call.requestBody.length > MAX_BODY
        ? Buffer.from(call.requestBody.subarray(0, MAX_BODY))
        : call.requestBody;
    const responseBody =
      call.responseBody.length > MAX_BODY
        ? Buffer.from(call.responseBody.slice(0, MAX_BODY)).toString()
        : call.responseBody;
    this.#calls.push({ ...call, requestBody, responseBody });
    this.#bytes += requestBody.length + responseBody.length;
    while (this.#calls.length > MAX_CALLS || this.#bytes > MAX_BYTES) this.#drop();
  }

  #drop(): void {
    const oldest = this.#calls.shift();
    if (oldest === undefined) return;
    this.#dropped += 1;
    this.#bytes -= oldest.requestBody.length + oldest.responseBody.length;
  }

  /** The requests whose number is greater than `n`; the first has number 1. */
  since(n: number): readonly Recorded[] {
    const skip = Math.max(0, n - this.#dropped);
    return this.#calls.slice(skip).map((call, index) => ({
      n: this.#dropped + skip + index + 1,
      ...call,
      path: this.#redact(call.path),
      query: this.#redact(call.query),
      requestBody: this.#redact(call.requestBody.toString('utf8')),
      responseBody: this.#redact(call.responseBody),
    }));
  }

  clear(): void {
    this.#calls = [];
    this.#dropped = 0;
    this.#bytes = 0;
  }
}
