import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import Orb from 'orb-billing';
import { examine } from '../../src/ingest/examine.ts';
import { limitsFor } from '../../src/ingest/rate.ts';
import { send } from '../../src/ingest/send.ts';
import { createClient } from '../../src/orb/client.ts';
import { openLog, openSource, scratchIn, systemClock } from '../../src/workbench/ingest/disk.ts';
import { bench, perSecond, type Run } from './bench.ts';
import { writeEventFile, type EventFile } from './ingestFile.ts';
import { BATCH, IN_FLIGHT, withEmptyServer } from './load.ts';

const LINES = 1_000_000;
const MB = 1024 * 1024;
const apiKey = 'bench-key';
const CHUNK = 1 << 20;

async function withFile<T>({ size }: Run, use: (file: EventFile, lines: number) => Promise<T>) {
  await using file = await writeEventFile(size(LINES));
  return await use(file, size(LINES));
}

/** Resident memory while `work` runs, in MB: at its highest, and how much it grew after a tenth of the time. */
async function memoryOf(work: (progress: (share: number) => void) => Promise<unknown>) {
  let peak = 0;
  let early = 0;
  let late = 0;
  const look = (share: number) => {
    const now = process.memoryUsage.rss() / MB;
    peak = Math.max(peak, now);
    if (share <= 0.5) early = Math.max(early, now);
    else late = Math.max(late, now);
  };
  await work(look);
  return { peak, growth: Math.max(0, late - early) };
}

async function examineFile({ path, folder, nowMs }: EventFile, onBytes?: (share: number) => void) {
  const source = await openSource(path);
  await using scratch = scratchIn(folder);
  const context = { nowMs, gracePeriodHours: 12 };
  const states = examine({ source, scratch }, context, new AbortController().signal);
  for (;;) {
    const next = await states.next();
    if (next.done === true) return { source, context, examined: next.value };
    onBytes?.(next.value.bytes / next.value.ofBytes);
  }
}

/** Reading, splitting, decoding and parsing the file in the fastest plain way, and nothing else. */
async function parseFile({ path }: EventFile): Promise<void> {
  const file = await open(path);
  const buffer = new Uint8Array(CHUNK);
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK);
    if (bytesRead === 0) break;
    const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split(
      '\n',
    );
    rest = lines.pop() ?? '';
    for (const line of lines) JSON.parse(line);
  }
  await file.close();
}

/** Both passes. */
async function ingestFile(file: EventFile, baseUrl: string, onShare?: (share: number) => void) {
  const { source, context, examined } = await examineFile(file);
  using journal = openLog(`${file.path}.journal`, 'new');
  const client = createClient({ baseUrl, apiKey });
  const states = send(
    { source, sink: client.events, journal, rejects: { add: () => undefined }, clock: systemClock },
    { examined, context },
    { batchSize: BATCH, concurrency: IN_FLIGHT, maxRetries: 0, rate: limitsFor('sandbox', 0) },
    new AbortController().signal,
  );
  for (;;) {
    const next = await states.next();
    if (next.done === true) {
      if (next.value.notTried + next.value.rejected > 0) throw new Error('Not all was ingested.');
      break;
    }
    onShare?.(next.value.accepted / next.value.lines);
  }
  await client.close();
}

/** What a script with the official SDK does: read lines, parse them, send batches, check nothing. */
async function ingestWithSdk({ path }: EventFile, baseURL: string): Promise<void> {
  const orb = new Orb({ baseURL, apiKey });
  const flying = new Set<Promise<unknown>>();
  let events: Orb.EventIngestParams['events'] = [];
  const flush = async () => {
    const sending: Promise<unknown> = orb.events
      .ingest({ events })
      .finally(() => flying.delete(sending));
    flying.add(sending);
    events = [];
    if (flying.size >= IN_FLIGHT) await Promise.race(flying);
  };
  for await (const line of createInterface({ input: createReadStream(path) })) {
    events.push(JSON.parse(line) as Orb.EventIngestParams['events'][number]);
    if (events.length === BATCH) await flush();
  }
  if (events.length > 0) await flush();
  await Promise.all(flying);
}

export default bench({
  rounds: 3,
  measures: {
    validate: (run) => withFile(run, (file, lines) => perSecond(lines, () => examineFile(file))),
    parse: (run) => withFile(run, (file, lines) => perSecond(lines, () => parseFile(file))),
    'validate, memory': (run) =>
      withFile(run, async (file) => (await memoryOf((look) => examineFile(file, look))).peak),
    ingest: (run) =>
      withFile(run, (file, lines) =>
        withEmptyServer((url) => perSecond(lines, () => ingestFile(file, url))),
      ),
    'orb-billing': (run) =>
      withFile(run, (file, lines) =>
        withEmptyServer((url) => perSecond(lines, () => ingestWithSdk(file, url))),
      ),
    'ingest, memory': (run) =>
      withFile(run, (file) =>
        withEmptyServer(
          async (url) => (await memoryOf((look) => ingestFile(file, url, look))).peak,
        ),
      ),
    'ingest, growth': (run) =>
      withFile(run, (file) =>
        withEmptyServer(
          async (url) => (await memoryOf((look) => ingestFile(file, url, look))).growth,
        ),
      ),
  },
  rows: [
    {
      name: 'validating a million lines, against parsing them',
      of: 'validate',
      to: 'parse',
      unit: '×',
      atLeast: 0.35,
      aim: 0.5,
    },
    {
      name: 'validating a million lines, peak memory',
      of: 'validate, memory',
      unit: 'MB',
      atMost: 250,
    },
    {
      name: 'ingesting a million lines, against orb-billing',
      of: 'ingest',
      to: 'orb-billing',
      unit: '×',
      atLeast: 1,
      aim: 1.2,
    },
    {
      name: 'ingesting a million lines, peak memory',
      of: 'ingest, memory',
      unit: 'MB',
      atMost: 300,
    },
    {
      name: 'ingesting a million lines, growth of memory in the second half',
      of: 'ingest, growth',
      unit: 'MB',
      atMost: 40,
    },
  ],
});
