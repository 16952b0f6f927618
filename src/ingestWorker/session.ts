/**
 * One ingest from validation to the last response, controlled by messages. It runs in the worker, so that the extension host stays
 * responsive, and in tests without one.
 */
import { rm, writeFile } from 'node:fs/promises';
import { SentHours } from '../ingest/hours.ts';
import { Journal, type RunRecord } from '../ingest/journal.ts';
import { firstRejected } from '../ingest/batchReader.ts';
import { outcomesByTime } from '../ingest/lineHours.ts';
import { RejectionGroups } from '../ingest/rejectionGroups.ts';
import { sendAgain, settleBySearch, unansweredOf } from '../ingest/resume.ts';
import type { SendOptions } from '../ingest/run.ts';
import { send } from '../ingest/send.ts';
import type { ClientOptions } from '../orb/orbApi.ts';
import { openLog, systemClock, type FileLog } from './disk.ts';
import { manageRuns } from './keptRuns.ts';
import {
  toFailure,
  toRejection,
  type SentMessage,
  type FromWorker,
  type Rejection,
  type RunReport,
  type ToWorker,
} from './messages.ts';
import { lockRun, type RunLock } from './lock.ts';
import { isBackfillOpen } from './isBackfillOpen.ts';
import { ReconcileTasks } from './reconcileTasks.ts';
import { reportPath } from './runFolder.ts';
import { withDetails } from './progressDetails.ts';
import { OpenRunFile, reportProgress, type RunFile } from './runFile.ts';
import { listSent, verifyRun } from './sentLines.ts';
import { RejectFiles } from './rejectFiles.ts';
import { withClient } from './orbClientInWorker.ts';

/** VS Code shows this many problems per file. */
const MAX_REPORTED = 1_000;

type Message<Kind extends ToWorker['kind']> = Extract<ToWorker, { kind: Kind }>;

export class IngestSession implements AsyncDisposable {
  readonly #abort = new AbortController();
  #decide: (again: boolean) => void = () => undefined;
  readonly #file: OpenRunFile;
  readonly #reconcile: ReconcileTasks;
  /** The lock of a validated run until it is sent. */
  #lock: RunLock | undefined;

  /** @param scanFile the bundle of scanWorker.ts, for a second thread; without it everything runs in this one */
  constructor(
    private readonly tell: (message: FromWorker) => void,
    scanFile?: URL,
  ) {
    this.#file = new OpenRunFile(tell, scanFile);
    this.#reconcile = new ReconcileTasks(tell, this.#file);
  }

  /** Handles a message; errors are reported as `failed`. */
  async handle(message: ToWorker): Promise<void> {
    const { signal } = this.#abort;
    try {
      switch (message.kind) {
        case 'validate':
          await this.#validate(message);
          return;
        case 'send':
          // Reported after the lock is released, so that the run can be resumed right away.
          this.tell(await this.#send(message));
          return;
        case 'resume':
          this.tell(await this.#resume(message));
          return;
        case 'verify': {
          const runFile = await this.#file.of(message.folder, signal);
          await verifyRun(runFile, message, this.tell, signal);
          return;
        }
        case 'list':
          this.tell(await listSent(await this.#file.of(message.folder, signal), message));
          return;
        case 'compare':
        case 'readRows':
        case 'listRows':
        case 'listRowLines':
        case 'countComparison':
        case 'readLines':
        case 'readDetail':
        case 'listItems':
        case 'exportComparison':
        case 'writeRepairFile':
        case 'planBackfills':
        case 'countRepairs':
        case 'listRepairs':
          this.tell(await this.#reconcile.answer(message, signal));
          return;
        case 'ownHistory':
          this.#reconcile.take(message);
          return;
        case 'checkLock':
        case 'deleteRuns':
        case 'prune':
          this.tell(await manageRuns(message));
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
    await this.#file[Symbol.asyncDispose]();
  }

  async #validate({ path, context, folder }: Message<'validate'>): Promise<void> {
    await this[Symbol.asyncDispose]();
    const { signal } = this.#abort;
    const source = await this.#file.open(path);
    // Locked from here on, so that deleting all runs doesn't delete this one.
    this.#lock = lockRun(folder);
    const { validated } = await this.#file.validate(source, context, folder, signal);
    const rejected = await firstRejected(source, validated, context, MAX_REPORTED, signal);
    this.tell({
      kind: 'validated',
      totals: validated.totals,
      rejected: rejected.map(toRejection),
    });
  }

  async #send({ folder, plan, options, client }: Message<'send'>): Promise<SentMessage> {
    const runFile = this.#file.current;
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
    const { journal, rejectionReasons, ...runFile } = await this.#file.reexamine(
      folder,
      this.#abort.signal,
    );
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

  /** A cancel only ends the search; the delivery that follows then reports the counts. */
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
    // From here on, the report of an earlier part is no longer true.
    await rm(reportPath(folder), { force: true });
    const groups = new RejectionGroups(context);
    const rejected: Rejection[] = [];
    const hours = new SentHours(validated.hours);
    const sent = await withClient(clientOptions, this.tell, (client) =>
      reportProgress(
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
                if (rejected.length < MAX_REPORTED) rejected.push(toRejection(line));
                groups.add(line);
                await rejects.add(line);
              },
            },
          },
          { validated, context, rejectionReasons, unsure, onAccepted: (lines) => hours.add(lines) },
          options,
          this.#abort.signal,
        ),
        withDetails(this.tell, groups, validated),
      ),
    );
    this.tell({ kind: 'hours', hours: hours.take() });
    const rejectedFile = await rejects.copyNextToSource(run.beside);
    new Journal(log).end(sent, rejectedFile);
    const { states, totals } = validated;
    const byTime = outcomesByTime(states, validated.hours, totals.span);
    const report: RunReport = {
      sent,
      endedMs: Date.now(),
      known: states.count('known'),
      unanswered: states.count('unanswered'),
      customers: totals.customers.different,
      groups: groups.list().toSorted((a, b) => b.count - a.count),
      ...(byTime !== undefined && { byTime }),
      ...(rejectedFile !== undefined && { rejectedFile }),
      rejectsLeft: sent.rejected - rejects.count,
      grownBy: await source.grownBy(),
      ...(rejects.problem !== undefined && { rejectsProblem: rejects.problem }),
    };
    // On a full disk the page has it from the message only.
    await writeFile(reportPath(folder), JSON.stringify(report)).catch(() => undefined);
    return { kind: 'sent', ...report, rejected: rejected.toSorted((a, b) => a.line - b.line) };
  }
}

interface Work extends RunFile {
  readonly run: RunRecord;
  readonly log: FileLog;
  /** Milliseconds since 1970 by the account's clock, when this part of the run starts. */
  readonly nowMs: number;
  readonly options: SendOptions;
  readonly rejectionReasons: Map<number, readonly string[]>;
  /** Lines that an earlier part of the run sent without getting a response, and that are sent again. */
  readonly unsure?: readonly number[];
}
