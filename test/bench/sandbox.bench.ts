import type { IngestEvent } from '../../src/core/event.ts';
import { createClient } from '../../src/orb/client.ts';
import { median } from '../host/benchTable.ts';
import type { Emulator } from '../host/emulator.ts';
import { bench, milliseconds, perSecond } from './bench.ts';
import { sendLarge } from '../helpers/largeRequest.ts';
import { batchesOf, keyOf, residentBytes, sendAll, withEmptyServer, withSandbox } from './load.ts';

const EVENTS = 200_000;
const SEARCHED = 1_000_000;
const SEARCHES = 50;
const IDS = 500;

type Batch = readonly IngestEvent[];
type Address = Pick<Emulator, 'url' | 'apiKey'>;

function ingestTo({ url, apiKey }: Address) {
  const client = createClient({ baseUrl: url, apiKey });
  return (events: Batch) => client.events.ingest({ events });
}

function throughput(address: Address, events: number): Promise<number> {
  const batches = [...batchesOf(events)];
  const ingest = ingestTo(address);
  return perSecond(events, () => sendAll(batches, ingest));
}

const fill = (address: Address, events: number) => sendAll(batchesOf(events), ingestTo(address));

/** Spread over everything stored, different ones each time. */
const idsOf = (search: number, stored: number) =>
  Array.from({ length: IDS }, (_, index) => keyOf((index * 7_919 + search * 104_729) % stored));

async function search({ url, apiKey }: Address, ids: readonly string[]): Promise<void> {
  const response = await fetch(`${url}/events/search`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ event_ids: ids }),
  });
  const { data } = (await response.json()) as { data: readonly unknown[] };
  if (data.length !== new Set(ids).size) throw new Error(`Found ${data.length} of ${ids.length}.`);
}

const authorized = ({ apiKey }: Address) => ({ headers: { authorization: `Bearer ${apiKey}` } });

/** Each as long as the sandbox accepts at most. */
const HOSTILE = [
  { begin: '{"events":[', fill: '{},' },
  { begin: '{"events":', fill: '[' },
  { begin: '{"events":[{"idempotency_key":"', fill: 'a' },
  { fill: '\\u00' },
  { begin: '{"events":[]}', fill: ' ' },
] as const;

export default bench({
  measures: {
    'empty server': ({ size }) =>
      withEmptyServer((url) => throughput({ url, apiKey: 'bench-key' }, size(EVENTS))),
    sandbox: ({ size }) => withSandbox((sandbox) => throughput(sandbox, size(EVENTS))),
    'bytes an event': ({ size }) =>
      withSandbox(async (sandbox) => {
        const before = residentBytes(sandbox.pid);
        await fill(sandbox, size(EVENTS));
        return (residentBytes(sandbox.pid) - before) / size(EVENTS);
      }),
    'others during 64 MiB': () =>
      withSandbox(async (sandbox) => {
        let slowest = 0;
        const between = async () => {
          const ms = await milliseconds(() => fetch(`${sandbox.url}/ping`, authorized(sandbox)));
          slowest = Math.max(slowest, ms);
        };
        for (const body of HOSTILE) {
          const over = new AbortController();
          const sent = sendLarge(sandbox, { apiKey: sandbox.apiKey, ...body });
          void sent.finally(() => over.abort());
          do await between();
          while (!over.signal.aborted);
          await sent;
        }
        return slowest;
      }),
    search: ({ size }) =>
      withSandbox(async (sandbox) => {
        const stored = size(SEARCHED);
        await fill(sandbox, stored);
        const times: number[] = [];
        for (let n = 0; n < SEARCHES; n++) {
          times.push(await milliseconds(() => search(sandbox, idsOf(n, stored))));
        }
        return median(times);
      }),
  },
  rows: [
    {
      name: 'sandbox ingest, against an empty server',
      of: 'sandbox',
      to: 'empty server',
      unit: '×',
      atLeast: 0.25,
      aim: 0.4,
    },
    {
      name: 'slowest answer of the sandbox to others while 64 MiB come in',
      of: 'others during 64 MiB',
      unit: 'ms',
      aim: 1000,
    },
    {
      name: 'sandbox memory for a stored event',
      of: 'bytes an event',
      unit: 'bytes',
      atMost: 1024,
    },
    { name: 'sandbox search of 500 ids in 1,000,000', of: 'search', unit: 'ms', aim: 20 },
  ],
});
