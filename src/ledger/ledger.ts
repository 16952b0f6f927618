/**
 * What this user's editor knows and did, on this machine only: events seen, amendments and deprecations with the text before and
 * after, the versions open documents were loaded from, and how many events were sent into which hour. It never holds an API key.
 *
 * It is memory of the past and nothing more: no promise of it ever rejects. Where the file can't be read, the answer is "not known".
 */
import type { FoundEvent } from '../core/event.ts';
import type { Event } from '../std/emitter.ts';
import type { DocumentBase, KeptBase } from './documents.ts';
import type { EventHistory } from './messages.ts';
import type { SeenEvent } from './seenEvents.ts';
import type { IdTraces } from './traces.ts';
import type { LedgerWrite, NewWrite } from './writes.ts';

export interface Ledger {
  /** The events that Orb showed, each as it was shown last. */
  readonly seen: {
    note(connectionId: string, events: readonly FoundEvent[], nowMs: number): Promise<void>;
    of(connectionId: string, eventId: string): Promise<SeenEvent | undefined>;
    /** Those of the IDs that were seen. */
    known(connectionId: string, eventIds: readonly string[]): Promise<ReadonlySet<string>>;
    /** The external ID of a customer, from the event of theirs that was seen last. */
    externalCustomerId(connectionId: string, customerId: string): Promise<string | undefined>;
    /** The JSON of the events seen last, but for huge ones; at most `limit`, most recent first. */
    recent(connectionId: string, limit: number): Promise<readonly string[]>;
  };
  /** The amendments and deprecations sent from an editor on this machine. */
  readonly writes: {
    /** Records a write before it is sent. @returns its number, for `confirm` or `forget` */
    begin(write: NewWrite): Promise<number>;
    /** Orb acknowledged the write. */
    confirm(id: number): Promise<void>;
    /** Orb's search shows the write, which also proves that it arrived. */
    shown(id: number): Promise<void>;
    /** Orb refused the write: it did not happen. */
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
  /** Which version of an event a document's text comes from, found again by the text itself after a reload. */
  readonly documents: {
    keep(kept: KeptBase): Promise<void>;
    /** What documents with exactly this text came from, in any window. */
    find(connectionId: string, eventId: string, textHash: string): Promise<readonly DocumentBase[]>;
  };
  /** The events ingested from here: how many into which hour, and for an hour also which. */
  readonly sent: {
    /** Adds to the number of events sent, by the hour of their own timestamps. */
    add(connectionId: string, hours: ReadonlyMap<number, number>): Promise<void>;
    /** Hour → events sent from here, start inclusive, end exclusive. */
    byHour(
      connectionId: string,
      startMs: number,
      endMs: number,
    ): Promise<ReadonlyMap<number, number>>;
    /** Notes events sent just now, so that a search that does not show them yet can say why. They are kept for an hour. */
    note(connectionId: string, eventIds: readonly string[], nowMs: number): Promise<void>;
  };
  /** What is known of many events at once. An event of which nothing is known is not in the answer. */
  histories(
    connectionId: string,
    eventIds: readonly string[],
  ): Promise<ReadonlyMap<string, EventHistory>>;
  /** Why IDs may not be found, for many at once. An ID that left no trace is not in the answer. */
  traces(connectionId: string, eventIds: readonly string[]): Promise<ReadonlyMap<string, IdTraces>>;
  /**
   * A sandbox named the data that it answers from. When that is not the data known before, all that is remembered of the connection
   * goes: it was about other events with the same IDs.
   * @returns whether it went
   */
  answersFrom(connectionId: string, dataId: string): Promise<boolean>;
  /** Deletes everything remembered, for all windows. @returns false when something of it is still on the disk */
  deleteAll(): Promise<boolean>;
  /** Another window deleted everything. */
  readonly onDidForget: Event<void>;
  /** Waits a moment for what is on its way to the file. */
  close(): Promise<void>;
}
