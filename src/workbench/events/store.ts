/**
 * The model of events (see eventStore.ts): Orb's search, corrected by the ledger where search lags
 * behind what was sent from here.
 */
import { amendedJson, deprecatedJson, readEvent } from '../../core/eventJson.ts';
import type { FoundEvent } from '../../core/event.ts';
import { resolveCurrent, showsWrite } from '../../core/held.ts';
import { DAY_MS, HOUR_MS, within, type Timeframe } from '../../core/timeframe.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import type { SeenEvent } from '../../ledger/seenEvents.ts';
import type { LedgerWrite } from '../../ledger/writes.ts';
import { BoundedMap } from '../../std/boundedMap.ts';
import { Emitter } from '../../std/emitter.ts';
import type { Services } from '../services.ts';
import {
  keyOf,
  type EventAddress,
  type EventStore,
  type EventView,
  type FoundEventView,
  type FoundViews,
} from '../eventStore.ts';

/** Some tens of megabytes; more only if more is shown. */
const MAX_VIEWS = 20_000;
const MAX_SANDBOXES = 100;

type Needs = Pick<Services, 'connections' | 'ledger' | 'settings'>;

export class Events implements EventStore {
  readonly #views = new BoundedMap<EventView>(MAX_VIEWS);
  readonly #sandboxData = new BoundedMap<string>(MAX_SANDBOXES);
  /** The number of writes that Orb acknowledged. */
  #acknowledged = 0;
  readonly #changed = new Emitter<readonly EventAddress[]>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly services: Needs) {}

  async search(
    connectionId: string,
    query: { readonly eventIds: readonly string[] } & Partial<Timeframe>,
    signal?: AbortSignal,
  ): Promise<FoundViews> {
    const { views, missing } = await this.#search(connectionId, query, signal);
    return { views, missing };
  }

  async find(
    address: EventAddress,
    timeframe?: Partial<Timeframe>,
    signal?: AbortSignal,
  ): Promise<FoundEventView> {
    const { connectionId, eventId } = address;
    const given = timeframe?.timeframeStart ?? timeframe?.timeframeEnd;
    const frames = given === undefined ? await this.#frames(address) : [timeframe ?? {}];
    const asked: Partial<Timeframe>[] = [];
    let view: EventView | undefined;
    for (const frame of frames) {
      const query = { eventIds: [eventId], ...frame };
      const found = await this.#search(connectionId, query, signal);
      asked.push(frame);
      // If search doesn't show the event, this is what was sent from here; it may be in another
      // time frame.
      view = found.shown.has(eventId) ? found.views[0] : (view ?? found.views[0]);
      if (found.shown.has(eventId)) break;
    }
    return { view, asked };
  }

  async read(
    address: EventAddress,
    timeframe?: Partial<Timeframe>,
    signal?: AbortSignal,
  ): Promise<EventView | undefined> {
    return (await this.find(address, timeframe, signal)).view;
  }

  get(address: EventAddress): EventView | undefined {
    return this.#views.get(keyOf(address));
  }

  async load(address: EventAddress): Promise<EventView | undefined> {
    const known = this.get(address);
    if (known !== undefined) return known;
    const { connectionId, eventId } = address;
    const history = (await this.#histories(connectionId, [eventId])).get(eventId);
    const { seen, writes = [] } = history ?? {};
    this.#add(viewOf(address, seen?.raw, writes, seen, writes.at(-1)?.atMs ?? 0));
    return this.get(address);
  }

  amended(address: EventAddress, text: string): void {
    this.#sent(address, (raw) => amendedJson(raw, text), 1);
  }

  deprecated(address: EventAddress): void {
    this.#sent(address, deprecatedJson, 0);
  }

  forget(): void {
    const before = [...this.#views.values()];
    this.#views.keepOnlyShown();
    for (const view of [...this.#views.values()]) {
      this.#views.set(keyOf(view), { ...view, amendments: 0 });
    }
    this.#changed.fire(before);
  }

  async answersFrom(connectionId: string, dataId: string): Promise<void> {
    const before = this.#sandboxData.get(connectionId);
    if (before === dataId) return;
    this.#sandboxData.set(connectionId, dataId);
    // Another window may have recorded it already.
    const isOther = await this.services.ledger.answersFrom(connectionId, dataId);
    if (!isOther && before === undefined) return;
    const views = [...this.#views.values()].filter((view) => view.connectionId === connectionId);
    this.#keep(views.map((view) => ({ ...view, amendments: 0, unconfirmed: false })));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  keepShown(shown: () => Iterable<EventAddress>): { dispose(): void } {
    return this.#views.keepShown(function* () {
      for (const address of shown()) yield keyOf(address);
    });
  }

  async #search(
    connectionId: string,
    query: { readonly eventIds: readonly string[] } & Partial<Timeframe>,
    signal: AbortSignal | undefined,
  ): Promise<FoundViews & { readonly shown: ReadonlyMap<string, FoundEvent> }> {
    const client = await this.services.connections.client(connectionId);
    const { events } = await client.events.search(query, signal === undefined ? {} : { signal });
    const nowMs = this.services.connections.now(connectionId);
    const shown = current(events);
    const ids = [...new Set(query.eventIds)];
    const histories = await this.#histories(connectionId, ids);
    const views = ids.flatMap((eventId) => {
      const address = { connectionId, eventId };
      const { seen, writes = [] } = histories.get(eventId) ?? {};
      const found = shown.get(eventId);
      if (found !== undefined) {
        const marked = this.#markShown(found.raw, writes);
        return viewOf(address, found.raw, marked, undefined, nowMs) ?? [];
      }
      const known = viewOf(address, undefined, writes, seen, nowMs);
      if (known !== undefined && within(known.event.timestamp, query)) return known;
      this.#add(known ?? viewOf(address, seen?.raw, writes, seen, nowMs));
      return [];
    });
    void this.services.ledger.seen.note(connectionId, [...shown.values()], nowMs);
    this.#keep(views);
    const known = new Set(views.map(({ eventId }) => eventId));
    return { views, missing: ids.filter((id) => !known.has(id)), shown };
  }

  /** What Orb acknowledged applies at once. */
  #sent(address: EventAddress, change: (raw: string) => string, amendments: number): void {
    this.#acknowledged += 1;
    const view = this.get(address);
    if (view === undefined) return;
    const raw = change(view.raw);
    this.#keep([
      {
        ...view,
        raw,
        event: readEvent(raw),
        amendments: view.amendments + amendments,
        unconfirmed: true,
      },
    ]);
  }

  /**
   * Reads the ledger, and again if Orb acknowledged a write during that, since the result would be
   * from before it.
   */
  async #histories(connectionId: string, eventIds: readonly string[]) {
    for (;;) {
      const acknowledged = this.#acknowledged;
      const histories = await this.services.ledger.histories(connectionId, eventIds);
      if (acknowledged === this.#acknowledged) return histories;
    }
  }

  /**
   * An hour around the event's own timestamp, if it's known; then the days that a search looks
   * back. Ends are exclusive.
   */
  async #frames(address: EventAddress): Promise<readonly Timeframe[]> {
    const nowMs = this.services.connections.now(address.connectionId);
    const backMs = this.services.settings.get('orb.search.windowDays') * DAY_MS;
    const ownMs = parseTimestamp((await this.load(address))?.event.timestamp ?? '')?.ms;
    const frame = (startMs: number, endMs: number) => ({
      timeframeStart: new Date(startMs).toISOString(),
      timeframeEnd: new Date(endMs).toISOString(),
    });
    const window = frame(nowMs - backMs, nowMs + HOUR_MS);
    return ownMs === undefined ? [window] : [frame(ownMs - HOUR_MS, ownMs + HOUR_MS), window];
  }

  /** Records in the ledger that search shows the newest write, even one whose response was lost. */
  #markShown(found: string, writes: readonly LedgerWrite[]): readonly LedgerWrite[] {
    const last = writes.at(-1);
    if (last === undefined || last.shown || !showsWrite(found, last)) return writes;
    void this.services.ledger.writes.shown(last.id);
    return [...writes.slice(0, -1), { ...last, confirmed: true, shown: true }];
  }

  /** What comes from the ledger is older than what this window has read or sent since. */
  #add(view: EventView | undefined): void {
    if (view !== undefined && this.get(view) === undefined) this.#views.set(keyOf(view), view);
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

/** @param found as search shows it now @param seen as search showed it at any time before */
function viewOf(
  address: EventAddress,
  found: string | undefined,
  writes: readonly LedgerWrite[],
  seen: SeenEvent | undefined,
  readMs: number,
): EventView | undefined {
  const holding = resolveCurrent(address.eventId, found, writes, seen?.raw);
  if (holding === undefined) return undefined;
  return {
    ...address,
    ...holding,
    event: readEvent(holding.raw),
    amendments: amendmentsIn(writes),
    readMs: seen?.lastMs ?? readMs,
  };
}

const amendmentsIn = (writes: readonly LedgerWrite[]) =>
  writes.filter(({ kind, confirmed }) => kind === 'amend' && confirmed).length;

/**
 * A replacing backfill can leave two events with one ID: the deprecated one and its successor,
 * which counts.
 */
function current(events: readonly FoundEvent[]): ReadonlyMap<string, FoundEvent> {
  const found = new Map<string, FoundEvent>();
  for (const event of events) {
    const other = found.get(event.event.id);
    if (other === undefined || other.event.deprecated) found.set(event.event.id, event);
  }
  return found;
}
