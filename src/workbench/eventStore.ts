/**
 * What this window knows of events, by connection and event ID: the only copy for the tree, the
 * documents, and the decorations. Reads go to Orb; what was sent from here and isn't in Orb's
 * search yet comes from the ledger.
 */
import type { UsageEvent } from '../core/event.ts';
import type { Timeframe } from '../core/timeframe.ts';
import type { Event } from '../std/emitter.ts';

export interface EventAddress {
  readonly connectionId: string;
  readonly eventId: string;
}

/**
 * A key for maps, unique for each event, since connection IDs have no slash (core/connection.ts).
 */
export const keyOf = ({ connectionId, eventId }: EventAddress): string =>
  `${connectionId}/${eventId}`;

/** One event as it is shown everywhere. */
export interface EventView extends EventAddress {
  readonly event: UsageEvent;
  /** Its JSON: as Orb wrote it, or from the ledger while search doesn't show the amendment. */
  readonly raw: string;
  /** Amendments sent from this editor; Orb doesn't report others. */
  readonly amendments: number;
  /** What is shown was sent from here, and Orb's search doesn't show it yet. */
  readonly unconfirmed: boolean;
  /** When Orb last showed it, by the connection's clock. */
  readonly readMs: number;
}

export interface FoundViews {
  /** In the order of the IDs that were asked for. */
  readonly views: readonly EventView[];
  readonly missing: readonly string[];
}

export interface FoundEventView {
  /** Undefined if Orb doesn't show the event and nothing was sent for it from here. */
  readonly view: EventView | undefined;
  /** The time frames that Orb was asked for, in order. */
  readonly asked: readonly Partial<Timeframe>[];
}

export interface EventStore {
  /**
   * Asks Orb, keeps what it shows, and uses the ledger's copies if search lags behind an amendment.
   * @throws OrbError, or UserError if the connection or its key is gone
   */
  search(
    connectionId: string,
    query: { readonly eventIds: readonly string[] } & Partial<Timeframe>,
    signal?: AbortSignal,
  ): Promise<FoundViews>;
  /**
   * Reads an event again. Without a time frame, it searches around the event's timestamp if that is
   * known, which is fast and finds old events. If Orb shows nothing there, it searches back over
   * the days of `orb.search.windowDays`, since the ID may have been ingested again or an amendment
   * may have changed its time.
   * @throws as search does
   */
  find(
    address: EventAddress,
    timeframe?: Partial<Timeframe>,
    signal?: AbortSignal,
  ): Promise<FoundEventView>;
  /** The view that `find` gives. @throws as search does */
  read(
    address: EventAddress,
    timeframe?: Partial<Timeframe>,
    signal?: AbortSignal,
  ): Promise<EventView | undefined>;
  /** The last version that this window read or sent. */
  get(address: EventAddress): EventView | undefined;
  /** Like `get`, or else the last version that any window on this machine knew. */
  load(address: EventAddress): Promise<EventView | undefined>;
  /**
   * Protects views that are shown: when there are too many, others are dropped first.
   * @returns a function that ends this
   */
  keepShown(shown: () => Iterable<EventAddress>): { dispose(): void };
  /** Call this after an amendment was acknowledged and confirmed in the ledger. */
  amended(address: EventAddress, text: string): void;
  /** Call this after a deprecation was acknowledged and confirmed in the ledger. */
  deprecated(address: EventAddress): void;
  /** Call this after recorded data was deleted: only what is shown stays, without its history. */
  forget(): void;
  /**
   * Identifies the data of a sandbox (core/sandboxData.ts): with other data, earlier history
   * belongs to other events.
   */
  answersFrom(connectionId: string, dataId: string): Promise<void>;
  readonly onDidChange: Event<readonly EventAddress[]>;
}
