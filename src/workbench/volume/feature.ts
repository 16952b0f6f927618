/** The command that shows the events per hour. Its page and its reading load with the first use. */
import * as vscode from 'vscode';
import type { Feature } from '../services.ts';
import type { VolumePanels } from './panels.ts';

export const volumeFeature: Feature = (services) => {
  let panels: Promise<VolumePanels> | undefined;
  const load = () =>
    (panels ??= import('./panels.ts').then((each) => new each.VolumePanels(services)));
  return vscode.Disposable.from(
    services.registerCommands({ 'orb.volume.show': async (asked) => (await load()).show(asked) }),
    { dispose: () => void panels?.then((each) => each.dispose()) },
  );
};
