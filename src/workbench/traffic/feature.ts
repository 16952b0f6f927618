/** The commands `orb.recorder.*`: a recorder between a service and Orb. */
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions.ts';
import { lazyCommands } from '../registerCommands.ts';
import type { Feature } from '../services.ts';
import type { Recorders } from './recorders.ts';

const commands: readonly CommandId[] = [
  'orb.recorder.start',
  'orb.recorder.stop',
  'orb.recorder.openTerminal',
  'orb.recorder.clear',
  'orb.recorder.url',
  'orb.recorder.apiKey',
  'orb.recorder.export',
];

export const trafficFeature: Feature = (services) => {
  let recorders: Recorders | undefined;
  const load = async () => {
    const [{ recorderCommands }, loaded] = await Promise.all([
      import('./commands.ts'),
      import('./recorders.ts'),
    ]);
    recorders ??= new loaded.Recorders(services);
    return recorderCommands(services, recorders);
  };
  return vscode.Disposable.from(
    { dispose: () => recorders?.dispose() },
    services.registerCommands(lazyCommands(commands, load)),
  );
};
