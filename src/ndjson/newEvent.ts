/** A sample event for a new file. */

/** A time in UTC, to the second, in the format of Orb's documentation. */
export const utcNow = (nowMs: number): string =>
  new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');

/** One valid line, without a line break. */
export function newEventLine(key: string, nowMs: number): string {
  return JSON.stringify({
    idempotency_key: key,
    event_name: 'api_call',
    timestamp: utcNow(nowMs),
    external_customer_id: 'customer-1',
    properties: { count: 1 },
  });
}
