/**
 * A file of events for the ingest benches, with about 250 bytes per line, written once per process.
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAMES = ['api_call', 'storage', 'compute'] as const;
const FLUSH = 1 << 20;
/** As long as the others. */
const ONE_KEY = 'undefined-undefined-undefi';

export interface EventFile extends AsyncDisposable {
  readonly path: string;
  readonly folder: string;
  readonly nowMs: number;
}

/**
 * `usual`: each line is a different event, except that every thousandth one is repeated. `oneKey`:
 * all have the same ID and different content.
 */
export type Bodies = 'usual' | 'oneKey';

export async function writeEventFile(lines: number, bodies: Bodies = 'usual'): Promise<EventFile> {
  const folder = await mkdtemp(join(tmpdir(), 'orb-bench-'));
  const path = join(folder, 'events.ndjson');
  const nowMs = Date.now();
  const out = createWriteStream(path);
  let text = '';
  for (let index = 0; index < lines; index++) {
    const event = index % 1_000 === 999 ? index - 1 : index;
    const line = eventText(event, nowMs);
    text += `${bodies === 'usual' ? line : line.replace(/bench-\w+/, ONE_KEY)}\n`;
    if (text.length < FLUSH && index < lines - 1) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end();
  await once(out, 'close');
  return {
    path,
    folder,
    nowMs,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function eventText(index: number, nowMs: number): string {
  return JSON.stringify({
    event_name: NAMES[index % NAMES.length],
    timestamp: new Date(nowMs - (index % 3_600) * 1_000).toISOString(),
    external_customer_id: `customer-${index % 50}`,
    idempotency_key: `bench-${index.toString(36).padStart(20, '0')}`,
    properties: {
      region: 'eu-central-1',
      duration_ms: index % 997,
      cached: index % 3 === 0,
      model: 'large',
    },
  });
}
