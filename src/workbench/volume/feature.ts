/**
 * The command that shows event volume, and its page after a reload of the window. Both are loaded
 * on first use.
 */
import * as vscode from 'vscode';
import { VOLUME_PAGE } from '../../contributions.ts';
import type { Feature } from '../services.ts';
import type { VolumePanels } from './panels.ts';

export const volumeFeature: Feature = (services) => {
  let panels: Promise<VolumePanels> | undefined;
  const load = () =>
    (panels ??= import('./panels.ts').then((each) => new each.VolumePanels(services)));
  return vscode.Disposable.from(
    vscode.window.registerWebviewPanelSerializer(VOLUME_PAGE, {
      deserializeWebviewPanel: async (panel, state) => (await load()).restore(panel, state),
    }),
    services.registerCommands({ 'orb.volume.show': async (asked) => (await load()).show(asked) }),
    { dispose: () => void panels?.then((each) => each.dispose()) },
  );
};
