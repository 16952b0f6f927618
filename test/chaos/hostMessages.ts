/**
 * The requests of a scenario to the process that simulates an extension host, and its responses.
 */
import type { FromWorker, ToWorker } from '../../src/ingestWorker/messages.ts';

export type Operation =
  | 'search'
  | 'amend'
  | 'deprecate'
  | 'ingest'
  | 'createBackfill'
  | 'listBackfills'
  | 'fetchBackfill'
  | 'closeBackfill'
  | 'revertBackfill'
  | 'volume'
  | 'ping';

export type Ask =
  /** Does nothing while the others work, to measure what the machine itself does to a process. */
  | { readonly kind: 'idle' }
  /** Ends that, without a response. */
  | { readonly kind: 'over' }
  /** What the editor does for an open file. */
  | { readonly kind: 'check'; readonly path: string; readonly nowMs: number }
  /** The ingest worker, as the extension starts it; canceled after this number of milliseconds. */
  | { readonly kind: 'ingest'; readonly work: readonly ToWorker[]; readonly cancelMs?: number }
  | { readonly kind: 'call'; readonly baseUrl: string; readonly operation: Operation };

export interface Checked {
  /** What the file is, and whether all of it is invalid. */
  readonly whole: string;
  /** The lines marked as invalid, from 1. */
  readonly wrong: readonly number[];
  /**
   * Whether some invalid lines aren't marked, because there are too many, or one mark covers all
   * lines with an event ID.
   */
  readonly isAbridged: boolean;
}

interface Answers {
  readonly idle: undefined;
  readonly over: undefined;
  readonly check: Checked;
  readonly ingest: FromWorker;
  /** The kind of the OrbError, or undefined for a value. */
  readonly call: string | undefined;
}
export type Answer<Kind extends Ask['kind']> = Answers[Kind];

export interface ToHost {
  readonly id: number;
  readonly ask: Ask;
}

export interface FromHost {
  readonly id: number;
  readonly answer?: unknown;
  /** What was thrown without a message. */
  readonly crash?: string;
  /** The longest time without a response. */
  readonly silentMs: number;
}
