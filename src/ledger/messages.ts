/** The messages to and from the ledger's thread. Plain data: all of it is copied from thread to thread. */
import type { DocumentBase, KeptBase } from './documents.ts';
import type { EarlierVersion, SeenCustomer, SeenEvent } from './seenEvents.ts';
import type { SeenRow } from './seenRow.ts';
import type { IdTraces } from './traces.ts';
import type { LedgerWrite, NewWrite } from './writes.ts';

/** What is known about one event. */
export interface EventHistory {
  readonly seen?: SeenEvent | undefined;
  /** The versions that Orb showed before that, oldest first. */
  readonly earlier: readonly EarlierVersion[];
  /** Oldest first. */
  readonly writes: readonly LedgerWrite[];
}

export const NO_HISTORY: EventHistory = { earlier: [], writes: [] };

/** Something to record. Applying it again changes nothing, except for `sentHours`, which adds. */
export type Change =
  | {
      readonly kind: 'seen';
      readonly connectionId: string;
      readonly events: readonly SeenRow[];
      readonly nowMs: number;
    }
  | { readonly kind: 'begun'; readonly id: number; readonly write: NewWrite }
  | { readonly kind: 'confirmed' | 'shown' | 'refused'; readonly id: number }
  | { readonly kind: 'document'; readonly kept: KeptBase }
  | {
      readonly kind: 'sentHours';
      readonly connectionId: string;
      readonly hours: ReadonlyMap<number, number>;
    }
  | {
      readonly kind: 'sentEvents';
      readonly connectionId: string;
      readonly eventIds: readonly string[];
      readonly nowMs: number;
    }
  | { readonly kind: 'answersFrom'; readonly connectionId: string; readonly dataId: string };

/** Everything that can be read. */
export interface Reads {
  histories(connectionId: string, eventIds: readonly string[]): ReadonlyMap<string, EventHistory>;
  traces(connectionId: string, eventIds: readonly string[]): ReadonlyMap<string, IdTraces>;
  known(connectionId: string, eventIds: readonly string[]): ReadonlySet<string>;
  recent(connectionId: string, limit: number): readonly string[];
  externalCustomerId(connectionId: string, customerId: string): string | undefined;
  customers(connectionId: string, limit: number): readonly SeenCustomer[];
  idsOf(
    connectionId: string,
    customer: SeenCustomer,
    startMs: number,
    endMs: number,
  ): readonly string[];
  /** The IDs of a customer's events that were written to since a time. */
  written(
    kind: LedgerWrite['kind'],
    connectionId: string,
    customer: string | null,
    sinceMs: number,
  ): ReadonlySet<string>;
  bases(connectionId: string, eventId: string, textHash: string): readonly DocumentBase[];
  sentByHour(connectionId: string, startMs: number, endMs: number): ReadonlyMap<number, number>;
}
export type ReadName = keyof Reads;
export type ReadArgs<Name extends ReadName> = Parameters<Reads[Name]>;
export type Answer<Name extends ReadName> = ReturnType<Reads[Name]>;

/**
 * Why the file can't be used now. `locked`: by another program. `full`: the disk is full. `damaged`: and it couldn't be set aside.
 * `unusable`: it can't be opened, read or written, because of its permissions or the disk.
 */
export type Trouble = 'locked' | 'full' | 'damaged' | 'unusable';

export type ToThread =
  | { readonly kind: 'change'; readonly seq: number; readonly change: Change }
  | {
      readonly kind: 'read';
      readonly id: number;
      readonly name: ReadName;
      readonly args: readonly unknown[];
    }
  /** After `refused`: can it be used again? Changes sent since were ignored. */
  | { readonly kind: 'resume' }
  | { readonly kind: 'deleteAll'; readonly id: number }
  | { readonly kind: 'close' };

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'applied'; readonly seq: number; readonly result: boolean }
  /** The change is the cause, not the file: it must not be sent again. */
  | { readonly kind: 'dropped'; readonly seq: number; readonly reason: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'unanswered'; readonly id: number; readonly reason: string }
  /** Nothing is possible until `usable` follows a `resume`. */
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly reason: string }
  | { readonly kind: 'usable' }
  | { readonly kind: 'deleted'; readonly id: number; readonly complete: boolean }
  /** There is another file now: another window deleted everything, or set a damaged file aside. */
  | { readonly kind: 'replaced' }
  /** The file was damaged and renamed to this; a new one was started. */
  | { readonly kind: 'setAside'; readonly fileName: string; readonly reason: string };
