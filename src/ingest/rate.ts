/** Limits events per minute and requests per second. Pure: the caller provides the time and does the waiting. */
import type { Mode } from '../core/connection.ts';

export interface RateLimits {
  readonly eventsPerMinute: number;
  readonly requestsPerSecond: number;
  /** Also the limit for other writes. */
  readonly searchesPerSecond: number;
}

const none = {
  eventsPerMinute: Infinity,
  requestsPerSecond: Infinity,
  searchesPerSecond: Infinity,
};
/** https://docs.withorb.com/api-reference/rate-limits. The sandbox has none unless a test switches them on. */
const documented: Readonly<Record<Mode, RateLimits>> = {
  live: { eventsPerMinute: 10_000, requestsPerSecond: 100, searchesPerSecond: 50 },
  test: { eventsPerMinute: 2_000, requestsPerSecond: 10, searchesPerSecond: 5 },
  sandbox: none,
};

/** @param maxEventsPerMinute the user's own limit, or 0 for the documented limit of the mode */
export function limitsFor(mode: Mode, maxEventsPerMinute: number): RateLimits {
  const limits = documented[mode];
  return maxEventsPerMinute > 0 ? { ...limits, eventsPerMinute: maxEventsPerMinute } : limits;
}

/** The shortest time that sending can take: the first minute's events go at once, then the same number each minute. */
export function shortestMs(events: number, { eventsPerMinute }: RateLimits): number {
  return Math.max(0, Math.ceil(events / eventsPerMinute) - 1) * 60_000;
}

/** Requests may arrive closer together than they were sent. */
const MARGIN_MS = 250;

/** Allows at most `most` in any period of `spanMs`. */
export class SlidingWindow {
  readonly #taken: { readonly atMs: number; readonly amount: number }[] = [];
  #sum = 0;

  constructor(
    private readonly most: number,
    private readonly spanMs: number,
  ) {}

  /** Milliseconds until `amount` may go; 0 means now. An amount above the limit waits for an empty window. */
  delay(nowMs: number, amount: number): number {
    while (this.#taken[0] !== undefined && this.#taken[0].atMs + this.spanMs <= nowMs) {
      this.#sum -= this.#taken.shift()?.amount ?? 0;
    }
    let sum = this.#sum + amount;
    for (const { atMs, amount: freed } of this.#taken) {
      if (sum <= this.most) break;
      sum -= freed;
      if (sum <= this.most || sum === amount) return atMs + this.spanMs - nowMs;
    }
    return 0;
  }

  take(nowMs: number, amount: number): void {
    if (this.most === Infinity) return;
    this.#taken.push({ atMs: nowMs, amount });
    this.#sum += amount;
  }
}

export class RateLimiter {
  readonly #events: SlidingWindow;
  readonly #requests: SlidingWindow;

  constructor({ eventsPerMinute, requestsPerSecond }: Omit<RateLimits, 'searchesPerSecond'>) {
    this.#events = new SlidingWindow(eventsPerMinute, 60_000 + MARGIN_MS);
    this.#requests = new SlidingWindow(requestsPerSecond, 1_000 + MARGIN_MS);
  }

  /** Milliseconds until a request with this number of events may be sent; 0 means now. */
  delay(nowMs: number, events: number): number {
    return Math.max(this.#events.delay(nowMs, events), this.#requests.delay(nowMs, 1));
  }

  take(nowMs: number, events: number): void {
    this.#events.take(nowMs, events);
    this.#requests.take(nowMs, 1);
  }
}
