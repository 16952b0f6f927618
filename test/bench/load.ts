/** The load of the ingest benches: prepared events in batches, some in flight at once, and the servers that take them. */
import { join } from 'node:path';
import type { IngestEvent } from '../../src/core/event.ts';
import { startChild } from '../host/child.ts';
import { root } from '../host/root.ts';

export const BATCH = 500;
export const IN_FLIGHT = 4;

const NAMES = ['api_call', 'storage', 'compute'] as const;

/** Events as an integration sends them: a key, three properties, one customer of 50, the last hour. */
export function prepareBatches(events: number): readonly (readonly IngestEvent[])[] {
  const now = Date.now();
  const made = Array.from({ length: events }, (_, index): IngestEvent => ({
    event_name: NAMES[index % NAMES.length] ?? '',
    timestamp: new Date(now - (index % 3_600) * 1_000).toISOString(),
    external_customer_id: `customer-${index % 50}`,
    idempotency_key: `bench-${index.toString(36).padStart(12, '0')}`,
    properties: { region: 'eu-central-1', duration_ms: index % 997, cached: index % 3 === 0 },
  }));
  return Array.from({ length: Math.ceil(events / BATCH) }, (_, index) =>
    made.slice(index * BATCH, (index + 1) * BATCH),
  );
}

/** Sends all items with IN_FLIGHT at a time. */
export async function sendAll<T>(
  items: readonly T[],
  send: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (const item of queue) await send(item);
    }),
  );
}

/** Runs `use` with the base URL of the empty server, which has a process of its own. */
export async function withEmptyServer<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = await startChild({
    command: process.execPath,
    args: [join(root, 'out', 'test', 'bench', 'emptyServer.main.js')],
    ready: /^http:.*$/,
  });
  try {
    return await use(server.match[0]);
  } finally {
    await server.stop();
  }
}
