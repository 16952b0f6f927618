/** Orb's documented rate limits (https://docs.withorb.com/api-reference/rate-limits), on the account's clock. */
import { tooMany } from './problems.ts';
import type { Settings } from './settings.ts';

export type Category = 'read' | 'write' | 'ingest';

const limits = {
  live: { read: 100, write: 50, ingest: 100, events: 10_000 },
  test: { read: 50, write: 5, ingest: 10, events: 2_000 },
  trial: { read: 10, write: 1, ingest: 2, events: 100 },
} as const;

const SECOND = 1_000;
const MINUTE = 60_000;

interface Use {
  readonly at: number;
  readonly weight: number;
}

/** Sliding windows: what was used during the last second or minute counts. */
export class RateLimits {
  readonly #used: Record<Category | 'events', Use[]> = {
    read: [],
    write: [],
    ingest: [],
    events: [],
  };

  /** Counts one request. @throws Problem 429 when it is one too many; a rejected request doesn't count */
  request(category: Category, settings: Settings, now: number): void {
    if (settings.rateLimit === 'off') return;
    const limit = limits[settings.rateLimit][category];
    const label = `${limit} ${category} requests per second`;
    this.#use(category, { limit, spanMs: SECOND, weight: 1, label }, settings, now);
  }

  /** Counts a batch's events. @throws Problem 429 */
  events(count: number, settings: Settings, now: number): void {
    if (settings.rateLimit === 'off') return;
    const limit = limits[settings.rateLimit].events;
    const label = `${limit} events per minute`;
    this.#use('events', { limit, spanMs: MINUTE, weight: count, label }, settings, now);
  }

  #use(
    name: Category | 'events',
    {
      limit,
      spanMs,
      weight,
      label,
    }: { limit: number; spanMs: number; weight: number; label: string },
    settings: Settings,
    now: number,
  ): void {
    const recent = this.#used[name].filter(({ at }) => at > now - spanMs && at <= now);
    const used = recent.reduce((sum, use) => sum + use.weight, 0);
    if (used + weight > limit) {
      const waitMs = (recent[0]?.at ?? now) + spanMs - now;
      throw tooMany(
        label,
        settings.retryAfter ? Math.max(1, Math.ceil(waitMs / 1_000)) : undefined,
      );
    }
    this.#used[name] = [...recent, { at: now, weight }];
  }

  clear(): void {
    for (const name of ['read', 'write', 'ingest', 'events'] as const) this.#used[name] = [];
  }
}
