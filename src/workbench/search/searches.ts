/**
 * The searches of this workspace, newest first. IDs and time frames survive a reload; Orb is asked
 * again, but only when a search is shown. The events themselves are in the event store; a search
 * keeps only IDs.
 */
import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { MAX_BATCH } from '../../core/event.ts';
import { isOrbError } from '../../core/errors.ts';
import { toTimeframe, type SearchWindow } from '../../core/search/window.ts';
import type { IdTraces } from '../../ledger/traces.ts';
import { Emitter } from '../../std/emitter.ts';
import type { Renewal } from '../connectionsApi.ts';
import type { EventAddress, EventView } from '../eventStore.ts';
import { toUserError } from '../toUserError.ts';
import type { Services } from '../services.ts';
import { readRequest, requestOf, withWindow, type Request } from './searchRequest.ts';
import type { UserError } from '../userError.ts';

type SearchState =
  /** Hasn't run in this window yet. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'done' }
  /** Stopped by the user before all IDs were searched. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: UserError };

/** The state of a search; every change creates a new object. */
export interface Search extends Readonly<Request> {
  readonly state: SearchState;
  /** The number of IDs searched in the current or the last run. */
  readonly asked: number;
  /** In the order of the search. */
  readonly found: readonly string[];
  readonly missing: readonly string[];
  /** What was known of the missing IDs when the response came, by event ID. */
  readonly traces: ReadonlyMap<string, IdTraces>;
}

const STATE_KEY = 'orb.searches';
/** Older searches are dropped, so that the workspace's state stays below a few megabytes. */
const MAX_SEARCHES = 20;
const MAX_IDS = 50_000;

type Needs = Pick<Services, 'connections' | 'ledger' | 'log'> & {
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState'>;
  readonly events: Pick<Services['events'], 'search' | 'get'>;
};

export class Searches {
  #all: readonly Search[];
  readonly #running = new Map<string, { stop: AbortController; done: Promise<Search> }>();
  readonly #changed = new Emitter<string | undefined>();
  /** Fires with the ID of the search that changed; undefined if the list did. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly services: Needs) {
    const kept = services.context.workspaceState.get<unknown>(STATE_KEY);
    this.#all = (Array.isArray(kept) ? kept : []).flatMap((each) => {
      const read = readRequest(each);
      return read === undefined ? [] : [fresh(read)];
    });
  }

  get all(): readonly Search[] {
    return this.#all;
  }

  get(searchId: string): Search | undefined {
    return this.#all.find(({ id }) => id === searchId);
  }

  /**
   * Adds a search at the top. The same IDs in the same connection and time frame replace the old
   * search.
   */
  add(asked: Omit<Request, 'id' | 'eventIds'> & { readonly eventIds: readonly string[] }): Search {
    const search = fresh({ ...asked, id: randomUUID(), eventIds: [...new Set(asked.eventIds)] });
    const isSame = (other: Search) =>
      other.connectionId === search.connectionId &&
      JSON.stringify([other.window, other.eventIds]) ===
        JSON.stringify([search.window, search.eventIds]);
    const same = this.#all.filter(isSame);
    for (const { id } of same) this.stop(id);
    // A repeated search stays pinned and keeps its name.
    const pinned = same.find((each) => each.pinned === true);
    this.#setAll([
      pinned === undefined ? search : { ...search, pinned: true, label: pinned.label },
      ...this.#all.filter((other) => !isSame(other)),
    ]);
    return search;
  }

  /** Searches further back only for what wasn't found. @throws UserError as `ask` does */
  async widen(searchId: string, window: SearchWindow): Promise<Search> {
    this.stop(searchId);
    this.#change(searchId, () => ({ widened: window }));
    return this.#start(searchId, 'missing');
  }

  rename(searchId: string, label: string): void {
    this.#change(searchId, () => ({ label }));
  }

  /** Adds what was left out to the search, for the next `ask`. */
  extend(searchId: string, added: readonly string[]): void {
    this.stop(searchId);
    this.#change(searchId, ({ eventIds, leftOut = [] }) => ({
      eventIds: [...new Set([...eventIds, ...added])],
      leftOut: leftOut.filter(({ text }) => !added.includes(text)),
    }));
  }

  /** Pins a search, or unpins a pinned one. */
  togglePin(searchId: string): void {
    this.#change(searchId, ({ pinned }) => ({ pinned: pinned !== true }));
  }

  /** Changes the time frame of a search and starts it over. */
  setWindow(searchId: string, window: SearchWindow): void {
    this.stop(searchId);
    this.#setAll(
      this.#all.map((each) => (each.id === searchId ? fresh(withWindow(each, window)) : each)),
    );
  }

  remove(searchId: string): void {
    this.stop(searchId);
    this.#setAll(this.#all.filter(({ id }) => id !== searchId));
  }

  /** @param alsoPinned whether to remove pinned searches, too */
  removeAll(alsoPinned = false): void {
    const kept = this.#all.filter(({ pinned }) => !alsoPinned && pinned === true);
    for (const { id } of this.#all.filter((each) => !kept.includes(each))) this.stop(id);
    this.#setAll(kept);
  }

  /**
   * Asks Orb for all IDs, 500 per request, and updates the search after each one. Joins a run in
   * progress.
   * @returns the search when it has ended or was stopped
   * @throws UserError if Orb doesn't respond; what was found until then stays
   */
  async ask(searchId: string): Promise<Search> {
    const running = this.#running.get(searchId);
    return running === undefined ? this.#start(searchId, 'all') : running.done;
  }

  async #start(searchId: string, what: 'all' | 'missing'): Promise<Search> {
    const stop = new AbortController();
    // Starts in a later turn, so that the run is registered before it ends.
    const done = Promise.resolve().then(() => this.#run(searchId, what, stop.signal));
    this.#running.set(searchId, { stop, done });
    try {
      return await done;
    } finally {
      if (this.#running.get(searchId)?.stop === stop) this.#running.delete(searchId);
    }
  }

  /**
   * Asks Orb again for a connection's searches: for those that failed, or, if its data has changed,
   * for all that were shown.
   */
  askAgain({ connectionId, what }: Renewal): void {
    for (const search of this.#all) {
      const { kind } = search.state;
      if (search.connectionId !== connectionId || kind === 'idle') continue;
      if (kind !== 'failed' && what === 'access') continue;
      this.stop(search.id);
      this.ask(search.id).catch(() => undefined);
    }
  }

  /** Stops the run in progress, if any. */
  stop(searchId: string): void {
    this.#running.get(searchId)?.stop.abort();
    this.#running.delete(searchId);
  }

  /** What is known of the events that were found, in search order. */
  views({ connectionId, found }: Search): readonly EventView[] {
    return found.flatMap((eventId) => this.services.events.get({ connectionId, eventId }) ?? []);
  }

  /** The events of all searches. */
  *found(): Iterable<EventAddress> {
    for (const { connectionId, found } of this.#all) {
      for (const eventId of found) yield { connectionId, eventId };
    }
  }

  dispose(): void {
    for (const { stop } of this.#running.values()) stop.abort();
    this.#changed.dispose();
  }

  async #run(searchId: string, what: 'all' | 'missing', signal: AbortSignal): Promise<Search> {
    const search = this.get(searchId);
    if (search === undefined) throw new DOMException('The search is gone.', 'AbortError');
    const { connectionId, eventIds } = search;
    const found = new Set(search.found);
    const missing = new Set(search.missing);
    const traces = new Map(search.traces);
    const publish = (state: SearchState, asked: number): Search => {
      const next: Search = {
        ...search,
        state,
        asked,
        found: eventIds.filter((id) => found.has(id)),
        missing: eventIds.filter((id) => missing.has(id)),
        traces: new Map(traces),
      };
      // After a stop, the code that stopped it, or a newer run, sets the state.
      if (!signal.aborted) this.#replace(next);
      return next;
    };
    let asked = what === 'all' ? 0 : eventIds.length - missing.size;
    /** The same time frame for all IDs of a pass. */
    const pass = async (ids: readonly string[], window: SearchWindow) => {
      const frame = toTimeframe(window, this.services.connections.now(connectionId));
      for (let at = 0; at < ids.length; at += MAX_BATCH) {
        const chunk = ids.slice(at, at + MAX_BATCH);
        const query = { eventIds: chunk, ...frame };
        const answer = await this.services.events.search(connectionId, query, signal);
        const known = await this.#traces(connectionId, answer.missing);
        signal.throwIfAborted();
        const absent = new Set(answer.missing);
        for (const id of chunk) {
          (absent.has(id) ? missing : found).add(id);
          (absent.has(id) ? found : missing).delete(id);
          traces.delete(id);
        }
        for (const [id, trace] of known) traces.set(id, trace);
        asked = Math.min(asked + chunk.length, eventIds.length);
        publish({ kind: 'asking' }, asked);
      }
    };
    const onStop = () => {
      const now = this.get(searchId);
      if (now?.state.kind === 'asking') this.#replace({ ...now, state: { kind: 'stopped' } });
    };
    signal.addEventListener('abort', onStop);
    try {
      publish({ kind: 'asking' }, asked);
      if (what === 'all') await pass(eventIds, search.window);
      if (search.widened !== undefined && missing.size > 0) {
        await pass([...missing], search.widened);
      }
      return publish({ kind: 'done' }, asked);
    } catch (error) {
      if (signal.aborted || isOrbError(error, 'cancelled')) {
        return publish({ kind: 'stopped' }, asked);
      }
      const known = toUserError(error);
      publish({ kind: 'failed', error: known }, asked);
      throw known;
    } finally {
      signal.removeEventListener('abort', onStop);
    }
  }

  /** The timestamp that this window knows counts, since an amendment may have changed it. */
  async #traces(connectionId: string, missing: readonly string[]) {
    if (missing.length === 0) return [];
    const { ledger, events } = this.services;
    const traces = new Map(await ledger.traces(connectionId, missing));
    for (const eventId of missing) {
      const timestamp = events.get({ connectionId, eventId })?.event.timestamp;
      if (timestamp === undefined) continue;
      traces.set(eventId, { ...traces.get(eventId), seenTimestamp: timestamp });
    }
    return traces;
  }

  #replace(search: Search): void {
    if (this.get(search.id) === undefined) return;
    this.#all = this.#all.map((each) => (each.id === search.id ? search : each));
    this.#changed.fire(search.id);
  }

  #change(searchId: string, change: (search: Search) => Partial<Request>): void {
    this.#setAll(
      this.#all.map((each) => (each.id === searchId ? { ...each, ...change(each) } : each)),
    );
  }

  #setAll(all: readonly Search[]): void {
    let ids = 0;
    const isPinned = ({ pinned }: Request) => pinned === true;
    const ordered = [...all.filter(isPinned), ...all.filter((each) => !isPinned(each))];
    const kept = ordered.filter(({ eventIds }, index) => {
      ids += eventIds.length;
      return index === 0 || (index < MAX_SEARCHES && ids <= MAX_IDS);
    });
    for (const { id } of all) if (!kept.some((each) => each.id === id)) this.stop(id);
    this.#all = kept;
    this.#changed.fire(undefined);
    const saved = kept.map(requestOf);
    this.services.context.workspaceState
      .update(STATE_KEY, saved)
      .then(undefined, (error: unknown) => {
        this.services.log.warn("The searches couldn't be saved for the next start.", error);
      });
  }
}

const fresh = (asked: Request): Search => ({
  ...requestOf(asked),
  state: { kind: 'idle' },
  asked: 0,
  found: [],
  missing: [],
  traces: new Map(),
});
