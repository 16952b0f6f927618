/** Registers the commands of comparisons, and loads none of the work. */
import { once } from '../../std/once.ts';
import { lazyCommands } from '../registerCommands.ts';
import type { Feature } from '../services.ts';

const COMMANDS = [
  'orb.reconcile.file',
  'orb.reconcile.resume',
  'orb.reconcile.again',
  'orb.reconcile.items',
  'orb.reconcile.repair',
  'orb.reconcile.export',
] as const;

export const reconcileFeature: Feature = (services) => {
  const load = once(async () => {
    const { Comparisons } = await import('./comparisons.ts');
    const { reconcileCommands } = await import('./reconcileCommands.ts');
    return reconcileCommands({ services, comparisons: new Comparisons(services.context) });
  });
  return services.registerCommands(lazyCommands(COMMANDS, load));
};
