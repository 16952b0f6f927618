/** What the pages with results need of the searches in the Events view. */
import type { SearchWindow } from '../../core/search/window.ts';
import type { Event } from '../../std/emitter.ts';
import type { EventView } from '../eventStore.ts';
import type { UserError } from '../userError.ts';

export interface ShownSearch {
  readonly id: string;
  readonly label: string;
  readonly connectionId: string;
  readonly eventIds: readonly string[];
  readonly window: SearchWindow;
  readonly widened?: SearchWindow | undefined;
  readonly state:
    | { readonly kind: 'idle' | 'asking' | 'done' | 'stopped' }
    | { readonly kind: 'failed'; readonly error: UserError };
  readonly asked: number;
  readonly found: readonly string[];
  readonly missing: readonly string[];
}

export interface SearchPort {
  /** Undefined if there are no searches. */
  readonly newest: ShownSearch | undefined;
  get(searchId: string): ShownSearch | undefined;
  /** The events that were found, in the order of the search. */
  views(searchId: string): readonly EventView[];
  /** Why an ID wasn't found, as a short text. */
  reason(searchId: string, eventId: string): string;
  /** Searches again, or joins a search in progress. */
  ask(searchId: string): Promise<unknown>;
  stop(searchId: string): void;
  /** Fires with the ID of the search that changed; undefined if the list did. */
  readonly onDidChange: Event<string | undefined>;
}
