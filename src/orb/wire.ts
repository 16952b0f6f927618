/**
 * The API's responses as it spells them (snake_case), and their conversion into our types. The schemas are loose: they check what
 * is relied on and let everything else pass; they check a plain parse, and never build what is sent. They use zod/mini because
 * activation does: full zod here would end up in the code that both share.
 */
import * as z from 'zod/mini';
import type { Backfill, NewBackfill } from '../core/backfill.ts';
import type { VolumeHour } from '../core/volume.ts';
import type { UsageEvent } from '../core/event.ts';

const nullableText = z.nullish(z.string());

/**
 * A list whose first invalid item ends the check. zod's array continues and collects every problem of every item: with a hundred thousand
 * invalid items that takes seconds and ends in a stack overflow.
 */
export const listOf = <T extends z.ZodMiniType>(item: T) =>
  z.pipe(
    z.array(z.unknown()),
    z.transform((values, { issues }): z.infer<T>[] => {
      const items: z.infer<T>[] = [];
      for (const [index, input] of values.entries()) {
        const checked = item.safeParse(input);
        const [first] = checked.success ? [] : checked.error.issues;
        if (first !== undefined) {
          issues.push({ ...first, input, path: [index, ...first.path] } as (typeof issues)[number]);
          return z.NEVER;
        }
        items.push(checked.data as z.infer<T>);
      }
      return items;
    }),
  );

export const eventWire = z.looseObject({
  id: z.string(),
  event_name: z.string(),
  timestamp: z.string(),
  customer_id: nullableText,
  external_customer_id: nullableText,
  // Values aren't checked: an event with a strange value must be shown, not rejected.
  properties: z.looseObject({}),
  deprecated: z.boolean(),
});

export const searchWire = z.looseObject({ data: listOf(eventWire) });
export const amendedWire = z.looseObject({ amended: z.string() });
export const deprecatedWire = z.looseObject({ deprecated: z.string() });

const refusalWire = z.looseObject({
  idempotency_key: z.string(),
  validation_errors: z.array(z.unknown()),
});

export const ingestWire = z.looseObject({
  validation_failed: listOf(refusalWire),
  debug: z.nullish(z.looseObject({ duplicate: listOf(z.string()), ingested: listOf(z.string()) })),
});

export const backfillWire = z.looseObject({
  id: z.string(),
  status: z.literal(['pending', 'reflected', 'pending_revert', 'reverted']),
  created_at: z.string(),
  timeframe_start: z.string(),
  timeframe_end: z.string(),
  events_ingested: z.number(),
  close_time: nullableText,
  reverted_at: nullableText,
  customer_id: nullableText,
  replace_existing_events: z.boolean(),
  deprecation_filter: nullableText,
});

export const paginationWire = z.nullish(
  z.looseObject({ has_more: z.nullish(z.boolean()), next_cursor: nullableText }),
);

export const backfillsWire = z.looseObject({
  data: listOf(backfillWire),
  pagination_metadata: paginationWire,
});

export const volumeWire = z.looseObject({
  data: listOf(
    z.looseObject({ timeframe_start: z.string(), timeframe_end: z.string(), count: z.number() }),
  ),
  pagination_metadata: paginationWire,
});

export const pingWire = z.looseObject({ response: z.string() });

/** Orb's error body: RFC 7807 with extras. Every part may be missing. */
export const problemWire = z.looseObject({
  type: z.catch(nullableText, undefined),
  title: z.catch(nullableText, undefined),
  detail: z.catch(nullableText, undefined),
  validation_errors: z.catch(z.array(z.unknown()), []),
  validation_failed: z.catch(listOf(refusalWire), []),
});

export interface PageWire {
  readonly data: readonly unknown[];
  readonly pagination_metadata?: z.infer<typeof paginationWire>;
}

/** The cursor of the next page, if there is one. An empty page is the last one, whatever it says. */
export function nextCursor({ data, pagination_metadata: page }: PageWire): string | undefined {
  return data.length === 0 || page?.has_more === false
    ? undefined
    : (page?.next_cursor ?? undefined);
}

/** @param properties parsed losslessly, and therefore separate */
export function toUsageEvent(
  wire: z.infer<typeof eventWire>,
  properties: UsageEvent['properties'],
): UsageEvent {
  return {
    id: wire.id,
    eventName: wire.event_name,
    timestamp: wire.timestamp,
    customerId: wire.customer_id ?? null,
    externalCustomerId: wire.external_customer_id ?? null,
    properties,
    deprecated: wire.deprecated,
  };
}

export function toBackfill(wire: z.infer<typeof backfillWire>): Backfill {
  return {
    id: wire.id,
    status: wire.status,
    createdAt: wire.created_at,
    timeframeStart: wire.timeframe_start,
    timeframeEnd: wire.timeframe_end,
    eventsIngested: wire.events_ingested,
    closeTime: wire.close_time ?? null,
    revertedAt: wire.reverted_at ?? null,
    customerId: wire.customer_id ?? null,
    replaceExistingEvents: wire.replace_existing_events,
    deprecationFilter: wire.deprecation_filter ?? null,
  };
}

/** The body of `POST /events/backfills`. Keys without a value are left out by JSON.stringify. */
export function fromNewBackfill(backfill: NewBackfill): Record<string, unknown> {
  return {
    timeframe_start: backfill.timeframeStart,
    timeframe_end: backfill.timeframeEnd,
    close_time: backfill.closeTime,
    customer_id: backfill.customerId,
    external_customer_id: backfill.externalCustomerId,
    deprecation_filter: backfill.deprecationFilter,
    replace_existing_events: backfill.replaceExistingEvents,
  };
}

export function toVolumeHours(wire: z.infer<typeof volumeWire>): readonly VolumeHour[] {
  return wire.data.map((hour) => ({
    timeframeStart: hour.timeframe_start,
    timeframeEnd: hour.timeframe_end,
    count: hour.count,
  }));
}
