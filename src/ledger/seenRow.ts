/** An event as the ledger records it. Separate from its table, so that making one doesn't load SQLite. */
import type { FoundEvent } from '../core/event.ts';

export interface SeenRow {
  readonly eventId: string;
  readonly raw: string;
  readonly eventName: string;
  /** The external ID where there is one, else Orb's. */
  readonly customer: string | null;
  /** Orb's ID where there is an external one too. */
  readonly orbCustomer: string | null;
  readonly timestamp: string;
}

export function toSeenRow({ event, raw }: FoundEvent): SeenRow {
  const { id, eventName, timestamp, customerId, externalCustomerId } = event;
  return {
    eventId: id,
    raw,
    eventName,
    customer: externalCustomerId ?? customerId,
    orbCustomer: externalCustomerId === null ? null : customerId,
    timestamp,
  };
}
