/** Finds in a fraction of the time of a full comparison most lines that are as in Orb. */
import type { UsageEvent } from '../event.ts';
import { areNumbersAsPrinted } from '../printedNumbers.ts';
import { sameInstant } from '../timestamp.ts';

/** A valid line, as JSON.parse reads it. */
export interface ParsedLine {
  readonly idempotency_key: string;
  readonly event_name: string;
  readonly timestamp: string;
  readonly customer_id?: string | null;
  readonly external_customer_id?: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * @param line its text @param parsed the same @param found with numbers as Orb wrote them
 * @returns true only when compareLine.ts finds the same; false may mean that too
 */
export function isSurelySame(line: string, parsed: ParsedLine, found: UsageEvent): boolean {
  const { timestamp, customer_id: customerId, external_customer_id: externalId } = parsed;
  return (
    !found.deprecated &&
    parsed.event_name === found.eventName &&
    (timestamp === found.timestamp || sameInstant(timestamp, found.timestamp)) &&
    (customerId == null || customerId === found.customerId) &&
    (externalId == null || externalId === found.externalCustomerId) &&
    hasSameValues(parsed.properties, found.properties) &&
    areNumbersAsPrinted(line, parsed.properties)
  );
}

function hasSameValues(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && Object.is(a[key], b[key]));
}
