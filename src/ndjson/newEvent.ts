/** A first event for an empty file. */

/** Now in UTC, to the second, as Orb's documents write it. */
export const utcNow = (nowMs: number): string =>
  new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');

/** One valid line, without its end. */
export function newEventLine(key: string, nowMs: number): string {
  return JSON.stringify({
    idempotency_key: key,
    event_name: 'api_call',
    timestamp: utcNow(nowMs),
    external_customer_id: 'customer-1',
    properties: { count: 1 },
  });
}
