/**
 * Converts an event to a line of an event file. Values stay as they were written, so no amount
 * changes.
 */
import type { UsageEvent } from '../event.ts';
import { onOneLine } from '../jsonText.ts';
import { memberOf, readJson, tryReadJson } from '../jsonTree.ts';

/** @param raw the event's JSON as Orb wrote it @returns one line of NDJSON, without the line end */
export function toIngestLine(event: UsageEvent, raw: string): string {
  const root = readJson(raw);
  const properties = memberOf(root, 'properties');
  // Ingest accepts exactly one of the two; the external ID is the one that programs send.
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

/**
 * @param text the JSON that amend accepts
 * @returns one line of NDJSON, without the line end; undefined when the text isn't a JSON object
 */
export function lineWithId(eventId: string, text: string): string | undefined {
  const root = tryReadJson(text);
  if (root?.kind !== 'object') return undefined;
  const id = `"idempotency_key":${JSON.stringify(eventId)}`;
  return `{${[id, onOneLine(text, root).slice(1, -1)].filter((part) => part !== '').join(',')}}`;
}
