/** A usage event, in the terms of Orb's API (https://docs.withorb.com/api-reference/event/search-events). */
import type { RawNumber } from './json.ts';

/** Orb accepts flat properties only: numbers, strings and booleans. */
export type PropertyValue = string | boolean | number | RawNumber;

/** An event as Orb's search returns it. */
export interface UsageEvent {
  /** The `idempotency_key` it was ingested with; case-sensitive. */
  readonly id: string;
  readonly eventName: string;
  /** ISO 8601, as Orb wrote it. */
  readonly timestamp: string;
  readonly customerId: string | null;
  readonly externalCustomerId: string | null;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  readonly deprecated: boolean;
}

/** An event found by search, with the JSON text exactly as Orb wrote it (order of properties, unknown fields, numbers). */
export interface FoundEvent {
  readonly event: UsageEvent;
  readonly raw: string;
}

/** The body that amend accepts, in Orb's own spelling. */
export interface AmendBody {
  readonly event_name: string;
  readonly timestamp: string;
  readonly customer_id?: string | null;
  readonly external_customer_id?: string | null;
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/** An event to ingest, in Orb's own spelling, which is also the shape of a line of an event file. */
export interface IngestEvent extends AmendBody {
  readonly idempotency_key: string;
}

/** The most events in one ingest request, and IDs in one search (Orb's documented default). */
export const MAX_BATCH = 500;
