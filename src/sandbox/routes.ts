/** The operation of each method and path. Everything else is Orb's 404 url-not-found. */
import {
  closeBackfill,
  createBackfill,
  fetchBackfill,
  listBackfills,
  revertBackfill,
} from './backfills.ts';
import { createCustomer, createMetric } from './billing/creates.ts';
import { evaluate, evaluatePreviewEvents } from './billing/evaluate.ts';
import {
  fetchCustomer,
  fetchCustomerByExternalId,
  fetchMetric,
  fetchPrice,
  fetchSubscription,
  listMetrics,
  listSubscriptions,
} from './billing/reads.ts';
import { subscriptionUsage } from './billing/usage.ts';
import type { Call, Reply } from './call.ts';
import { amend, deprecate } from './corrections.ts';
import { ingest } from './ingest.ts';
import type { MetricEvaluator } from './metrics/evaluator.ts';
import type { Category } from './rateLimits.ts';
import { search } from './search.ts';
import { volume } from './volume.ts';

export interface Route {
  readonly method: string;
  /** Segments below `/v1`; `*` stands for any one. */
  readonly path: readonly string[];
  readonly category: Category;
  /** Whether the setting `billing` covers it. */
  readonly isBilling: boolean;
  /** Synchronous, so that no two requests ever mix. @throws Problem */
  readonly handle?: (call: Call) => Reply;
  /** Instead of `handle`, for what only reads and takes longer. @throws Problem */
  readonly evaluate?: (call: Call, metrics: MetricEvaluator) => Promise<Reply>;
}

type Work = Pick<Route, 'handle' | 'evaluate'>;

const ping = (): Reply => ({ status: 200, body: '{"response":"pong"}' });

const make = (
  method: string,
  path: string,
  category: Category,
  work: Work & Pick<Route, 'isBilling'>,
): Route => ({ method, path: path.split('/'), category, ...work });

const route = (
  method: string,
  path: string,
  category: Category,
  handle: NonNullable<Route['handle']>,
): Route => make(method, path, category, { handle, isBilling: false });

const billing = (method: 'GET' | 'POST', path: string, work: Work): Route =>
  make(method, path, method === 'GET' ? 'read' : 'write', { ...work, isBilling: true });

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
  billing('GET', 'customers/external_customer_id/*', { handle: fetchCustomerByExternalId }),
  billing('GET', 'customers/*', { handle: fetchCustomer }),
  billing('POST', 'customers', { handle: createCustomer }),
  billing('GET', 'subscriptions', { handle: listSubscriptions }),
  billing('GET', 'subscriptions/*/usage', { evaluate: subscriptionUsage }),
  billing('GET', 'subscriptions/*', { handle: fetchSubscription }),
  billing('GET', 'metrics', { handle: listMetrics }),
  billing('POST', 'metrics', { handle: createMetric }),
  billing('GET', 'metrics/*', { handle: fetchMetric }),
  billing('GET', 'prices/*', { handle: fetchPrice }),
  billing('POST', 'prices/evaluate', { evaluate }),
  billing('POST', 'prices/evaluate_preview_events', { evaluate: evaluatePreviewEvents }),
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
