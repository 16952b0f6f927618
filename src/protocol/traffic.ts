/**
 * The Traffic page and the extension. The extension follows a recorder and keeps its requests; the page has a row of each, and asks for
 * the rest of the one it shows.
 */
import type { TrafficTexts } from '../core/texts/trafficPage.ts';
import type { RequestDetail } from '../core/traffic/requestDetail.ts';
import type { RequestRow } from '../core/traffic/requestRow.ts';
import type { ShownConnection } from './eventEditor.ts';

export interface TrafficState {
  readonly connection: ShownConnection;
  readonly connectionId: string;
  /** Where services send their requests: `localhost:4511`. */
  readonly address: string;
  readonly phase:
    | { readonly kind: 'recording'; readonly sinceMs: number }
    | { readonly kind: 'stopped'; readonly atMs: number }
    /** Not stopped by the user. */
    | { readonly kind: 'ended' };
  /** What a service needs to send its requests here; null unless it records. */
  readonly variables: { readonly baseUrl: string; readonly apiKey: string } | null;
  /** Which requests don't reach Orb, as a sentence. */
  readonly fault: string | null;
  /** When requests began to get no response from Orb. */
  readonly unreachableSinceMs: number | null;
  /** New terminals and debug sessions get the variables. */
  readonly isInTerminals: boolean;
  /** Where the extension runs, if that isn't this computer. */
  readonly remoteName: string | null;
}

/** All that the page shows, but for details. */
export interface ShownTraffic {
  readonly state: TrafficState;
  readonly rows: readonly RequestRow[];
}

export type TrafficAction =
  | 'start'
  | 'stop'
  | 'openTerminal'
  | 'copyEnv'
  | 'useInTerminals'
  | 'injectFault'
  | 'clearFault'
  | 'sendToSandbox';

/** For what the list shows: requests after `after`, which were not cleared. */
export type ExportAction = 'exportHar' | 'saveEvents' | 'compare';

export type RequestAction = 'replay' | 'save' | 'copyAs' | 'openRequest' | 'openResponse';

/** What the page asks the extension. */
export interface ToHost {
  open(): ShownTraffic & { readonly texts: TrafficTexts; readonly language: string };
  /** @returns the numbers of the requests whose body contains the text; those of later ones come with their rows */
  filter(params: { readonly text: string }): readonly number[];
  /** @returns null for a request that isn't kept anymore */
  request(params: { readonly n: number }): RequestDetail | null;
  run(params: { readonly action: TrafficAction }): void;
  export(params: { readonly action: ExportAction; readonly after: number }): void;
  onRequest(params: { readonly n: number; readonly action: RequestAction }): void;
  /** @param index of the event in its request */
  openEvent(params: { readonly n: number; readonly index: number }): void;
  findInCode(params: { readonly text: string }): void;
  copy(params: { readonly text: string }): void;
}

/** What the extension sends to the page. */
export interface ToPage {
  show(state: TrafficState): void;
  /**
   * Newer requests.
   * @param first the number of the oldest request that is still kept
   * @param matching the numbers of the new ones whose body contains the last filter's text
   */
  add(params: {
    readonly rows: readonly RequestRow[];
    readonly first: number;
    readonly matching: readonly number[];
  }): void;
  /** The requests so far are gone, and are counted from 1 again. */
  clear(): void;
}
