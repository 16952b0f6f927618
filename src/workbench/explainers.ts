/** Explains how events are billed: one explainer for each client, since a new key or URL makes earlier answers worthless. */
import type { Explainer } from '../billing/explainer.ts';
import type { OrbClient } from '../orb/orbApi.ts';
import type { Services } from './services.ts';

const explainers = new WeakMap<OrbClient, Explainer>();

/** @throws UserError when the connection is gone, or its key isn't stored */
export async function explainerFor(services: Services, connectionId: string): Promise<Explainer> {
  const { connections } = services;
  const { gracePeriodHours } = await connections.resolve(connectionId);
  const [client, { createExplainer }] = await Promise.all([
    connections.client(connectionId),
    import('../billing/explainer.ts'),
  ]);
  const known = explainers.get(client);
  if (known !== undefined) return known;
  const nowMs = () => connections.now(connectionId);
  const explainer = createExplainer({ client, gracePeriodHours, nowMs });
  explainers.set(client, explainer);
  return explainer;
}
