/** The commands `orb.recorder.*`: a recorder between a service and Orb, and the page of what it records. */
import * as vscode from 'vscode';
import { TRAFFIC_PAGE, type CommandId } from '../../contributions.ts';
import { once } from '../../std/once.ts';
import { lazyCommands } from '../registerCommands.ts';
import type { Feature } from '../services.ts';
import type { LoadedTraffic } from './loadedFeature.ts';

const commands: readonly CommandId[] = [
  'orb.recorder.start',
  'orb.recorder.stop',
  'orb.recorder.show',
  'orb.recorder.openTerminal',
  'orb.recorder.clear',
  'orb.recorder.url',
  'orb.recorder.apiKey',
  'orb.recorder.export',
];

export const trafficFeature: Feature = (services) => {
  let loaded: LoadedTraffic | undefined;
  const load = once(async () => {
    const { loadTraffic } = await import('./loadedFeature.ts');
    return (loaded = loadTraffic(services));
  });
  // Its recorders wait for this window after a reload.
  if (services.context.workspaceState.get('orb.recorders') !== undefined) {
    void load().then(({ recorders }) => recorders.findAll());
  }
  return vscode.Disposable.from(
    { dispose: () => loaded?.dispose() },
    vscode.window.registerWebviewPanelSerializer(TRAFFIC_PAGE, {
      deserializeWebviewPanel: async (panel, state) => (await load()).panels.restore(panel, state),
    }),
    services.registerCommands(lazyCommands(commands, async () => (await load()).handlers)),
  );
};
