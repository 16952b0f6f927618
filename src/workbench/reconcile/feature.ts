/** Registers the commands of comparisons, and loads none of the work. */
import { once } from '../../std/once.ts';
import { lazyCommands } from '../registerCommands.ts';
import type { Feature } from '../services.ts';
import { Comparisons } from './comparisons.ts';

const COMMANDS = [
  'orb.reconcile.file',
  'orb.reconcile.resume',
  'orb.reconcile.again',
  'orb.reconcile.items',
  'orb.reconcile.repair',
  'orb.reconcile.export',
] as const;

export const reconcileFeature: Feature = (services) => {
  const parts = { services, comparisons: new Comparisons(services.context) };
  const load = once(async () => (await import('./reconcileCommands.ts')).reconcileCommands(parts));
  return services.registerCommands(lazyCommands(COMMANDS, load));
};
