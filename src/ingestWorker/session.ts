/**
 * One ingest from the first look to the last answer, told what to do by messages and telling what happens. It runs in the worker,
 * so that the extension host stays responsive, and in tests without one. No editor here.
 */
import { SentHours } from '../ingest/hours.ts';
import { validateFile } from '../ingest/validateFile.ts';
import { Journal, type RunRecord } from '../ingest/journal.ts';
import { firstRejected } from '../ingest/batchReader.ts';
import { continueFrom, sendAgain, settleBySearch, unansweredOf } from '../ingest/resume.ts';
import type { SendOptions } from '../ingest/run.ts';
import { send } from '../ingest/send.ts';
import type { ClientOptions } from '../orb/api.ts';
import {
  openLog,
  openSource,
  scratchIn,
  systemClock,
  type FileLog,
  type FileSource,
} from './disk.ts';
import { tendRuns } from './keptRuns.ts';
import {
  toFailure,
  toRejection,
  type SentMessage,
  type FromWorker,
  type Rejection,
  type ToWorker,
} from './messages.ts';
import { lockRun, type RunLock } from './lock.ts';
import { isBackfillOpen } from './isBackfillOpen.ts';
import { listSent, verifyRun, type RunFile } from './sentLines.ts';
import { RejectFiles } from './rejectFiles.ts';
import { readRun } from './runFolder.ts';
import { ScanThread } from './scanThread.ts';
import { withClient } from './orbClientInWorker.ts';

/** As many as VS Code shows problems of one file. */
const MAX_TOLD = 1_000;

type Message<Kind extends ToWorker['kind']> = Extract<ToWorker, { kind: Kind }>;

export class IngestSession implements AsyncDisposable {
  readonly #abort = new AbortController();
  #decide: (again: boolean) => void = () => undefined;
  #source: FileSource | undefined;
  #runFile: RunFile | undefined;
  /** Ends by itself when it has helped; until then it has the source in hand too. */
  #thread: ScanThread | undefined;
  /** Of the run that was examined, until it is sent. */
  #lock: RunLock | undefined;

  /** @param scanFile the bundle of scanWorker.ts, for a second thread; without it this one does all */
  constructor(
    private readonly tell: (message: FromWorker) => void,
    private readonly scanFile?: URL,
  ) {}

  /** Does what the message says; what goes wrong is told as `failed`. */
  async handle(message: ToWorker): Promise<void> {
    try {
      switch (message.kind) {
        case 'validate':
          await this.#validate(message);
          return;
        case 'send':
          // Told when the run's lock is free again, so that whoever hears it may resume.
          this.tell(await this.#send(message));
          return;
        case 'resume':
          this.tell(await this.#resume(message));
          return;
        case 'verify': {
          const { signal } = this.#abort;
          await verifyRun(await this.#runFileOf(message.folder), message, this.tell, signal);
          return;
        }
        case 'list':
          this.tell(await listSent(await this.#runFileOf(message.folder), message.most));
          return;
        case 'checkLock':
        case 'deleteRuns':
        case 'prune':
          this.tell(await tendRuns(message));
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
    this.#lock?.[Symbol.dispose]();
    this.#lock = undefined;
    await this.#forget();
  }

  async #forget(): Promise<void> {
    this.#runFile = undefined;
    // Before the file is closed: its number may then be another file's.
    await this.#thread?.[Symbol.asyncDispose]();
    this.#thread = undefined;
    await this.#source?.[Symbol.asyncDispose]();
    this.#source = undefined;
  }

  async #open(path: string): Promise<FileSource> {
    await this.#forget();
    this.#source = await openSource(path);
    return this.#source;
  }

  /** @param folder of the run, also for what does not fit into memory */
  async #readRunFile(
    source: FileSource,
    context: RunRecord['context'],
    folder: string,
  ): Promise<RunFile> {
    await using scratch = scratchIn(folder);
    const { scanFile } = this;
    const help = scanFile && (() => this.#helpWith(scanFile, source, context));
    const ports = { source, scratch, ...(help !== undefined && { help }) };
    const states = validateFile(ports, context, this.#abort.signal);
    this.#runFile = { folder, source, validated: await this.#finish(states), context };
    return this.#runFile;
  }

  #helpWith(file: URL, { fd, size }: FileSource, context: RunRecord['context']): ScanThread {
    return (this.#thread = new ScanThread(file, { fd, size, context }));
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

  async #validate({ path, context, folder }: Message<'validate'>): Promise<void> {
    await this[Symbol.asyncDispose]();
    const source = await this.#open(path);
    // From the first look on: who deletes all runs must know of this one.
    this.#lock = lockRun(folder);
    const { validated } = await this.#readRunFile(source, context, folder);
    const { signal } = this.#abort;
    const rejected = await firstRejected(source, validated, context, MAX_TOLD, signal);
    this.tell({
      kind: 'validated',
      totals: validated.totals,
      rejected: rejected.map(toRejection),
    });
  }

  async #send({ folder, plan, options, client }: Message<'send'>): Promise<SentMessage> {
    const runFile = this.#runFile;
    if (runFile === undefined) throw new Error('Nothing was validated.');
    const { validated, context } = runFile;
    using lock = this.#lock ?? lockRun(folder);
    this.#lock = undefined;
    using log = openLog(lock.journal, 'new');
    const run: RunRecord = {
      kind: 'run',
      version: 1,
      ...plan,
      fingerprint: validated.fingerprint,
      lines: validated.totals.lines,
      context,
    };
    new Journal(log).write(run);
    const { nowMs } = context;
    return await this.#deliver(
      { ...runFile, run, log, nowMs, options, rejectionReasons: new Map() },
      client,
    );
  }

  async #resume({ folder, into, nowMs, options, client }: Message<'resume'>): Promise<SentMessage> {
    using lock = lockRun(folder);
    if (into !== undefined) {
      using moving = openLog(lock.journal, 'more');
      new Journal(moving).write({ kind: 'moved', ...into });
    }
    const { journal, rejectionReasons, ...runFile } = await this.#reexamine(folder);
    const { run } = journal;
    using log = openLog(lock.journal, 'more');
    const what = unansweredOf(runFile.validated, run, nowMs);
    const events = runFile.validated.states.count('unanswered');
    let unsure: readonly number[] = [];
    if (what === 'sendAgain' || (what === 'ask' && (await this.#ask(events)))) {
      unsure = sendAgain(runFile.validated);
    } else if (what === 'search') {
      await this.#settle({ ...runFile, run, log, nowMs, options, rejectionReasons }, client);
    }
    return await this.#deliver(
      { ...runFile, run, log, nowMs, options, rejectionReasons, unsure },
      client,
    );
  }

  /** A cancel ends the search; the delivery, which begins with it, then gives the accounts. */
  async #settle(
    { source, validated, log, options, rejectionReasons }: Work,
    client: ClientOptions,
  ) {
    const { signal } = this.#abort;
    try {
      await withClient(client, this.tell, ({ events }) =>
        settleBySearch(
          { source, sink: events, clock: systemClock, journal: log },
          validated,
          rejectionReasons,
          options.rate.searchesPerSecond,
          signal,
        ),
      );
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #ask(events: number): Promise<boolean> {
    return new Promise((resolve) => {
      this.#decide = resolve;
      this.#abort.signal.addEventListener('abort', () => resolve(false));
      this.tell({ kind: 'unanswered', events });
    });
  }

  async #deliver(work: Work, clientOptions: ClientOptions): Promise<SentMessage> {
    const {
      source,
      validated,
      context,
      run,
      log,
      folder,
      options,
      rejectionReasons,
      unsure = [],
    } = work;
    const { backfillId } = options;
    using rejects = new RejectFiles(folder, source);
    const rejected: Rejection[] = [];
    const hours = new SentHours();
    const sent = await withClient(clientOptions, this.tell, (client) =>
      this.#finish(
        send(
          {
            source,
            sink: client.events,
            journal: log,
            clock: systemClock,
            ...(backfillId !== undefined && {
              isBackfillOpen: isBackfillOpen(client, backfillId, work.nowMs, this.#abort.signal),
            }),
            rejects: {
              add: async (line) => {
                if (rejected.length < MAX_TOLD) rejected.push(toRejection(line));
                await rejects.add(line);
              },
            },
          },
          { validated, context, rejectionReasons, unsure, onAccepted: (lines) => hours.add(lines) },
          options,
          this.#abort.signal,
        ),
      ),
    );
    this.tell({ kind: 'hours', hours: hours.take() });
    const rejectedFile = await rejects.place(run.beside);
    new Journal(log).end(sent, rejectedFile);
    return {
      kind: 'sent',
      runId: run.runId,
      sent,
      rejected: rejected.toSorted((a, b) => a.line - b.line),
      ...(rejectedFile !== undefined && { rejectedFile }),
      rejectsLeft: sent.rejected - rejects.count,
      grownBy: await source.grownBy(),
      ...(rejects.problem !== undefined && { rejectsProblem: rejects.problem }),
    };
  }

  /** A run's file with what became of its lines: as this session knows it, else as the journal proves it. */
  async #runFileOf(folder: string): Promise<RunFile> {
    return this.#runFile?.folder === folder ? this.#runFile : this.#reexamine(folder);
  }

  async #reexamine(folder: string) {
    const journal = await readRun(folder);
    if (journal === undefined) throw new Error('The journal of this run cannot be read.');
    const { path, context } = journal.run;
    const runFile = await this.#readRunFile(await this.#open(path), context, folder);
    return { ...runFile, journal, rejectionReasons: continueFrom(runFile.validated, journal) };
  }
}

interface Work extends RunFile {
  readonly run: RunRecord;
  readonly log: FileLog;
  /** By the account's clock, when this part of the run begins. */
  readonly nowMs: number;
  readonly options: SendOptions;
  readonly rejectionReasons: Map<number, readonly string[]>;
  /** Lines that an earlier part of the run sent without an answer, and this one sends again. */
  readonly unsure?: readonly number[];
}
