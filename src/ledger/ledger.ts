/**
 * What this user's editor knows and did, on this machine only: events seen, amendments and deprecations with the text before and
 * after, the versions open documents were loaded from, and how many events were sent into which hour. It never holds an API key.
 *
 * It only records the past, so none of its promises ever rejects. If the file can't be read, the result is "not known".
 */
import type { FoundEvent } from '../core/event.ts';
import type { Event } from '../std/emitter.ts';
import type { DocumentBase, KeptBase } from './documents.ts';
import type { EventHistory } from './messages.ts';
import type { SeenCustomer, SeenEvent } from './seenEvents.ts';
import type { IdTraces } from './traces.ts';
import type { LedgerWrite, NewWrite } from './writes.ts';

export interface Ledger {
  /** The events that Orb showed, each in its last version. */
  readonly seen: {
    note(connectionId: string, events: readonly FoundEvent[], nowMs: number): Promise<void>;
    of(connectionId: string, eventId: string): Promise<SeenEvent | undefined>;
    /** Which of the IDs have been seen. */
    known(connectionId: string, eventIds: readonly string[]): Promise<ReadonlySet<string>>;
    /** The external ID of a customer, from the event of theirs that was seen last. */
    externalCustomerId(connectionId: string, customerId: string): Promise<string | undefined>;
    /** The JSON of the events seen last, except very large ones; at most `limit`, most recent first. */
    recent(connectionId: string, limit: number): Promise<readonly string[]>;
    /** The customers of the events seen last; at most `limit`, most recent first. */
    customers(connectionId: string, limit: number): Promise<readonly SeenCustomer[]>;
    /** The IDs of a customer's events whose timestamps are in a time frame, end exclusive. */
    idsOf(
      connectionId: string,
      customer: SeenCustomer,
      startMs: number,
      endMs: number,
    ): Promise<readonly string[]>;
  };
  /** The amendments and deprecations sent from an editor on this machine. */
  readonly writes: {
    /** Records a write before it is sent. @returns its number, for `confirm` or `forget` */
    begin(write: NewWrite): Promise<number>;
    /** Orb acknowledged the write. */
    confirm(id: number): Promise<void>;
    /** Orb's search shows the write, which also proves that it arrived. */
    shown(id: number): Promise<void>;
    /** Orb rejected the write: it didn't happen. */
    forget(id: number): Promise<void>;
    /** The writes to one event, oldest first. */
    of(connectionId: string, eventId: string): Promise<readonly LedgerWrite[]>;
    /** How many different events of a customer were written since a time, for Orb's cap of 100 in 100 days. */
    count(
      kind: LedgerWrite['kind'],
      connectionId: string,
      customer: string | null,
      sinceMs: number,
    ): Promise<number>;
  };
  /** Which version of an event a document's text is based on, found again by the text itself after a reload. */
  readonly documents: {
    keep(kept: KeptBase): Promise<void>;
    /** The versions that documents with exactly this text are based on, in any window. */
    find(connectionId: string, eventId: string, textHash: string): Promise<readonly DocumentBase[]>;
  };
  /** The events ingested from here: how many per hour of their timestamps, and their IDs for an hour after they were sent. */
  readonly sent: {
    /** Adds to the number of events sent, by the hour of their own timestamps. */
    add(connectionId: string, hours: ReadonlyMap<number, number>): Promise<void>;
    /** Hour → events sent from here, start inclusive, end exclusive. */
    byHour(
      connectionId: string,
      startMs: number,
      endMs: number,
    ): Promise<ReadonlyMap<number, number>>;
    /** Notes events sent just now, so that a search that doesn't show them yet can say why. They are kept for an hour. */
    note(connectionId: string, eventIds: readonly string[], nowMs: number): Promise<void>;
  };
  /** What is known about many events at once. Events of which nothing is known aren't in the result. */
  histories(
    connectionId: string,
    eventIds: readonly string[],
  ): Promise<ReadonlyMap<string, EventHistory>>;
  /** Why IDs may not be found, for many at once. IDs without a trace aren't in the result. */
  traces(connectionId: string, eventIds: readonly string[]): Promise<ReadonlyMap<string, IdTraces>>;
  /**
   * Notes the name of a sandbox's data set. If it's another one than before, everything recorded for the connection is deleted: it was
   * about other events with the same IDs.
   * @returns whether it was deleted
   */
  answersFrom(connectionId: string, dataId: string): Promise<boolean>;
  /** Deletes all recorded data, for all windows. @returns false when some of it is still on the disk */
  deleteAll(): Promise<boolean>;
  /** Another window deleted all recorded data. */
  readonly onDidForget: Event<void>;
  /** Waits a moment for changes on their way to the file. */
  close(): Promise<void>;
}
