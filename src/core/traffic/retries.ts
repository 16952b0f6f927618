/** Requests that failed and were sent again. Orb knows a retry by its Idempotency-Key (https://docs.withorb.com/api-reference/idempotency). */
import { retryWithNewKey } from '../texts/traffic.ts';
import type { TrafficProblem } from './problem.ts';

const MAX_REQUESTS = 5_000;

export interface SentRequest {
  readonly n: number;
  /** 0: there was no response. */
  readonly status: number;
  readonly idempotencyKey: string | undefined;
  /** The same for requests with the same path, query, and body. */
  readonly digest: string;
}

export class Retries {
  readonly #latest = new Map<string, SentRequest>();

  /** Records a POST request. @returns what is wrong if it repeats one that failed */
  add(request: SentRequest): TrafficProblem | undefined {
    const earlier = this.#latest.get(request.digest);
    this.#latest.delete(request.digest);
    this.#latest.set(request.digest, request);
    if (this.#latest.size > MAX_REQUESTS) {
      for (const oldest of this.#latest.keys()) {
        this.#latest.delete(oldest);
        break;
      }
    }
    if (earlier === undefined || !mayHaveFailed(earlier.status)) return undefined;
    if (earlier.idempotencyKey === request.idempotencyKey) return undefined;
    return {
      eventId: null,
      severity: 'warning',
      code: 'retry-new-key',
      message: retryWithNewKey(earlier.n),
      path: '$',
      relatedN: earlier.n,
    };
  }
}

/** The statuses after which clients send again. */
const mayHaveFailed = (status: number) =>
  status === 0 || status >= 500 || [408, 409, 429].includes(status);
