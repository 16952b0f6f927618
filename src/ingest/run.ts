/** The state that all senders of a run share: the state of each line, the rate limits, and whether to continue. */
import type { Batch, BatchLimits, BatchLine } from './batch.ts';
import type { ValidatedFile } from './validateFile.ts';
import { Journal, toRanges, type AnswerRecord } from './journal.ts';
import { limitReasons } from './outcome.ts';
import type { Clock, JournalLog, Rejects, Sink, Source, IsBackfillOpen } from './ports.ts';
import { RateLimiter, type RateLimits } from './rate.ts';
import type { Samples } from './samples.ts';
import type { LineStates } from './states.ts';
import { searchTurns, type SearchTurns } from './verify.ts';

export interface SendPorts {
  readonly source: Source;
  readonly sink: Sink;
  readonly journal: JournalLog;
  readonly rejects: Rejects;
  readonly clock: Clock;
  readonly isBackfillOpen?: IsBackfillOpen;
}

export interface SendOptions {
  /** The most events in a request, 1 to 500. */
  readonly batchSize: number;
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** How often a batch is retried while no request succeeds. */
  readonly maxRetries: number;
  readonly rate: RateLimits;
  readonly backfillId?: string;
  /** Default 4 MiB. */
  readonly maxBatchBytes?: number;
}

/** Why a run ended before its last line. */
export interface Stop {
  readonly kind:
    | 'cancelled'
    | 'unauthorized'
    | 'forbidden'
    | 'closed' // the backfill no longer accepts events
    | 'refusesAll' // Orb rejects every event, for a reason that isn't in the lines
    | 'failed' // Orb can't be reached, or responds with a server error
    | 'changed' // the file has changed since it was validated
    | 'journal'; // the journal can't be written
  /** In English, or Orb's own message. */
  readonly message?: string;
}

/** How long the answer about whether a backfill is open is reused. */
const OPEN_FOR_MS = 5_000;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

export class Run {
  readonly states: LineStates;
  readonly samples: Samples;
  requests = 0;
  retries = 0;
  /** Increases whenever Orb accepts events, or says that it has them already. */
  progress = 0;
  stopped: Stop | undefined;
  readonly #journal: Journal;
  readonly #limiter: RateLimiter;
  readonly #abort = new AbortController();
  readonly signal: AbortSignal;
  #limits: BatchLimits;
  #lastCause: string | undefined;
  readonly #lineCauses = new Set<string>();
  /** Lines that were sent without getting a response, now or before a resume. Orb may have them, even if it rejects them later. */
  readonly unsure: Set<number>;
  readonly searchTurns: SearchTurns;
  readonly #open = new Map<string, { readonly atMs: number; readonly isOpen: Promise<boolean> }>();

  constructor(
    readonly ports: SendPorts,
    validated: ValidatedFile,
    readonly options: SendOptions,
    signal: AbortSignal,
    private readonly onAccepted: (lines: Batch) => void,
    unsure: Iterable<number> = [],
  ) {
    this.unsure = new Set(unsure);
    this.searchTurns = searchTurns(ports.clock, options.rate.searchesPerSecond);
    this.states = validated.states;
    this.samples = validated.samples;
    this.#journal = new Journal(ports.journal);
    this.#limiter = new RateLimiter(options.rate);
    this.#limits = {
      // A larger batch could never be sent within the rate limit.
      maxEvents: Math.min(options.batchSize, options.rate.eventsPerMinute),
      maxBytes: options.maxBatchBytes ?? MAX_BATCH_BYTES,
    };
    this.signal = AbortSignal.any([signal, this.#abort.signal]);
    signal.addEventListener('abort', () => this.stop({ kind: 'cancelled' }), { once: true });
    if (signal.aborted) this.stop({ kind: 'cancelled' });
  }

  get limits(): BatchLimits {
    return this.#limits;
  }

  /** Orb said that a batch is too large, so later ones are smaller. */
  shrink(maxBytes: number, maxEvents: number): void {
    this.#limits = {
      maxBytes: Math.max(1, Math.min(this.#limits.maxBytes, maxBytes)),
      maxEvents: Math.max(1, Math.min(this.#limits.maxEvents, maxEvents)),
    };
  }

  async pause(ms: number): Promise<void> {
    await this.ports.clock.sleep(ms, this.signal);
  }

  /** Waits until the rate limits allow a request. @returns false when the run has stopped */
  async mayTry(events: number): Promise<boolean> {
    for (;;) {
      if (this.stopped !== undefined) return false;
      const now = this.ports.clock.now();
      const wait = this.#limiter.delay(now, events);
      if (wait <= 0) {
        this.#limiter.take(now, events);
        return true;
      }
      await this.ports.clock.sleep(wait, this.signal);
    }
  }

  /**
   * Only the first reason counts. Requests in flight are aborted and their lines stay unanswered, except when the backfill was closed:
   * then the responses come soon and say which lines were accepted before.
   */
  stop(reason: Stop): void {
    if (this.stopped !== undefined) return;
    this.stopped = reason;
    if (reason.kind !== 'closed') this.#abort.abort();
  }

  /** Writes the outcome of lines to the journal, then to their states. */
  mark(kind: Exclude<AnswerRecord['kind'], 'refused'>, lines: readonly number[]): void {
    this.#write({ kind, lines: toRanges(lines) });
    const state = kind === 'sent' ? 'unanswered' : kind === 'returned' ? 'good' : kind;
    for (const line of lines) this.states.set(line, state);
  }

  /**
   * Orb accepted nothing of this request, so its lines can be sent again. Those that an earlier request may have brought to Orb stay
   * unanswered in the journal: after a crash, a rejection must not be believed before they're searched for.
   */
  returned(lines: readonly number[]): void {
    const sure = lines.filter((line) => !this.unsure.has(line));
    if (sure.length > 0) this.mark('returned', sure);
    for (const line of lines) this.states.set(line, 'good');
  }

  accepted(lines: Batch): void {
    if (lines.length === 0) return;
    this.progress++;
    this.#lastCause = undefined;
    this.confirmed(lines);
  }

  /** Orb has these lines, from this request or an earlier one. */
  confirmed(lines: Batch): void {
    if (lines.length === 0) return;
    for (const { line } of lines) this.unsure.delete(line);
    this.mark(
      'accepted',
      lines.map(({ line }) => line),
    );
    this.onAccepted(lines);
  }

  async reject(
    line: BatchLine,
    idempotencyKey: string,
    allReasons: readonly string[],
  ): Promise<void> {
    const reasons = limitReasons(allReasons);
    this.#write({ kind: 'refused', line: line.line, reasons });
    this.states.set(line.line, 'refused');
    await this.ports.rejects.add({
      line: line.line,
      offset: line.offset,
      length: line.bytes.length,
      bytes: line.bytes,
      idempotencyKey,
      reasons,
      byOrb: true,
    });
  }

  /** False when the backfill no longer accepts events. Rejections with the same cause share one request. */
  async isBackfillOpen(cause: string): Promise<boolean> {
    const { isBackfillOpen, clock } = this.ports;
    if (isBackfillOpen === undefined) return true;
    const known = this.#open.get(cause);
    if (known !== undefined && clock.now() - known.atMs < OPEN_FOR_MS) return known.isOpen;
    const isOpen = isBackfillOpen();
    this.#open.set(cause, { atMs: clock.now(), isOpen });
    return isOpen;
  }

  /** True when the last rejection had the same cause, with nothing accepted since. */
  isRepeatedRejection(cause: string): boolean {
    const isRepeated = this.#lastCause === cause;
    this.#lastCause = cause;
    return isRepeated && !this.#lineCauses.has(cause);
  }

  /** Orb accepted other lines right after a rejection with this cause, so the cause is in the lines. */
  noteLineCause(cause: string): void {
    this.#lineCauses.add(cause);
  }

  #write(record: AnswerRecord): void {
    try {
      this.#journal.write(record);
    } catch (error) {
      this.stop({ kind: 'journal', message: error instanceof Error ? error.message : '' });
      throw new JournalFailed("The journal can't be written.", { cause: error });
    }
  }
}

/** Stops the sender: what isn't in the journal must not happen. */
export class JournalFailed extends Error {}
