/** What a scenario asks of the process that stands for an extension host, and what that answers. */
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
  /** Nothing, for as long as the others work: what the machine does to a process by itself. */
  | { readonly kind: 'idle' }
  /** Ends that, without a response of its own. */
  | { readonly kind: 'over' }
  /** What the editor does for a file that is open. */
  | { readonly kind: 'check'; readonly path: string; readonly nowMs: number }
  /** The ingest worker, as the extension starts it; canceled after this number of milliseconds. */
  | { readonly kind: 'ingest'; readonly work: readonly ToWorker[]; readonly cancelMs?: number }
  | { readonly kind: 'call'; readonly baseUrl: string; readonly operation: Operation };

export interface Checked {
  /** What the file is, and whether all of it is wrong. */
  readonly whole: string;
  /** Lines that are marked as wrong, from 1. */
  readonly wrong: readonly number[];
  /** Not every line that is wrong is marked: there are too many, or one mark is for all that share an event ID. */
  readonly isAbridged: boolean;
}

interface Answers {
  readonly idle: undefined;
  readonly over: undefined;
  readonly check: Checked;
  readonly ingest: FromWorker;
  /** The kind of OrbError, or undefined for a value. */
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
  /** What was thrown without a message for it. */
  readonly crash?: string;
  /** The longest time in which it answered no one. */
  readonly silentMs: number;
}
