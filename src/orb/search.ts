/** Search for any number of IDs, in requests of at most 500 (https://docs.withorb.com/api-reference/event/search-events). */
import { MAX_BATCH, type FoundEvent } from '../core/event.ts';
import { readFoundEvents } from './answers.ts';
import type { CallOptions, SearchQuery, SearchResult } from './orbApi.ts';
import type { Transport } from './transport.ts';

/** One request after the other: searches count toward Orb's low limit for writes (https://docs.withorb.com/api-reference/rate-limits). */
export async function searchEvents(
  transport: Transport,
  { eventIds, timeframeStart, timeframeEnd }: SearchQuery,
  options?: CallOptions,
): Promise<SearchResult> {
  const limits = transport.limits(options);
  const ids = [...new Set(eventIds)];
  const found = new Map<string, FoundEvent[]>();
  const raw: string[] = [];
  for (let at = 0; at < ids.length; at += MAX_BATCH) {
    const body = JSON.stringify({
      event_ids: ids.slice(at, at + MAX_BATCH),
      timeframe_start: timeframeStart,
      timeframe_end: timeframeEnd,
    });
    // No Idempotency-Key: for a repeated one Orb would replay the earlier response instead of searching.
    const call = { method: 'POST', path: '/events/search', body, holdsEvents: true } as const;
    const answer = await transport.send(call, limits, readFoundEvents);
    raw.push(answer.raw);
    for (const event of answer.value) {
      // A replacing backfill can leave two events with one ID: the deprecated one and its replacement.
      const same = found.get(event.event.id);
      if (same === undefined) found.set(event.event.id, [event]);
      else same.push(event);
    }
  }
  return {
    events: ids.flatMap((id) => found.get(id) ?? []),
    missing: ids.filter((id) => !found.has(id)),
    raw,
  };
}
