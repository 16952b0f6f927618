/** The one model of events (see api.ts): Orb's search, corrected by the ledger where search lags behind what was sent from here. */
import { amendedJson, deprecatedJson, readEvent } from '../../core/eventJson.ts';
import type { FoundEvent } from '../../core/event.ts';
import { held, showsWrite } from '../../core/held.ts';
import { DAY_MS, HOUR_MS, within, type Timeframe } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import type { LedgerWrite } from '../../ledger/writes.ts';
import { Emitter } from '../../std/emitter.ts';
import type { Services } from '../services.ts';
import {
  keyOf,
  type EventAddress,
  type EventStore,
  type EventView,
  type FoundViews,
} from './api.ts';

type Needs = Pick<Services, 'connections' | 'ledger' | 'settings' | 'log'>;

export class Events implements EventStore {
  readonly #views = new Map<string, EventView>();
  readonly #sandboxData = new Map<string, string>();
  readonly #changed = new Emitter<readonly EventAddress[]>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly services: Needs) {}

  async search(
    connectionId: string,
    query: { readonly eventIds: readonly string[] } & Partial<Timeframe>,
    signal?: AbortSignal,
  ): Promise<FoundViews> {
    const client = await this.services.connections.client(connectionId);
    const { events } = await client.events.search(query, signal === undefined ? {} : { signal });
    const nowMs = this.services.connections.now(connectionId);
    const found = current(events);
    const written = this.services.ledger.writes.events(connectionId);
    const ids = [...new Set(query.eventIds)];
    const views = ids.flatMap((eventId) => {
      const address = { connectionId, eventId };
      const writes = written.has(eventId)
        ? this.services.ledger.writes.of(connectionId, eventId)
        : [];
      const shown = found.get(eventId);
      if (shown !== undefined) {
        const marked = this.#markShown(shown.raw, writes);
        return [this.#view(address, shown.raw, marked, nowMs)].filter((view) => view !== undefined);
      }
      const view = writes.length === 0 ? undefined : this.#view(address, undefined, writes, nowMs);
      return view !== undefined && within(view.event.timestamp, query) ? [view] : [];
    });
    this.#remember(connectionId, [...found.values()], nowMs);
    this.#keep(views);
    const known = new Set(views.map(({ eventId }) => eventId));
    return { views, missing: ids.filter((id) => !known.has(id)) };
  }

  async read(
    address: EventAddress,
    timeframe?: Partial<Timeframe>,
    signal?: AbortSignal,
  ): Promise<EventView | undefined> {
    const { connectionId, eventId } = address;
    const asked = timeframe?.timeframeStart ?? timeframe?.timeframeEnd;
    const frame = asked === undefined ? this.#frame(address) : timeframe;
    const { views } = await this.search(connectionId, { eventIds: [eventId], ...frame }, signal);
    return views[0];
  }

  get(address: EventAddress): EventView | undefined {
    const view = this.#views.get(keyOf(address));
    if (view !== undefined) return view;
    const { connectionId, eventId } = address;
    const seen = this.services.ledger.seen.of(connectionId, eventId);
    const writes = this.services.ledger.writes.of(connectionId, eventId);
    const known = this.#view(address, seen?.raw, writes, seen?.lastMs ?? writes.at(-1)?.atMs ?? 0);
    if (known !== undefined) this.#views.set(keyOf(address), known);
    return known;
  }

  amended(address: EventAddress, text: string): void {
    this.#sent(address, (raw) => amendedJson(raw, text));
  }

  deprecated(address: EventAddress): void {
    this.#sent(address, deprecatedJson);
  }

  forget(shown: readonly EventAddress[]): void {
    const before = [...this.#views.values()];
    const kept = shown.flatMap((address) => this.#views.get(keyOf(address)) ?? []);
    this.#views.clear();
    for (const view of kept) this.#views.set(keyOf(view), { ...view, amendments: 0 });
    this.#changed.fire(before);
  }

  answersFrom(connectionId: string, dataId: string): void {
    const before = this.#sandboxData.get(connectionId);
    if (before === dataId) return;
    this.#sandboxData.set(connectionId, dataId);
    // Another window may have told the ledger already.
    const isOther = this.services.ledger.answersFrom(connectionId, dataId) || before !== undefined;
    if (!isOther) return;
    const views = [...this.#views.values()].filter((view) => view.connectionId === connectionId);
    this.#keep(views.map((view) => ({ ...view, amendments: 0, unconfirmed: false })));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** What Orb acknowledged counts at once. */
  #sent(address: EventAddress, change: (raw: string) => string): void {
    const view = this.get(address);
    if (view === undefined) return;
    const raw = change(view.raw);
    const writes = this.services.ledger.writes.of(address.connectionId, address.eventId);
    const amendments = amendmentsIn(writes);
    this.#keep([{ ...view, raw, event: readEvent(raw), amendments, unconfirmed: true }]);
  }

  /** An hour around the event's own timestamp, whose end is exclusive; Orb's default week would miss older events. */
  #frame(address: EventAddress): Timeframe {
    const nowMs = this.services.connections.now(address.connectionId);
    const ownMs = parseTimestamp(this.get(address)?.event.timestamp ?? '')?.ms;
    const backMs = this.services.settings.get('orb.search.windowDays') * DAY_MS;
    return {
      timeframeStart: new Date((ownMs ?? nowMs - backMs + HOUR_MS) - HOUR_MS).toISOString(),
      timeframeEnd: new Date((ownMs ?? nowMs) + HOUR_MS).toISOString(),
    };
  }

  #view(
    address: EventAddress,
    found: string | undefined,
    writes: readonly LedgerWrite[],
    readMs: number,
  ): EventView | undefined {
    const { connectionId, eventId } = address;
    const seen =
      found === undefined ? this.services.ledger.seen.of(connectionId, eventId) : undefined;
    const holding = held(eventId, found, writes, seen?.raw);
    if (holding === undefined) return undefined;
    return {
      ...address,
      ...holding,
      event: readEvent(holding.raw),
      amendments: amendmentsIn(writes),
      readMs: found === undefined ? (seen?.lastMs ?? readMs) : readMs,
    };
  }

  /** Notes in the ledger that search shows the newest write, also one whose answer was lost. */
  #markShown(found: string, writes: readonly LedgerWrite[]): readonly LedgerWrite[] {
    const last = writes.at(-1);
    if (last === undefined || last.shown || !showsWrite(found, last)) return writes;
    this.services.ledger.writes.shown(last.id);
    return [...writes.slice(0, -1), { ...last, confirmed: true, shown: true }];
  }

  /** A busy or broken ledger must not keep anyone from reading. */
  #remember(connectionId: string, events: readonly FoundEvent[], nowMs: number): void {
    try {
      this.services.ledger.seen.note(connectionId, events, nowMs);
    } catch (error) {
      this.services.log.warn('The ledger could not note what was read.', error);
    }
  }

  #keep(views: readonly EventView[]): void {
    const changed = views.filter((view) => {
      const before = this.#views.get(keyOf(view));
      this.#views.set(keyOf(view), view);
      return (
        before?.raw !== view.raw ||
        before.unconfirmed !== view.unconfirmed ||
        before.amendments !== view.amendments
      );
    });
    if (changed.length > 0) this.#changed.fire(changed);
  }
}

const amendmentsIn = (writes: readonly LedgerWrite[]) =>
  writes.filter(({ kind, confirmed }) => kind === 'amend' && confirmed).length;

/** A replacing backfill can leave two events of one id: the deprecated one and its successor, which counts. */
function current(events: readonly FoundEvent[]): ReadonlyMap<string, FoundEvent> {
  const found = new Map<string, FoundEvent>();
  for (const event of events) {
    const other = found.get(event.event.id);
    if (other === undefined || other.event.deprecated) found.set(event.event.id, event);
  }
  return found;
}
