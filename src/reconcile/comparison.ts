/** The state that all searches of a comparison share: the outcome of each line, the journal, and whether to go on. */
import { isOrbError } from '../core/errors.ts';
import { MAX_BATCH } from '../core/event.ts';
import { SourceChanged } from '../ingest/batchReader.ts';
import { SourceShrank } from '../ingest/blocks.ts';
import { toRanges } from '../ingest/journal.ts';
import { JournalFailed } from '../ingest/run.ts';
import { searchTurns } from '../ingest/verify.ts';
import type { FileLine } from './fileLine.ts';
import { compareLines, type ComparedLines } from './compareLines.ts';
import { applyRecord, write, type AnswerRecord, type Row } from './journal.ts';
import type { LineOutcomes } from './lineOutcomes.ts';
import type { ComparePorts } from './ports.ts';
import { searchNear, searchWide, type Searching } from './search.ts';

/** Why a comparison ended before its last line. */
export interface CompareStop {
  readonly kind:
    | 'cancelled'
    | 'unauthorized'
    | 'forbidden'
    | 'failed' // Orb can't be reached, or responds with an error
    | 'changed' // the file has changed since it was read
    | 'journal'; // the journal can't be written
  /** In English, or Orb's own message. */
  readonly message?: string;
}

export interface CompareOptions {
  /** Searches per second. */
  readonly perSecond: number;
  /** Searches at once. */
  readonly concurrency: number;
}

export class Comparison {
  requests = 0;
  stopped: CompareStop | undefined;
  /** A failure of this program. */
  unexpected: { readonly error: unknown } | undefined;
  readonly signal: AbortSignal;
  readonly #abort = new AbortController();
  readonly #searching: Searching;
  /** Lines to be searched for in a wider time frame. */
  #absent: FileLine[] = [];

  constructor(
    readonly ports: ComparePorts,
    readonly outcomes: LineOutcomes,
    { perSecond }: CompareOptions,
    signal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([signal, this.#abort.signal]);
    this.#searching = {
      sink: ports.sink,
      turn: searchTurns(ports.clock, perSecond),
      signal: this.signal,
      onRequest: () => this.requests++,
    };
    signal.addEventListener('abort', () => this.stop({ kind: 'cancelled' }), { once: true });
    if (signal.aborted) this.stop({ kind: 'cancelled' });
  }

  /** Only the first reason counts. */
  stop(reason: CompareStop): void {
    if (this.stopped !== undefined) return;
    this.stopped = reason;
    this.#abort.abort();
  }

  /** Compares lines that Orb wasn't asked for yet, or that are `absent` from an earlier part. @throws OrbError, JournalFailed */
  async compare(lines: readonly FileLine[]): Promise<void> {
    const isFresh = ({ line }: FileLine) => this.outcomes.get(line) !== 'absent';
    const fresh = lines.filter(isFresh);
    this.#absent.push(...lines.filter((line) => !isFresh(line)));
    if (fresh.length > 0) {
      const found = await searchNear(this.#searching, fresh);
      const absent = fresh.filter(({ id }) => !found.has(id));
      const there = fresh.filter(({ id }) => found.has(id));
      this.#record({ ...(await compareLines(there, found, this.ports.ownHistory)), absent });
      this.#absent.push(...absent);
    }
    while (this.#absent.length >= MAX_BATCH) await this.#compareAbsent();
  }

  /** Searches for the remaining absent lines. @throws OrbError, JournalFailed */
  async finish(): Promise<void> {
    while (this.#absent.length > 0) await this.#compareAbsent();
  }

  async #compareAbsent(): Promise<void> {
    const lines = this.#absent.splice(0, MAX_BATCH);
    const found = await searchWide(this.#searching, lines);
    this.#record({ ...(await compareLines(lines, found, this.ports.ownHistory)), absent: [] });
  }

  #record(results: ComparedLines & { readonly absent: readonly FileLine[] }): void {
    this.#note({
      kind: 'compared',
      same: toRanges(results.same),
      absent: toRanges(results.absent.map(({ line }) => line)),
      rows: results.rows,
    });
  }

  /** Records lines that Orb isn't asked for. @throws JournalFailed */
  noteRead(rows: readonly Row[]): void {
    this.#note({ kind: 'read', rows });
  }

  #note(record: AnswerRecord): void {
    try {
      write(this.ports.journal, record);
    } catch (cause) {
      throw new JournalFailed(cause instanceof Error ? cause.message : '', { cause });
    }
    applyRecord(record, this.outcomes);
  }

  /** Stops for what a search or the file failed with. What isn't foreseen is kept in `unexpected`. */
  fail(error: unknown): void {
    if (this.stopped !== undefined) return;
    const message = error instanceof Error ? error.message : '';
    if (error instanceof SourceChanged || error instanceof SourceShrank) {
      this.stop({ kind: 'changed', message });
    } else if (error instanceof JournalFailed) this.stop({ kind: 'journal', message });
    else if (isOrbError(error, 'cancelled')) this.stop({ kind: 'cancelled' });
    else if (isOrbError(error, 'unauthorized')) this.stop({ kind: 'unauthorized', message });
    else if (isOrbError(error, 'forbidden')) this.stop({ kind: 'forbidden', message });
    else {
      if (!isOrbError(error)) this.unexpected = { error };
      this.stop({ kind: 'failed', message });
    }
  }
}
