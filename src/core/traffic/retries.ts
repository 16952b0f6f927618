/** Requests that failed and were sent again. Orb knows a retry by its Idempotency-Key (https://docs.withorb.com/api-reference/idempotency). */
import { RecentMap } from '../../std/recentMap.ts';
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
  readonly #latest = new RecentMap<SentRequest>(MAX_REQUESTS);

  /** Records a POST request. @returns what is wrong if it repeats one that failed */
  add(request: SentRequest): TrafficProblem | undefined {
    const earlier = this.#latest.get(request.digest);
    const { n, status, idempotencyKey, digest } = request;
    this.#latest.set(digest, { n, status, idempotencyKey, digest });
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
