import type { IngestEvent } from '../../src/core/event.ts';
import { createClient } from '../../src/orb/client.ts';
import { median } from '../host/benchTable.ts';
import { startRecorder, type Emulator } from '../host/emulator.ts';
import { bench, milliseconds, perSecond } from './bench.ts';
import { batchesOf, sendAll, withEmptyServer } from './load.ts';

const EVENTS = 100_000;
const CALLS = 1_000;
const CALLS_PER_SECOND = 200;

type Address = Pick<Emulator, 'url' | 'apiKey'>;

/** Runs `use` with an empty server and a recorder in front of it, each a process of its own. */
function withRecorder<T>(use: (recorder: Address, server: Address) => Promise<T>): Promise<T> {
  return withEmptyServer(async (url) => {
    const server = { url, apiKey: 'bench-key' };
    const recorder = await startRecorder(server);
    try {
      return await use(recorder, server);
    } finally {
      await recorder.stop();
    }
  });
}

function throughput({ url, apiKey }: Address, events: number): Promise<number> {
  const client = createClient({ baseUrl: url, apiKey });
  const batches: readonly (readonly IngestEvent[])[] = [...batchesOf(events)];
  return perSecond(events, () =>
    sendAll(batches, (each) => client.events.ingest({ events: each })),
  );
}

/** How long each request takes, in milliseconds, at a steady rate. */
async function latencies({ url, apiKey }: Address, calls: number): Promise<readonly number[]> {
  const [events = []] = batchesOf(3);
  const body = JSON.stringify({ events });
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const send = async () => {
    const response = await fetch(`${url}/ingest`, { method: 'POST', headers, body });
    await response.arrayBuffer();
  };
  await Promise.all(Array.from({ length: 20 }, send));
  const started = performance.now();
  const running: Promise<number>[] = [];
  for (let call = 0; call < calls; call += 1) {
    const due = started + (call * 1_000) / CALLS_PER_SECOND;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    running.push(milliseconds(send));
  }
  return Promise.all(running);
}

/** What the recorder adds at this part of all requests. */
const added = (part: number) => (calls: number) =>
  withRecorder(async (recorder, server) => {
    const at = (all: readonly number[]) =>
      all.toSorted((a, b) => a - b)[Math.floor(all.length * part)] ?? 0;
    const alone = at(await latencies(server, calls));
    return at(await latencies(recorder, calls)) - alone;
  });

export default bench({
  measures: {
    'empty server': ({ size }) =>
      withEmptyServer((url) => throughput({ url, apiKey: 'bench-key' }, size(EVENTS))),
    'through the recorder': ({ size }) =>
      withRecorder((recorder) => throughput(recorder, size(EVENTS))),
    'added at the median': ({ size }) => added(0.5)(size(CALLS)),
    'added at p99': ({ size }) => added(0.99)(size(CALLS)),
    stop: async () => {
      const times: number[] = [];
      await withEmptyServer(async (url) => {
        const recorder = await startRecorder({ url, apiKey: 'bench-key' });
        await throughput(recorder, 1_000);
        times.push(await milliseconds(() => recorder.stop()));
      });
      return median(times);
    },
  },
  rows: [
    {
      name: 'ingest through the recorder, against without it',
      of: 'through the recorder',
      to: 'empty server',
      unit: '×',
      aim: 0.5,
    },
    { name: 'latency that the recorder adds', of: 'added at the median', unit: 'ms', aim: 2 },
    { name: 'latency that the recorder adds at p99', of: 'added at p99', unit: 'ms', aim: 10 },
    { name: 'stopping the recorder', of: 'stop', unit: 'ms', aim: 1000 },
  ],
});
