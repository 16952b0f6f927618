/**
 * What the view shows of each search: its events filtered, sorted, and grouped, and how many of a
 * list are shown. Lists are created once and kept until something they depend on changes, so that
 * paging through 10,000 results is fast.
 */
import {
  arrangement,
  asAsked,
  grouped,
  matches,
  sorted,
  type Arrangement,
  type Group,
} from '../../core/search/arrange.ts';
import { sharedByRows, type SharedByRows } from '../../core/search/rows.ts';
import { Emitter } from '../../std/emitter.ts';
import type { EventView } from '../eventStore.ts';
import type { Services } from '../services.ts';
import type { Search, Searches } from './searches.ts';

export interface Results {
  /** All events that were found. */
  readonly total: number;
  /** What the filter leaves, sorted. */
  readonly views: readonly EventView[];
  readonly groups: readonly Group<EventView>[] | undefined;
  readonly shared: SharedByRows;
}

interface Found {
  readonly search: Search;
  readonly views: readonly EventView[];
  readonly shared: SharedByRows;
}

/**
 * The first page fills any screen. VS Code gets all rows of a list again with each page, so pages
 * are small.
 */
const FIRST_PAGE = 100;
const NEXT_PAGE = 200;
const STATE_KEY = 'orb.events.arrangement';

export class ResultLists {
  readonly #found = new Map<string, Found>();
  readonly #lists = new Map<string, { readonly found: Found; readonly results: Results }>();
  readonly #shown = new Map<string, number>();
  readonly #changed = new Emitter<void>();
  /** The arrangement changed. */
  readonly onDidChange = this.#changed.event;
  #arrangement: Arrangement;

  constructor(
    private readonly searches: Searches,
    private readonly services: Pick<Services, 'context'>,
  ) {
    const kept = services.context.workspaceState.get<unknown>(STATE_KEY);
    this.#arrangement = arrangement(kept) ?? asAsked;
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  arrange(change: Partial<Arrangement>): void {
    this.#arrangement = { ...this.#arrangement, ...change };
    this.#lists.clear();
    this.#shown.clear();
    void this.services.context.workspaceState.update(STATE_KEY, this.#arrangement);
    this.#changed.fire();
  }

  /** The lists of a search in its current state. */
  of(search: Search): Results {
    const found = this.#foundBy(search);
    const known = this.#lists.get(search.id);
    if (known?.found === found) return known.results;
    const { filter, order, grouping } = this.#arrangement;
    const all = found.views;
    const kept = filter === '' ? all : all.filter((view) => matches(view, filter));
    const views = sorted(kept, order);
    const results = {
      total: all.length,
      views,
      groups: grouping === 'none' ? undefined : grouped(views, grouping),
      shared: found.shared,
    };
    this.#lists.set(search.id, { found, results });
    return results;
  }

  #foundBy(search: Search): Found {
    const known = this.#found.get(search.id);
    if (known?.search === search) return known;
    const views = this.searches.views(search);
    const found = { search, views, shared: sharedByRows(views.map(({ event }) => event)) };
    this.#found.set(search.id, found);
    return found;
  }

  /** Call this when events have changed: lists that may contain them are created again. */
  forget(searchId: string): void {
    this.#found.delete(searchId);
  }

  /** Drops the lists of searches that are gone. */
  keepOnly(searchIds: ReadonlySet<string>): void {
    const ids = [...searchIds];
    for (const lists of [this.#found, this.#lists]) {
      for (const id of lists.keys()) if (!searchIds.has(id)) lists.delete(id);
    }
    for (const key of this.#shown.keys()) {
      if (!ids.some((id) => key.includes(id))) this.#shown.delete(key);
    }
  }

  /** How many of a list's `length` entries are shown, and how many the next page adds. */
  page(listKey: string, length: number): { readonly shown: number; readonly next: number } {
    const shown = Math.min(this.#shown.get(listKey) ?? FIRST_PAGE, length);
    return { shown, next: Math.min(NEXT_PAGE, length - shown) };
  }

  showMore(listKey: string, count: number): void {
    this.#shown.set(listKey, (this.#shown.get(listKey) ?? FIRST_PAGE) + count);
  }
}
