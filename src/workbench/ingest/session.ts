/**
 * One ingest from the first look to the last answer, told what to do by messages and telling what happens. It runs in the worker,
 * so that the extension host stays responsive, and in tests without one. No editor here.
 */
import type { IngestEvent } from '../../core/event.ts';
import { isOrbError } from '../../core/errors.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { decodeLine } from '../../ingest/judge.ts';
import { pickLines } from '../../ingest/pick.ts';
import { SentHours } from '../../ingest/hours.ts';
import { examine, type Examined } from '../../ingest/examine.ts';
import { Journal, type RunRecord } from '../../ingest/journal.ts';
import { firstRejected } from '../../ingest/pass.ts';
import { continueFrom, sendAgain, settleBySearch, unansweredOf } from '../../ingest/resume.ts';
import type { SendOptions } from '../../ingest/run.ts';
import { send } from '../../ingest/send.ts';
import { verifyLines } from '../../ingest/verify.ts';
import type { ClientOptions, OrbClient } from '../../orb/api.ts';
import { createClient } from '../../orb/client.ts';
import {
  openLog,
  openSource,
  scratchIn,
  systemClock,
  type FileLog,
  type FileSource,
} from './disk.ts';
import type { FromWorker, Rejection, ToWorker } from './messages.ts';
import { lockRun } from './lock.ts';
import { takesEvents } from './takesEvents.ts';
import { RejectFiles } from './rejectFiles.ts';
import { readRun } from './runFolder.ts';

/** As many as VS Code shows problems of one file. */
const MAX_TOLD = 1_000;

type Message<Kind extends ToWorker['kind']> = Extract<ToWorker, { kind: Kind }>;

export class IngestSession implements AsyncDisposable {
  readonly #abort = new AbortController();
  #decide: (again: boolean) => void = () => undefined;
  #looked: { source: FileSource; examined: Examined; context: RunRecord['context'] } | undefined;

  constructor(private readonly tell: (message: FromWorker) => void) {}

  /** Does what the message says; what goes wrong is told as `failed`. */
  async handle(message: ToWorker): Promise<void> {
    try {
      switch (message.kind) {
        case 'examine':
          await this.#examine(message);
          return;
        case 'send':
          await this.#send(message);
          return;
        case 'resume':
          await this.#resume(message);
          return;
        case 'verify':
          await this.#verify(message);
          return;
        case 'list':
          await this.#list(message);
          return;
        case 'decide':
          this.#decide(message.sendAgain);
          return;
        case 'cancel':
          this.#abort.abort();
          return;
      }
    } catch (error) {
      this.tell(toFailure(error));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#looked?.source[Symbol.asyncDispose]();
  }

  async #look(path: string, context: RunRecord['context'], scratchFolder: string) {
    const source = await openSource(path);
    await using scratch = scratchIn(scratchFolder);
    const states = examine({ source, scratch }, context, this.#abort.signal);
    const looked = { source, examined: await this.#finish(states), context };
    this.#looked = looked;
    return looked;
  }

  async #finish<Result>(states: AsyncGenerator<FromWorker, Result>): Promise<Result> {
    let told = -Infinity;
    for (;;) {
      const next = await states.next();
      if (next.done === true) return next.value;
      if (performance.now() - told < 100) continue;
      told = performance.now();
      this.tell(next.value);
    }
  }

  async #examine({ path, context, scratchFolder }: Message<'examine'>): Promise<void> {
    const { source, examined } = await this.#look(path, context, scratchFolder);
    const rejected = await firstRejected(source, examined, context, MAX_TOLD);
    this.tell({
      kind: 'examined',
      findings: examined.findings,
      rejected: rejected.map(toRejection),
    });
  }

  async #send({ folder, plan, options, client }: Message<'send'>): Promise<void> {
    const looked = this.#looked;
    if (looked === undefined) throw new Error('Nothing was examined.');
    const { examined, context } = looked;
    using lock = lockRun(folder);
    using log = openLog(lock.journal, 'new');
    const run: RunRecord = {
      kind: 'run',
      version: 1,
      ...plan,
      fingerprint: examined.fingerprint,
      lines: examined.findings.lines,
      context,
    };
    new Journal(log).write(run);
    const { nowMs } = context;
    const work = { ...looked, run, log, folder, nowMs, options, refusals: new Map() };
    await this.#deliver(work, client);
  }

  async #resume({ folder, into, nowMs, options, client }: Message<'resume'>): Promise<void> {
    using lock = lockRun(folder);
    if (into !== undefined) {
      using moving = openLog(lock.journal, 'more');
      new Journal(moving).write({ kind: 'moved', ...into });
    }
    const { journal, refusals, ...looked } = await this.#lookAgain(folder);
    const { run } = journal;
    using log = openLog(lock.journal, 'more');
    const what = unansweredOf(looked.examined, run, nowMs);
    const events = looked.examined.states.count('unanswered');
    if (what === 'sendAgain' || (what === 'ask' && (await this.#ask(events)))) {
      sendAgain(looked.examined);
    } else if (what === 'search') {
      await this.#withClient(client, (sink) =>
        settleBySearch(
          { source: looked.source, sink: sink.events, clock: systemClock, journal: log },
          looked.examined,
          refusals,
          options.rate.searchesPerSecond,
          this.#abort.signal,
        ),
      );
    }
    await this.#deliver({ ...looked, run, log, folder, nowMs, options, refusals }, client);
  }

  #ask(events: number): Promise<boolean> {
    return new Promise((resolve) => {
      this.#decide = resolve;
      this.tell({ kind: 'unanswered', events });
    });
  }

  async #deliver(work: Work, clientOptions: ClientOptions): Promise<void> {
    const { source, examined, context, run, log, folder, options, refusals } = work;
    const { backfillId } = options;
    using rejects = new RejectFiles(folder, source);
    const rejected: Rejection[] = [];
    const hours = new SentHours();
    const sent = await this.#withClient(clientOptions, (client) =>
      this.#finish(
        send(
          {
            source,
            sink: client.events,
            journal: log,
            clock: systemClock,
            ...(backfillId !== undefined && {
              takesEvents: takesEvents(client, backfillId, work.nowMs, this.#abort.signal),
            }),
            rejects: {
              add: async (line) => {
                if (rejected.length < MAX_TOLD) rejected.push(toRejection(line));
                await rejects.add(line);
              },
            },
          },
          { examined, context, refusals, onAccepted: (lines) => hours.add(lines) },
          options,
          this.#abort.signal,
        ),
      ),
    );
    this.tell({ kind: 'hours', hours: hours.take() });
    const rejectedFile = await rejects.place(run.beside);
    new Journal(log).end(sent, rejectedFile);
    this.tell({
      kind: 'sent',
      runId: run.runId,
      sent,
      rejected: rejected.toSorted((a, b) => a.line - b.line),
      ...(rejectedFile !== undefined && { rejectedFile }),
      ...(rejects.problem !== undefined && { rejectsProblem: rejects.problem }),
    });
  }

  async #list({ folder, most }: Message<'list'>): Promise<void> {
    const { source, examined } = await this.#lookAgain(folder);
    const wanted = ['accepted', 'known'] as const;
    const first = await pickLines(source, examined, wanted, most).next();
    const batch = first.done === true ? [] : first.value;
    const events = batch.slice(0, most).map(({ bytes }) => {
      const event = JSON.parse(decodeLine(bytes) ?? '') as IngestEvent;
      return { id: event.idempotency_key, ms: parseTimestamp(event.timestamp)?.ms ?? 0 };
    });
    const times = events.map(({ ms }) => ms);
    this.tell({
      kind: 'listed',
      ids: events.map(({ id }) => id),
      total: examined.states.count(...wanted),
      firstMs: Math.min(...times),
      lastMs: Math.max(...times),
    });
  }

  /** The run's file with what the journal proves. */
  async #lookAgain(folder: string) {
    const journal = await readRun(folder);
    if (journal === undefined) throw new Error('The journal of this run cannot be read.');
    const { path, context } = journal.run;
    const looked = await this.#look(path, context, folder);
    return { ...looked, journal, refusals: continueFrom(looked.examined, journal) };
  }

  async #verify({ folder, client, searchesPerSecond }: Message<'verify'>): Promise<void> {
    const { source, examined } = await this.#lookAgain(folder);
    const of = examined.states.count('accepted', 'known');
    const missing: string[] = [];
    const different: string[] = [];
    let done = 0;
    await this.#withClient(client, async ({ events }) => {
      const ports = { source, sink: events, clock: systemClock };
      const { signal } = this.#abort;
      const wanted = ['accepted', 'known'] as const;
      for await (const batch of verifyLines(ports, examined, wanted, searchesPerSecond, signal)) {
        for (const { id, outcome } of batch) {
          if (outcome === 'missing') missing.push(id);
          if (outcome === 'different') different.push(id);
        }
        done += batch.length;
        this.tell({ kind: 'verifying', done, of });
      }
    });
    const found = done - missing.length - different.length;
    this.tell({ kind: 'verified', found, missing, different });
  }

  async #withClient<T>(options: ClientOptions, use: (client: OrbClient) => Promise<T>): Promise<T> {
    const client = createClient(options);
    // Bodies stay here: at thousands of events a second nobody reads them.
    client.onRequest(({ method, path, ms, attempt, status, error, headers }) =>
      this.tell({
        kind: 'request',
        record: {
          method,
          path,
          ms,
          attempt,
          headers,
          requestHeaders: {},
          ...(status !== undefined && { status }),
          ...(error !== undefined && { error }),
        },
      }),
    );
    try {
      return await use(client);
    } finally {
      await client.close();
    }
  }
}

interface Work {
  readonly source: FileSource;
  readonly examined: Examined;
  readonly context: RunRecord['context'];
  readonly run: RunRecord;
  readonly log: FileLog;
  readonly folder: string;
  /** By the account's clock, when this part of the run begins. */
  readonly nowMs: number;
  readonly options: SendOptions;
  readonly refusals: ReadonlyMap<number, readonly string[]>;
}

const toRejection = ({ line, idempotencyKey, reasons }: Rejection): Rejection => ({
  line,
  reasons,
  ...(idempotencyKey !== undefined && { idempotencyKey }),
});

function toFailure(error: unknown): Extract<FromWorker, { kind: 'failed' }> {
  if (!(error instanceof Error)) return toFailure(new Error(String(error)));
  const { name, message } = error;
  const code = (error as NodeJS.ErrnoException).code;
  const wrongKind = name === 'SourceRefused' && 'kind' in error ? String(error.kind) : undefined;
  return {
    kind: 'failed',
    name,
    message,
    ...(typeof code === 'string' && { code }),
    ...(wrongKind !== undefined && { wrongKind }),
    ...(isOrbError(error) && {
      orb: { kind: error.kind, ...(error.answer !== undefined && { answer: error.answer }) },
    }),
  };
}
