// Does the extension host's work without an editor: validates open files, runs the ingest worker,
// calls Orb. Started by hostProcess.ts.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isOrbError } from '../../src/core/errors.ts';
import { LINE_END } from '../../src/core/lines.ts';
import { EventLines } from '../../src/ndjson/eventLines.ts';
import { documentKind } from '../../src/ndjson/documentKind.ts';
import type { OrbClient } from '../../src/orb/orbApi.ts';
import { createClient } from '../../src/orb/client.ts';
import type { FromWorker, ToWorker } from '../../src/ingestWorker/messages.ts';
import { workerOptions } from '../../src/ingestWorker/workerOptions.ts';
import { inspectBytes } from '../../src/workbench/ndjson/fileBytes.ts';
import { pause, slice } from '../../src/std/slices.ts';
import { root } from '../host/root.ts';
import type { Ask, Checked, FromHost, Operation, ToHost } from './hostMessages.ts';
import { LoopDelay } from './loopDelay.ts';

const MAX_SHOWN = 999;
/** Codes of problems of lines with one event ID (ndjson/duplicates.ts). */
const MAX_MARKED = 20;
const ID = 'evt/1';
const frame = { timeframeStart: '2026-08-19T00:00:00Z', timeframeEnd: '2026-08-20T12:00:00Z' };
const event = {
  ...{ idempotency_key: ID, event_name: 'chaos', timestamp: '2026-08-20T11:00:00Z' },
  ...{ external_customer_id: 'acme', properties: { n: 1 } },
};

const delay = new LoopDelay();
// Formatting the first number loads tables, which an editor has done long before.
(1_000).toLocaleString('en');
let endIdle: () => void = () => undefined;
let idle: Promise<void> = Promise.resolve();

process.on('message', ({ id, ask }: ToHost) => {
  if (ask.kind === 'over') {
    endIdle();
    return;
  }
  if (ask.kind === 'idle') idle = new Promise((resolve) => (endIdle = resolve));
  void answer(ask).then((told) => process.send?.({ id, ...told } satisfies FromHost));
});
process.on('disconnect', () => process.exit());

async function answer(ask: Ask): Promise<Omit<FromHost, 'id'>> {
  const [work, prepared] = await prepare(ask);
  delay.start();
  try {
    const value = await work(prepared);
    return { answer: value, silentMs: delay.stop() };
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { crash, silentMs: delay.stop() };
  }
}

/** The work itself, without what the editor does before it. */
async function prepare(
  ask: Ask,
): Promise<readonly [(lines: readonly string[]) => Promise<unknown>, readonly string[]]> {
  switch (ask.kind) {
    case 'idle':
    case 'over':
      return [() => idle, []];
    case 'check': {
      // As the editor reads it: invalid UTF-8 is replaced, and lines end at CR, too.
      const text = new TextDecoder().decode(await readFile(ask.path));
      return [(lines) => check(ask.path, lines, ask.nowMs), text.split(LINE_END)];
    }
    case 'ingest':
      return [() => ingest(ask.work, ask.cancelMs), []];
    case 'call':
      return [() => call(ask.baseUrl, ask.operation), []];
  }
}

/** As workbench/ndjson/checker.ts does it. */
async function check(path: string, texts: readonly string[], nowMs: number): Promise<Checked> {
  const { hasBareReturn, hasWrongBytes } = await inspectBytes(path);
  const lines = new EventLines(texts);
  lines.setWrongBytes(hasWrongBytes);
  const context = { nowMs, gracePeriodHours: 12 };
  while (!lines.check(context, slice())) await pause();
  await pause();
  const whole = hasBareReturn ? 'carriageReturn' : documentKind((line) => texts[line]).kind;
  const { found, more } = lines.problems(MAX_SHOWN);
  const wrong = found.filter(({ severity }) => severity === 'error').map(({ line }) => line + 1);
  const isShared = found.some(
    ({ code, related = [] }) => code === 'key-conflict' && related.length >= MAX_MARKED - 1,
  );
  return { whole, wrong: [...new Set(wrong)], isAbridged: more > 0 || isShared };
}

/** As workbench/ingest/workerClient.ts does it. */
async function ingest(work: readonly ToWorker[], cancelMs?: number): Promise<FromWorker> {
  const worker = new Worker(join(root, 'dist', 'ingestWorker.js'), workerOptions);
  let timer: NodeJS.Timeout | undefined;
  try {
    let last: FromWorker | undefined;
    for (const message of work) {
      last = await new Promise<FromWorker>((resolve, reject) => {
        worker.removeAllListeners();
        worker.on('error', reject).on('messageerror', reject);
        worker.on('exit', (code) => reject(new Error(`The worker ended with code ${code}.`)));
        worker.on('message', (told: FromWorker) => {
          if (told.kind === 'unanswered') worker.postMessage({ kind: 'decide', sendAgain: true });
          if (['validated', 'sent', 'failed'].includes(told.kind)) resolve(told);
        });
        worker.postMessage(message);
        if (cancelMs !== undefined && message.kind !== 'validate') {
          timer = setTimeout(() => worker.postMessage({ kind: 'cancel' }), cancelMs);
        }
      });
      if (last.kind === 'failed') return last;
    }
    if (last === undefined) throw new Error('There was nothing to do.');
    return last;
  } finally {
    clearTimeout(timer);
    await worker.removeAllListeners().terminate();
  }
}

const operations: Readonly<Record<Operation, (client: OrbClient) => Promise<unknown>>> = {
  search: ({ events }) => events.search({ eventIds: [ID, 'other'] }),
  amend: ({ events }) => events.amend(ID, event),
  deprecate: ({ events }) => events.deprecate(ID),
  ingest: ({ events }) => events.ingest({ events: [event] }),
  createBackfill: ({ backfills }) => backfills.create({ ...frame, replaceExistingEvents: false }),
  async listBackfills({ backfills }) {
    const all = [];
    for await (const backfill of backfills.list()) all.push(backfill);
  },
  fetchBackfill: ({ backfills }) => backfills.fetch('b'),
  closeBackfill: ({ backfills }) => backfills.close('b'),
  revertBackfill: ({ backfills }) => backfills.revert('b'),
  volume: ({ volume }) => volume.list(frame),
  ping: (client) => client.ping(),
};

async function call(baseUrl: string, operation: Operation): Promise<string | undefined> {
  const client = createClient({
    ...{ baseUrl, apiKey: 'key-of-the-chaos', timeoutMs: 300, maxRetries: 1, firstPauseMs: 1 },
  });
  try {
    await operations[operation](client);
    return undefined;
  } catch (error) {
    if (isOrbError(error)) return error.kind;
    throw error;
  } finally {
    await client.close();
  }
}
