/**
 * What the engine needs of the world, in its own words. The engine takes bytes in and gives accounts out; it knows no editor,
 * no HTTP and no disk. orb/'s client is a Sink as it is.
 */
import type { EventRefusal } from '../core/errors.ts';
import type { FoundEvent } from '../core/event.ts';

/** A file of lines that can be read at any place. */
export interface Source {
  /** In bytes, as it was when the source was opened. */
  readonly size: number;
  /** Fills `into` from `position` as far as the file goes; returns the number of bytes read, 0 at the end. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** A hash that no accidental change survives, for example SHA-256. */
  digest(bytes: Uint8Array): string;
}

/** Where events go, and are searched. Rejects with an OrbError. */
export interface Sink {
  ingest(
    input: { readonly lines: readonly Uint8Array[] },
    options: {
      readonly signal: AbortSignal;
      readonly maxRetries: number;
      readonly backfillId?: string;
    },
  ): Promise<{
    readonly value: {
      readonly validationFailed: readonly EventRefusal[];
      /** Each accepted event is in one of these lists. Without `ingested`, Orb doesn't say which ones were new. */
      readonly debug?: {
        readonly duplicate: readonly string[];
        readonly ingested?: readonly string[];
      };
    };
  }>;
  search(
    query: {
      readonly eventIds: readonly string[];
      readonly timeframeStart: string;
      readonly timeframeEnd: string;
    },
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly events: readonly FoundEvent[] }>;
}

/**
 * Whether the backfill that the events go into still takes any: somebody else may close or revert it while a file is being sent.
 * Asked only after a refusal that is about everything. True where that cannot be told.
 */
export type IsBackfillOpen = () => Promise<boolean>;

/** Lines of text that survive the process: what `append` has taken is there after a crash. */
export interface JournalLog {
  /** @throws when it cannot be kept, for example on a full disk; the run then stops. */
  append(line: string): void;
}

export interface Clock {
  /** Milliseconds that only ever grow; their origin does not matter. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Room on disk for what does not fit into memory, in numbered parts that only grow. */
export interface Scratch {
  append(part: number, bytes: Uint8Array): Promise<void>;
  read(part: number): Promise<Uint8Array>;
}

/** A line that Orb does not have, and why. */
export interface RejectedLine {
  /** From 1, blank lines counted, as editors show it. */
  readonly line: number;
  /** Where it stands in the source, without its line break. */
  readonly offset: number;
  readonly length: number;
  /** Absent for a line too long to be held. */
  readonly bytes?: Uint8Array;
  readonly idempotencyKey?: string;
  readonly reasons: readonly string[];
}

/** Keeps rejected lines for people to mend. */
export interface Rejects {
  add(rejected: RejectedLine): void | Promise<void>;
}
