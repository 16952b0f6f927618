/**
 * The interfaces between the ingest and the outside: it doesn't know the editor, HTTP, or disks.
 * The client of orb/ can be used as a Sink directly.
 */
import type { EventRefusal } from '../core/errors.ts';
import type { FoundEvent } from '../core/event.ts';

/** A file of lines that can be read at any position. */
export interface Source {
  /** In bytes, when the source was opened. */
  readonly size: number;
  /** Fills `into` from `position` as far as the file goes; returns the number of bytes read, 0 at the end. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** A hash that changes with the content, for example SHA-256. */
  digest(bytes: Uint8Array): string;
}

/** Where events are sent and searched. Rejects with an OrbError. */
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
      /** Every accepted event is in one of these lists. Without `ingested`, Orb doesn't say which ones are new. */
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
 * Whether the backfill still accepts events: someone may close or revert it while a file is being sent. Called only after Orb rejected
 * everything in a request. True when it can't be determined.
 */
export type IsBackfillOpen = () => Promise<boolean>;

/** Lines of text that survive a crash once `append` has returned. */
export interface JournalLog {
  /** @throws when the line can't be written, for example on a full disk; the run then stops */
  append(line: string): void;
}

export interface Clock {
  /** Milliseconds of a clock that never goes back; its origin doesn't matter. */
  now(): number;
  /** Resolves after `ms`, or immediately when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Space on disk for what doesn't fit in memory, in numbered parts that are only appended to. */
export interface Scratch {
  append(part: number, bytes: Uint8Array): Promise<void>;
  read(part: number): Promise<Uint8Array>;
}

/** A line that Orb doesn't have, and why. */
export interface RejectedLine {
  /** From 1, as editors show it; blank lines count. */
  readonly line: number;
  /** Its bytes in the source, without the line break. */
  readonly offset: number;
  readonly length: number;
  /** Absent for a line that is too long to keep in memory. */
  readonly bytes?: Uint8Array;
  readonly idempotencyKey?: string;
  readonly reasons: readonly string[];
  /** Set when Orb rejected it; otherwise validation did. */
  readonly byOrb?: true;
}

/** Collects rejected lines, so that they can be fixed. */
export interface Rejects {
  add(rejected: RejectedLine): void | Promise<void>;
}
