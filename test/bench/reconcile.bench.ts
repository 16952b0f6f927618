import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEvent } from '../../src/core/eventJson.ts';
import type { FoundEvent } from '../../src/core/event.ts';
import { validateFile } from '../../src/ingest/validateFile.ts';
import { openLog, openSource, scratchIn, systemClock } from '../../src/ingestWorker/disk.ts';
import { createClient } from '../../src/orb/client.ts';
import { compareFile } from '../../src/reconcile/compareFile.ts';
import type { ComparePorts } from '../../src/reconcile/ports.ts';
import { LineOutcomes } from '../../src/reconcile/lineOutcomes.ts';
import { anyTime } from '../../src/reconcile/rejectedRows.ts';
import { bench, perSecond, type Run } from './bench.ts';
import { writeEventFile, type EventFile } from './ingestFile.ts';
import { compareMemory } from './ingestMemory.ts';
import { BATCH, IN_FLIGHT, sendAll, withEmptyServer, withSandbox } from './load.ts';

const LINES = 300_000;
const IN_SANDBOX = 100_000;
const MANY = 1_000_000;

type Sink = ComparePorts['sink'];

async function withFile<T>(
  { size }: Run,
  full: number,
  use: (file: EventFile, lines: number) => Promise<T>,
): Promise<T> {
  await using file = await writeEventFile(size(full));
  return await use(file, size(full));
}

async function linesOf({ path }: EventFile): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8');
  return [...new Set(text.trimEnd().split('\n'))];
}

/** The first pass alone. */
async function validateOnly(file: EventFile): Promise<void> {
  await using source = await openSource(file.path);
  await using scratch = scratchIn(file.folder);
  const states = validateFile({ source, scratch }, anyTime, new AbortController().signal);
  while ((await states.next()).done !== true);
}

/** Both passes, with a journal on disk. */
async function compareWith(file: EventFile, sink: Sink): Promise<void> {
  await using source = await openSource(file.path);
  await using scratch = scratchIn(file.folder);
  const { signal } = new AbortController();
  const states = validateFile({ source, scratch }, anyTime, signal);
  let validating = await states.next();
  while (validating.done !== true) validating = await states.next();
  const validated = validating.value;
  const folder = join(file.folder, 'comparison');
  await mkdir(folder);
  using journal = openLog(join(folder, 'journal.ndjson'), 'new');
  const known = { validated, outcomes: new LineOutcomes(validated.states), readUpTo: 0 };
  const ports = { source, sink, journal, clock: systemClock };
  const options = { perSecond: Infinity, concurrency: IN_FLIGHT };
  const comparing = compareFile(ports, known, options, signal);
  let next = await comparing.next();
  while (next.done !== true) next = await comparing.next();
  const { same, duplicates } = next.value;
  if (same + duplicates !== validated.totals.lines) throw new Error('Not all lines are the same.');
}

/** Orb in memory, whose responses take no time. */
function ready(lines: readonly string[]): Sink {
  const events = new Map<string, FoundEvent>();
  for (const line of lines) {
    const { idempotency_key: id, ...rest } = JSON.parse(line) as Record<string, unknown>;
    const raw = JSON.stringify({ id, customer_id: 'c', deprecated: false, ...rest });
    events.set(String(id), { raw, event: readEvent(raw) });
  }
  return {
    search: ({ eventIds }) =>
      Promise.resolve({ events: eventIds.flatMap((id) => events.get(id) ?? []) }),
  };
}

/** Runs `use` with a sandbox that has the events of the file. */
async function withFilled<T>(
  lines: readonly string[],
  use: (address: { readonly url: string; readonly apiKey: string }) => Promise<T>,
): Promise<T> {
  return withSandbox(async (sandbox) => {
    const client = createClient({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
    await sendAll(batchesOf(lines), (batch) =>
      client.events.ingest({ lines: batch.map((line) => Buffer.from(line)) }),
    );
    await client.close();
    return use(sandbox);
  });
}

function* batchesOf(lines: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < lines.length; at += BATCH) yield lines.slice(at, at + BATCH);
}

/** What a script does that only wants to know which IDs are there: search, parse the response, count. */
async function searchBare(
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  ids: readonly string[],
): Promise<void> {
  const response = await fetch(`${url}/events/search`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ event_ids: ids }),
  });
  const { data } = (await response.json()) as { data: readonly unknown[] };
  if (data.length !== ids.length) throw new Error(`Found ${data.length} of ${ids.length}.`);
}

export default bench({
  rounds: 3,
  measures: {
    validate: (run) =>
      withFile(run, LINES, (file, lines) => perSecond(lines, () => validateOnly(file))),
    compare: (run) =>
      withFile(run, LINES, async (file, lines) => {
        const sink = ready(await linesOf(file));
        return perSecond(lines, () => compareWith(file, sink));
      }),
    searches: (run) =>
      withFile(run, IN_SANDBOX, async (file, count) => {
        const lines = await linesOf(file);
        const ids = lines.map(
          (line) => (JSON.parse(line) as { idempotency_key: string }).idempotency_key,
        );
        return withFilled(lines, (sandbox) =>
          perSecond(count, () => sendAll(batchesOf(ids), (batch) => searchBare(sandbox, batch))),
        );
      }),
    'compare in sandbox': (run) =>
      withFile(run, IN_SANDBOX, async (file, count) =>
        withFilled(await linesOf(file), async ({ url, apiKey }) => {
          const client = createClient({ baseUrl: url, apiKey });
          await client.ping();
          try {
            return await perSecond(count, () => compareWith(file, client.events));
          } finally {
            await client.close();
          }
        }),
      ),
    'compare, peak': (run) =>
      withFile(run, MANY, (file) =>
        withEmptyServer(async (url) => (await compareMemory(file, url)).peak),
      ),
  },
  rows: [
    {
      name: 'comparing 300,000 lines, against validating them',
      of: 'compare',
      to: 'validate',
      unit: '×',
      atLeast: 0.05,
    },
    {
      name: 'comparing 100,000 lines, against searching for their IDs',
      of: 'compare in sandbox',
      to: 'searches',
      unit: '×',
      atLeast: 0.8,
    },
    {
      name: 'comparing a million lines, peak memory',
      of: 'compare, peak',
      unit: 'MB',
      atMost: 300,
    },
  ],
});
