/**
 * What this user's editor knows and did, on this machine only: events seen, amendments and deprecations with the text before and
 * after, the versions open documents were loaded from, and how many events were sent into which hour. It never holds an API key.
 *
 * It is memory of the past and nothing more: no promise of it ever rejects. Where the file can't be read, the answer is "not known".
 */
import type { FoundEvent } from '../core/event.ts';
import type { DocumentBase, KeptBase } from './documents.ts';
import { LedgerFile } from './ledgerFile.ts';
import type { SeenEvent } from './seenEvents.ts';
import type { IdTraces } from './traces.ts';
import type { LedgerWrite, NewWrite } from './writes.ts';

/** What is known of one event. */
export interface EventHistory {
  readonly seen?: SeenEvent | undefined;
  /** Oldest first. */
  readonly writes: readonly LedgerWrite[];
}

export interface Ledger {
  /** The events that Orb showed, each as it was shown last. */
  readonly seen: {
    note(connectionId: string, events: readonly FoundEvent[], nowMs: number): Promise<void>;
    of(connectionId: string, eventId: string): Promise<SeenEvent | undefined>;
    /** Those of the IDs that were seen. */
    known(connectionId: string, eventIds: readonly string[]): Promise<ReadonlySet<string>>;
    /** The external ID of a customer, from the event of theirs that was seen last. */
    externalCustomerId(connectionId: string, customerId: string): Promise<string | undefined>;
    /** The JSON of the events seen last, of those that aren't huge; at most `limit`, most recent first. */
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
    keep(kept: KeptBase, nowMs: number): Promise<void>;
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
  /** Deletes everything remembered, for all windows. */
  deleteAll(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param open opens the file on first use
 * @param failed is told what went wrong, each time
 */
export function openLedger(open: () => LedgerFile, failed: (error: unknown) => void): Ledger {
  let file: LedgerFile | undefined;
  const ask = <T>(notKnown: NoInfer<T>, work: (file: LedgerFile) => T): Promise<T> => {
    try {
      return Promise.resolve(work((file ??= open())));
    } catch (error) {
      failed(error);
      return Promise.resolve(notKnown);
    }
  };
  const tell = (work: (file: LedgerFile) => void) => ask(undefined, work);
  return {
    seen: {
      note: (...args) => tell(({ seen }) => seen.note(...args)),
      of: (...args) => ask(undefined, ({ seen }) => seen.of(...args)),
      known: (...args) => ask(new Set(), ({ seen }) => seen.known(...args)),
      externalCustomerId: (...args) =>
        ask(undefined, ({ seen }) => seen.externalCustomerId(...args)),
      recent: (...args) => ask([], ({ seen }) => seen.recent(...args)),
    },
    writes: {
      begin: (write) => ask(0, ({ writes }) => writes.begin(write)),
      confirm: (id) => tell(({ writes }) => writes.confirm(id)),
      shown: (id) => tell(({ writes }) => writes.shown(id)),
      forget: (id) => tell(({ writes }) => writes.forget(id)),
      of: (...args) => ask([], ({ writes }) => writes.of(...args)),
      count: (...args) => ask(0, ({ writes }) => writes.count(...args)),
    },
    documents: {
      keep: (...args) => tell(({ documents }) => documents.keep(...args)),
      find: (...args) => ask([], ({ documents }) => documents.find(...args)),
    },
    sent: {
      add: (...args) => tell(({ sent }) => sent.add(...args)),
      byHour: (...args) => ask(new Map(), ({ sent }) => sent.byHour(...args)),
      note: (...args) => tell(({ sent }) => sent.note(...args)),
    },
    histories: (...args) => ask(new Map(), (opened) => opened.histories(...args)),
    traces: (...args) => ask(new Map(), (opened) => opened.traces(...args)),
    answersFrom: (...args) => ask(false, (opened) => opened.answersFrom(...args)),
    deleteAll: () => tell((opened) => opened.deleteAll()),
    close: () => {
      file?.close();
      file = undefined;
      return Promise.resolve();
    },
  };
}
