/**
 * Sends the valid lines of a file, several batches at once. Yields its progress and returns the counts. When the run stops early, for
 * whatever reason, it ends the same way, and `resume` continues from the journal.
 */
import type { RuleContext } from '../core/rules/context.ts';
import type { Batch } from './batch.ts';
import { SourceShrank } from './blocks.ts';
import { deliver } from './deliver.ts';
import type { ValidatedFile } from './validateFile.ts';
import { Feed } from './feed.ts';
import { SourceChanged } from './batchReader.ts';
import { JournalFailed, Run, type SendOptions, type SendPorts, type Stop } from './run.ts';
import { accountsOf, type Accounts } from './states.ts';

export interface Sending extends Accounts {
  readonly kind: 'sending';
  readonly requests: number;
  readonly retries: number;
}

export interface Sent extends Accounts {
  readonly requests: number;
  readonly retries: number;
  readonly durationMs: number;
  /** Absent when every line was tried. */
  readonly stopped?: Stop;
}

/** How often progress is yielded. */
const TICK_MS = 100;

export interface Sendable {
  readonly validated: ValidatedFile;
  readonly context: RuleContext;
  /** Line → why Orb rejected it in an earlier part of the run. */
  readonly rejectionReasons?: ReadonlyMap<number, readonly string[]>;
  /** Lines that were sent before without getting a response. */
  readonly unsure?: Iterable<number>;
  /** Called with each batch that Orb accepted. */
  readonly onAccepted?: (lines: Batch) => void;
}

/** @throws what the ports throw, except for what stops a run by design (Stop) */
export async function* send(
  ports: SendPorts,
  sendable: Sendable,
  options: SendOptions,
  signal: AbortSignal,
): AsyncGenerator<Sending, Sent> {
  const started = ports.clock.now();
  const run = new Run(
    ports,
    sendable.validated,
    options,
    signal,
    sendable.onAccepted ?? (() => undefined),
    sendable.unsure,
  );
  const all = sendAll(run, sendable, signal);
  const over = new AbortController();
  const end = () => over.abort();
  all.then(end, end);
  while (!over.signal.aborted) {
    yield {
      kind: 'sending',
      ...accountsOf(run.states),
      requests: run.requests,
      retries: run.retries,
    };
    await ports.clock.sleep(TICK_MS, over.signal);
  }
  await all;
  const accounts = accountsOf(run.states);
  return {
    ...accounts,
    requests: run.requests,
    retries: run.retries,
    durationMs: Math.round(ports.clock.now() - started),
    ...(run.stopped !== undefined && accounts.notTried > 0 && { stopped: run.stopped }),
  };
}

async function sendAll(
  run: Run,
  { validated, context, rejectionReasons }: Sendable,
  cancel: AbortSignal,
): Promise<void> {
  const feed = new Feed(
    {
      source: run.ports.source,
      validated,
      context,
      limits: () => run.limits,
      rejectionReasons: rejectionReasons ?? new Map(),
    },
    (line) => run.ports.rejects.add(line),
    cancel,
  );
  const failures: unknown[] = [];
  const sender = async (): Promise<void> => {
    try {
      while (run.stopped === undefined) {
        const batch = await feed.next();
        if (batch === undefined) return;
        await deliver(run, batch);
      }
    } catch (error) {
      if (error instanceof SourceChanged || error instanceof SourceShrank) {
        run.stop({ kind: 'changed', message: error.message });
      } else if (!(error instanceof JournalFailed)) {
        failures.push(error);
        run.stop({ kind: 'failed', message: error instanceof Error ? error.message : '' });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, run.options.concurrency) }, sender));
  if (failures.length > 0) throw failures[0];
  // After an early stop, invalid lines are still collected; a cancel doesn't wait for that.
  const rest = run.stopped?.kind !== 'changed' && run.stopped?.kind !== 'journal';
  if (rest && run.states.count('invalid', 'conflict') > 0) {
    while ((await feed.next()) !== undefined);
  }
}
