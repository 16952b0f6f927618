/** The operation of each method and path. Everything else is Orb's 404 url-not-found. */
import {
  closeBackfill,
  createBackfill,
  fetchBackfill,
  listBackfills,
  revertBackfill,
} from './backfills.ts';
import type { Call, Reply } from './call.ts';
import { amend, deprecate } from './corrections.ts';
import { ingest } from './ingest.ts';
import type { Category } from './rateLimits.ts';
import { search } from './search.ts';
import { volume } from './volume.ts';

export interface Route {
  readonly method: string;
  /** Segments below `/v1`; `*` stands for any one. */
  readonly path: readonly string[];
  readonly category: Category;
  /** Synchronous, so that no two requests ever mix. @throws Problem */
  readonly handle: (call: Call) => Reply;
}

const ping = (): Reply => ({ status: 200, body: '{"response":"pong"}' });

function route(method: string, path: string, category: Category, handle: Route['handle']): Route {
  return { method, path: path.split('/'), category, handle };
}

/** `search`, `backfills` and `volume` are valid event IDs too, so the method decides. */
const routes: readonly Route[] = [
  route('GET', 'ping', 'read', ping),
  route('POST', 'ingest', 'ingest', ingest),
  route('POST', 'events/search', 'write', search),
  route('GET', 'events/volume', 'read', volume),
  route('GET', 'events/backfills', 'read', listBackfills),
  route('POST', 'events/backfills', 'write', createBackfill),
  route('GET', 'events/backfills/*', 'read', fetchBackfill),
  route('POST', 'events/backfills/*/close', 'write', closeBackfill),
  route('POST', 'events/backfills/*/revert', 'write', revertBackfill),
  route('PUT', 'events/*/deprecate', 'write', deprecate),
  route('PUT', 'events/*', 'write', amend),
];

/** The route of a path with `/v1`, and its variable segments, percent-decoded; undefined when nothing matches. */
export function findRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly params: readonly string[] } | undefined {
  const segments = path.split('/');
  if (segments[0] !== '' || segments[1] !== 'v1') return undefined;
  const below = segments.slice(2);
  const route = routes.find(
    (each) =>
      each.method === method &&
      each.path.length === below.length &&
      each.path.every((part, index) =>
        part === '*' ? below[index] !== '' : part === below[index],
      ),
  );
  if (route === undefined) return undefined;
  try {
    const params = below.filter((_, index) => route.path[index] === '*').map(decodeURIComponent);
    return { route, params };
  } catch {
    return undefined;
  }
}
