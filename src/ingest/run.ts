/** The state that all senders of a run share: what became of each line, how fast to go, and whether to go on. */
import type { Batch, BatchLimits, BatchLine } from './batch.ts';
import type { ValidatedFile } from './validateFile.ts';
import { Journal, toRanges, type AnswerRecord } from './journal.ts';
import { keptReasons } from './outcome.ts';
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
  /** At most so many events in a request, 1 to 500. */
  readonly batchSize: number;
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** Attempts of a batch, after the first, while nothing at all succeeds. */
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
    | 'closed' // the backfill takes no more events
    | 'refusesAll' // Orb refuses whatever is sent, for a reason that is not in the lines
    | 'failed' // Orb cannot be reached, or has an error of its own
    | 'changed' // the file is no longer the one that was validated
    | 'journal'; // the journal cannot be written
  /** In English, or Orb's own words. */
  readonly message?: string;
}

/** A backfill that took events just now is asked for again after this. */
const OPEN_FOR_MS = 5_000;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

export class Run {
  readonly states: LineStates;
  readonly samples: Samples;
  requests = 0;
  retries = 0;
  /** Raised by everything that Orb takes, or has taken before. */
  progress = 0;
  stopped: Stop | undefined;
  readonly #journal: Journal;
  readonly #limiter: RateLimiter;
  readonly #abort = new AbortController();
  readonly signal: AbortSignal;
  #limits: BatchLimits;
  #lastRefusal: string | undefined;
  readonly #aboutLines = new Set<string>();
  /** Lines that were sent without an answer, by this run or before it: Orb may hold them, whatever it says of them later. */
  readonly unsure: Set<number>;
  readonly searchTurns: SearchTurns;
  readonly #open = new Map<string, { readonly atMs: number; readonly takes: Promise<boolean> }>();

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
      // A batch above a minute's share could never go.
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

  /** Orb found a batch too large: later ones keep below. */
  shrink(maxBytes: number, maxEvents: number): void {
    this.#limits = {
      maxBytes: Math.max(1, Math.min(this.#limits.maxBytes, maxBytes)),
      maxEvents: Math.max(1, Math.min(this.#limits.maxEvents, maxEvents)),
    };
  }

  async pause(ms: number): Promise<void> {
    await this.ports.clock.sleep(ms, this.signal);
  }

  /** Waits for its turn. False when the run has stopped meanwhile. */
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
   * The first reason counts. What is on its way is given up, and its lines stay unanswered; only where Orb takes nothing more, its
   * answers come soon and tell which lines it took before.
   */
  stop(reason: Stop): void {
    if (this.stopped !== undefined) return;
    this.stopped = reason;
    if (reason.kind !== 'closed') this.#abort.abort();
  }

  /** Writes what is known of lines into the journal, then into their states. */
  mark(kind: Exclude<AnswerRecord['kind'], 'refused'>, lines: readonly number[]): void {
    this.#write({ kind, lines: toRanges(lines) });
    const state = kind === 'sent' ? 'unanswered' : kind === 'returned' ? 'good' : kind;
    for (const line of lines) this.states.set(line, state);
  }

  accepted(lines: Batch): void {
    if (lines.length === 0) return;
    this.progress++;
    this.#lastRefusal = undefined;
    this.held(lines);
  }

  /** Orb took them, though not just now. */
  held(lines: Batch): void {
    if (lines.length === 0) return;
    for (const { line } of lines) this.unsure.delete(line);
    this.mark(
      'accepted',
      lines.map(({ line }) => line),
    );
    this.onAccepted(lines);
  }

  async refuse(line: BatchLine, idempotencyKey: string, told: readonly string[]): Promise<void> {
    const reasons = keptReasons(told);
    this.#write({ kind: 'refused', line: line.line, reasons });
    this.states.set(line.line, 'refused');
    await this.ports.rejects.add({
      line: line.line,
      offset: line.offset,
      length: line.bytes.length,
      bytes: line.bytes,
      idempotencyKey,
      reasons,
    });
  }

  /** False when the backfill takes no events any more. Senders that are refused with the same words ask together. */
  async isBackfillOpen(words: string): Promise<boolean> {
    const { isBackfillOpen, clock } = this.ports;
    if (isBackfillOpen === undefined) return true;
    const known = this.#open.get(words);
    if (known !== undefined && clock.now() - known.atMs < OPEN_FOR_MS) return known.takes;
    const takes = isBackfillOpen();
    this.#open.set(words, { atMs: clock.now(), takes });
    return takes;
  }

  /** True when the same was refused before, with nothing accepted since. */
  refusedAgain(words: string): boolean {
    const again = this.#lastRefusal === words;
    this.#lastRefusal = words;
    return again && !this.#aboutLines.has(words);
  }

  /** Other lines were taken right after a refusal with these words. */
  refusesOnly(words: string): void {
    this.#aboutLines.add(words);
  }

  #write(record: AnswerRecord): void {
    try {
      this.#journal.write(record);
    } catch (error) {
      this.stop({ kind: 'journal', message: error instanceof Error ? error.message : '' });
      throw new JournalFailed('The journal cannot be written.', { cause: error });
    }
  }
}

/** Ends whoever was about to act on what the journal could not take. */
export class JournalFailed extends Error {}
