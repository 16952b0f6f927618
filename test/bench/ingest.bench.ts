import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import Orb from 'orb-billing';
import { examine } from '../../src/ingest/examine.ts';
import { limitsFor } from '../../src/ingest/rate.ts';
import { send } from '../../src/ingest/send.ts';
import { createClient } from '../../src/orb/client.ts';
import {
  openLog,
  openSource,
  scratchIn,
  systemClock,
  type FileSource,
} from '../../src/workbench/ingest/disk.ts';
import { bench, perSecond, type Run } from './bench.ts';
import { ingestMemory, validateMemory } from './ingestMemory.ts';
import { writeEventFile, type EventFile } from './ingestFile.ts';
import { BATCH, IN_FLIGHT, withEmptyServer } from './load.ts';

const LINES = 1_000_000;
const apiKey = 'bench-key';
const CHUNK = 1 << 20;

async function withFile<T>({ size }: Run, use: (file: EventFile, lines: number) => Promise<T>) {
  await using file = await writeEventFile(size(LINES));
  return await use(file, size(LINES));
}

async function examineFile(file: EventFile): Promise<void> {
  await using source = await openSource(file.path);
  await examineSource(source, file);
}

async function examineSource(source: FileSource, { folder, nowMs }: EventFile) {
  await using scratch = scratchIn(folder);
  const context = { nowMs, gracePeriodHours: 12 };
  const states = examine({ source, scratch }, context, new AbortController().signal);
  for (;;) {
    const next = await states.next();
    if (next.done === true) return { context, examined: next.value };
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
async function ingestFile(file: EventFile, baseUrl: string) {
  await using source = await openSource(file.path);
  const { context, examined } = await examineSource(source, file);
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
    'validate, peak': (run) => withFile(run, async (file) => (await validateMemory(file)).peak),
    ingest: (run) =>
      withFile(run, (file, lines) =>
        withEmptyServer((url) => perSecond(lines, () => ingestFile(file, url))),
      ),
    'orb-billing': (run) =>
      withFile(run, (file, lines) =>
        withEmptyServer((url) => perSecond(lines, () => ingestWithSdk(file, url))),
      ),
    'ingest, peak': (run) =>
      withFile(run, (file) => withEmptyServer(async (url) => (await ingestMemory(file, url)).peak)),
    'ingest, growth': (run) =>
      withFile(run, (file) =>
        withEmptyServer(async (url) => (await ingestMemory(file, url)).growth),
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
      of: 'validate, peak',
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
      of: 'ingest, peak',
      unit: 'MB',
      atMost: 300,
    },
    {
      name: 'ingesting a million lines, growth of memory from the 100,000th on',
      of: 'ingest, growth',
      unit: 'MB',
      atMost: 40,
    },
  ],
});
