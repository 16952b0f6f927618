/**
 * The memory of an ingest or a comparison, measured for the built worker (dist/ingestWorker.js),
 * started as in the extension.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { limitsFor } from '../../src/ingest/rate.ts';
import type { FromWorker, ToWorker } from '../../src/ingestWorker/messages.ts';
import { workerOptions } from '../../src/ingestWorker/workerOptions.ts';
import { root } from '../host/root.ts';
import type { EventFile } from './ingestFile.ts';
import { BATCH, IN_FLIGHT } from './load.ts';
import { noHistory } from '../helpers/comparisonJob.ts';

/** The resident memory of the whole process in MB. */
export interface Memory {
  readonly peak: number;
  /** How much higher it was after the 100,000th line than before it. */
  readonly growth: number;
}

const MB = 1024 * 1024;
const LOOK_MS = 10;
/** From here on, memory must not grow. */
const WARM = 100_000;

/** Only the first pass. It grows by the 16 bytes that it keeps for each event ID. */
export async function validateMemory(file: EventFile): Promise<Memory> {
  await using worker = new BenchWorker();
  await worker.run(toValidate(file), 'validated');
  return worker.memory;
}

/** Both passes. The growth is the second pass's, since the first one has to keep all event IDs. */
export async function ingestMemory(file: EventFile, baseUrl: string): Promise<Memory> {
  await using worker = new BenchWorker();
  await worker.run(toValidate(file), 'validated');
  worker.nextPass();
  const { sent } = await worker.run(toSend(file, baseUrl), 'sent');
  if (sent.notTried + sent.rejected > 0) throw new Error('Not all was ingested.');
  return worker.memory;
}

/** Of a file of which Orb has nothing: each line takes two searches and a row of the journal. */
export async function compareMemory(
  { path, folder, nowMs }: EventFile,
  baseUrl: string,
): Promise<Memory> {
  await using worker = new BenchWorker();
  const { missing, lines } = await worker.run(
    {
      kind: 'compare',
      folder,
      options: { perSecond: Infinity, concurrency: IN_FLIGHT },
      client: { baseUrl, apiKey: 'bench-key' },
      plan: {
        reconcileId: 'bench',
        startedMs: nowMs,
        connectionId: 'bench',
        connectionName: 'Bench',
        mode: 'sandbox',
        path,
        uri: `file://${path}`,
      },
    },
    'compared',
  );
  if (missing === 0 || lines === 0) throw new Error('Nothing was compared.');
  return worker.memory;
}

const toValidate = ({ path, folder, nowMs }: EventFile): ToWorker => ({
  kind: 'validate',
  path,
  folder,
  context: { nowMs, gracePeriodHours: 12 },
});

const toSend = ({ path, folder, nowMs }: EventFile, baseUrl: string): ToWorker => ({
  kind: 'send',
  folder,
  options: {
    batchSize: BATCH,
    concurrency: IN_FLIGHT,
    maxRetries: 0,
    rate: limitsFor('sandbox', 0),
  },
  client: { baseUrl, apiKey: 'bench-key' },
  plan: {
    runId: 'bench',
    startedMs: nowMs,
    connectionId: 'bench',
    connectionName: 'Bench',
    mode: 'sandbox',
    path,
    uri: `file://${path}`,
    lineOffset: 0,
  },
});

class BenchWorker implements AsyncDisposable {
  readonly #worker = new Worker(join(root, 'dist', 'ingestWorker.js'), workerOptions);
  readonly #looking = setInterval(() => this.#look(), LOOK_MS);
  #line = 0;
  #before = 0;
  #after = 0;
  #peak = 0;

  get memory(): Memory {
    return { peak: this.#peak, growth: Math.max(0, this.#after - this.#before) };
  }

  nextPass(): void {
    this.#line = this.#before = this.#after = 0;
  }

  run<Kind extends FromWorker['kind']>(
    message: ToWorker,
    until: Kind,
  ): Promise<Extract<FromWorker, { kind: Kind }>> {
    return new Promise((resolve, reject) => {
      this.#worker.removeAllListeners().on('error', reject);
      this.#worker.on('message', (told: FromWorker) => {
        if (told.kind === 'validating') this.#line = told.lines;
        if (told.kind === 'sending') this.#line = told.accepted;
        if (told.kind === 'askHistory') this.#worker.postMessage(noHistory(told));
        if (told.kind === until) resolve(told as Extract<FromWorker, { kind: Kind }>);
        if (told.kind === 'failed') reject(new Error(told.message));
      });
      this.#worker.postMessage(message);
    });
  }

  #look(): void {
    const now = process.memoryUsage.rss() / MB;
    this.#peak = Math.max(this.#peak, now);
    if (this.#line <= WARM) this.#before = Math.max(this.#before, now);
    else this.#after = Math.max(this.#after, now);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#looking);
    await this.#worker.terminate();
  }
}
