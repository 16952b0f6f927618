/** An event as Orb's search wrote it → the line that ingests it again. Values keep their source, so no amount changes. */
import type { UsageEvent } from '../event.ts';
import { onOneLine } from '../jsonText.ts';
import { memberOf, readJson } from '../jsonTree.ts';

/** @param raw the event's JSON as Orb wrote it @returns one line of NDJSON, without the line end */
export function toIngestLine(event: UsageEvent, raw: string): string {
  const root = readJson(raw);
  const properties = memberOf(root, 'properties');
  // Ingest takes exactly one of the two; the external id is the one that programs send.
  const customer: readonly [string, string | null] =
    event.externalCustomerId === null
      ? ['customer_id', event.customerId]
      : ['external_customer_id', event.externalCustomerId];
  const members = [
    ['idempotency_key', JSON.stringify(event.id)],
    ['event_name', JSON.stringify(event.eventName)],
    ['timestamp', JSON.stringify(event.timestamp)],
    [customer[0], JSON.stringify(customer[1])],
    ['properties', properties === undefined ? '{}' : onOneLine(raw, properties)],
  ] as const;
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}
