/**
 * The load of the ingest benches: prepared events in batches, several in flight at once, and the
 * servers that accept them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IngestEvent } from '../../src/core/event.ts';
import { startChild } from '../host/child.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { root } from '../host/root.ts';

export const BATCH = 500;
export const IN_FLIGHT = 4;

const NAMES = ['api_call', 'storage', 'compute'] as const;

/**
 * An event as an integration sends it: an ID, three properties, one of 50 customers, and a time in
 * the hour before `now`.
 */
const eventOf = (index: number, now: number): IngestEvent => ({
  event_name: NAMES[index % NAMES.length] ?? '',
  timestamp: new Date(now - (index % 3_600) * 1_000).toISOString(),
  external_customer_id: `customer-${index % 50}`,
  idempotency_key: keyOf(index),
  properties: { region: 'eu-central-1', duration_ms: index % 997, cached: index % 3 === 0 },
});

export const keyOf = (index: number) => `bench-${index.toString(36).padStart(12, '0')}`;

/** Batches of distinct events, created on demand. */
export function* batchesOf(events: number): Generator<readonly IngestEvent[]> {
  const now = Date.now();
  for (let at = 0; at < events; at += BATCH) {
    const length = Math.min(BATCH, events - at);
    yield Array.from({ length }, (_, index) => eventOf(at + index, now));
  }
}

/** Sends all items with IN_FLIGHT at a time. */
export async function sendAll<T>(
  items: Iterable<T>,
  send: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let next = queue.next(); next.done !== true; next = queue.next()) await send(next.value);
    }),
  );
}

/** Runs `use` with the base URL of the empty server, which is a separate process. */
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

/** Runs `use` with an empty sandbox in memory. */
export async function withSandbox<T>(use: (sandbox: Emulator) => Promise<T>): Promise<T> {
  const sandbox = await startEmulator('--seed', 'none');
  try {
    return await use(sandbox);
  } finally {
    await sandbox.stop();
  }
}

/** The resident memory of another process in bytes, from /proc if it exists, otherwise from ps. */
export function residentBytes(pid: number): number {
  const kib = existsSync('/proc/self/status')
    ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kib) * 1024;
}
