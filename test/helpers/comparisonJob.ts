/** Runs whole comparisons against a sandbox as the worker does. */
import type { FromWorker, ToWorker } from '../../src/ingestWorker/messages.ts';
import type { ComparedMessage } from '../../src/ingestWorker/reconcileMessages.ts';
import { inSession, type Job, type Told } from './ingestSession.ts';

const options = { perSecond: Infinity, concurrency: 2 };

export const toCompare = ({ folder, path, plan, client }: Job): ToWorker => ({
  kind: 'compare',
  folder,
  plan: {
    reconcileId: plan.runId,
    startedMs: plan.startedMs,
    connectionId: plan.connectionId,
    connectionName: plan.connectionName,
    mode: plan.mode,
    path,
    uri: plan.uri,
  },
  options,
  client: { ...client, maxRetries: 1, firstPauseMs: 1 },
});

export const toContinue = ({ folder, client }: Job): ToWorker => ({
  kind: 'compare',
  folder,
  options,
  client: { ...client, maxRetries: 1, firstPauseMs: 1 },
});

/** Nothing was sent from here. */
export const noHistory = (state: FromWorker): ToWorker | undefined =>
  state.kind === 'askHistory'
    ? { kind: 'ownHistory', id: state.id, recent: [], writes: [] }
    : undefined;

/** Runs in a session that ends by itself. */
export const compareInSession = (message: ToWorker): Promise<Told> =>
  inSession([message], (state, session) => {
    const answer = noHistory(state);
    if (answer !== undefined) void session.handle(answer);
  });

export function comparedOf({ last }: Pick<Told, 'last'>): ComparedMessage {
  if (last.kind !== 'compared') throw new Error(JSON.stringify(last));
  return last;
}
