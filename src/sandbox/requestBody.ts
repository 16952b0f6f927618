/** The bodies of requests, read within limits: a body that exceeds them is rejected immediately, and the rest of it is dropped. */
import type { IncomingMessage } from 'node:http';
import { JsonMeter, type JsonLimits } from '../core/jsonMeter.ts';
import { busy, invalid, tooLarge, type Problem } from './problems.ts';

/** Bytes of all bodies being read or processed, so that many callers together can't exhaust the process. */
const MAX_IN_FLIGHT = 128 * 1024 * 1024;
/** After this number of dropped bytes, the connection is closed. */
const MAX_DROPPED = 128 * 1024 * 1024;
/** A smaller body can't do harm, whatever it contains. */
const METERED_FROM = 256 * 1024;

const messages: Readonly<Record<keyof JsonLimits, (limits: JsonLimits) => string>> = {
  depth: ({ depth }) => `The request body is nested too deeply: more than ${depth} levels.`,
  values: ({ values }) => `The request body contains more than ${values} values.`,
  length: ({ length }) => `The request body contains a value longer than ${length} bytes.`,
};

export interface BodyLimits {
  readonly maxBytes: number;
  readonly json: JsonLimits;
}

/** The bodies of one server. */
export class RequestBodies {
  readonly #held = new Set<Body>();

  /**
   * The whole body. It counts toward the limit until `release` is called.
   * @throws Problem 413, 400 or 503, as soon as it is known
   * @throws Error when the connection is cut
   */
  async read(
    request: IncomingMessage,
    limits: BodyLimits,
  ): Promise<{ readonly bytes: Buffer; release(): void }> {
    const declared = Number(request.headers['content-length'] ?? 0);
    const body = new Body(request, limits);
    if (declared > limits.maxBytes) body.refuse(tooLarge(limits.maxBytes));
    this.#held.add(body);
    body.onGrowth = () => this.#makeRoom();
    const release = () => void this.#held.delete(body);
    try {
      return { bytes: await body.whole, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Rejects the largest one: small requests succeed even while another caller fills the memory. */
  #makeRoom(): void {
    const all = [...this.#held];
    if (all.reduce((sum, { size }) => sum + size, 0) <= MAX_IN_FLIGHT) return;
    const reading = all.filter(({ isRead }) => !isRead).sort((a, b) => b.size - a.size);
    reading[0]?.refuse(busy());
  }
}

/** One body while it is being received. */
class Body {
  readonly #chunks: Buffer[] = [];
  #dropped = 0;
  #meter: JsonMeter | undefined;
  #refuse: (reason: Error) => void = () => undefined;
  size = 0;
  isRead = false;
  #isRefused = false;
  onGrowth: () => void = () => undefined;
  readonly whole: Promise<Buffer>;

  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: BodyLimits,
  ) {
    this.whole = new Promise((resolve, reject) => {
      this.#refuse = reject;
      request.on('data', (chunk: Buffer) => this.#add(chunk));
      request.on('end', () => {
        this.isRead = true;
        const [first, ...others] = this.#chunks;
        resolve(first === undefined || others.length > 0 ? Buffer.concat(this.#chunks) : first);
      });
      request.on('error', reject);
      request.on('close', () => {
        if (!this.isRead) reject(new Error('The connection was cut.'));
      });
    });
  }

  #add(chunk: Buffer): void {
    if (this.#isRefused) {
      this.#dropped += chunk.length;
      if (this.#dropped > MAX_DROPPED) this.request.destroy();
      return;
    }
    this.size += chunk.length;
    this.#chunks.push(chunk);
    if (this.size > this.limits.maxBytes) this.refuse(tooLarge(this.limits.maxBytes));
    else if (this.size > METERED_FROM) this.#measure(chunk);
    this.onGrowth();
  }

  #measure(chunk: Buffer): void {
    const { json } = this.limits;
    const unread = this.#meter === undefined ? this.#chunks : [chunk];
    this.#meter ??= new JsonMeter(json);
    for (const each of unread) {
      const exceeded = this.#meter.add(each);
      if (exceeded !== undefined) {
        this.refuse(invalid(messages[exceeded](json)));
        return;
      }
    }
  }

  refuse(problem: Problem): void {
    this.#isRefused = true;
    this.#chunks.length = 0;
    this.size = 0;
    this.#refuse(problem);
  }
}
