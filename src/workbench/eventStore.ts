/**
 * What this window knows of events, by connection and event ID: the only copy for the tree, the documents and the decorations. Reads go
 * to Orb; what was sent from here and isn't in Orb's search yet comes from the ledger.
 */
import type { UsageEvent } from '../core/event.ts';
import type { Timeframe } from '../core/timeframe.ts';
import type { Event } from '../std/emitter.ts';

export interface EventAddress {
  readonly connectionId: string;
  readonly eventId: string;
}

/** One text for each event, for maps; connection IDs have no slash (core/connection.ts). */
export const keyOf = ({ connectionId, eventId }: EventAddress): string =>
  `${connectionId}/${eventId}`;

/** One event as it is shown everywhere. */
export interface EventView extends EventAddress {
  readonly event: UsageEvent;
  /** Its JSON: as Orb wrote it, or made from the ledger's text while search does not show the amendment. */
  readonly raw: string;
  /** Amendments sent from this editor; Orb does not report others. */
  readonly amendments: number;
  /** What is shown was sent from here, and Orb's search does not show it yet. */
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
  /** Undefined when Orb doesn't show the event and it wasn't written to from here. */
  readonly view: EventView | undefined;
  /** The time frames that Orb was asked for, in order. */
  readonly asked: readonly Partial<Timeframe>[];
}

export interface EventStore {
  /**
   * Asks Orb, remembers what it shows, and uses the ledger's copies where search lags behind an amendment.
   * @throws OrbError, or UserError when the connection or its key is gone
   */
  search(
    connectionId: string,
    query: { readonly eventIds: readonly string[] } & Partial<Timeframe>,
    signal?: AbortSignal,
  ): Promise<FoundViews>;
  /**
   * Reads one event again. Without a time frame it looks around the event's timestamp when one is known, which is quick and finds
   * old events; and when Orb shows nothing there, back over the days of `orb.search.windowDays`: the ID may have been ingested
   * again, or an amendment may have changed its time.
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
  /** As `get`; else the last version that any window on this machine knew. */
  load(address: EventAddress): Promise<EventView | undefined>;
  /**
   * Keeps views that are shown when there are too many: others are dropped first.
   * @returns what ends this
   */
  keepShown(shown: () => Iterable<EventAddress>): { dispose(): void };
  /** After an amendment was acknowledged, and confirmed in the ledger. */
  amended(address: EventAddress, text: string): void;
  /** After a deprecation was acknowledged, and confirmed in the ledger. */
  deprecated(address: EventAddress): void;
  /** After recorded data was deleted: only what is shown stays, without its history. */
  forget(): void;
  /** For the data that a sandbox responds from (core/sandboxData.ts): with other data, earlier history belongs to other events. */
  answersFrom(connectionId: string, dataId: string): Promise<void>;
  readonly onDidChange: Event<readonly EventAddress[]>;
}
