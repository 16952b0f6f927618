/** The command that shows usage, and its page after a reload of the window. Its page and its reading load with the first use. */
import * as vscode from 'vscode';
import { USAGE_PAGE } from '../../contributions.ts';
import type { Feature } from '../services.ts';
import type { UsagePanels } from './panels.ts';

export const usageFeature: Feature = (services) => {
  let panels: Promise<UsagePanels> | undefined;
  const load = () =>
    (panels ??= import('./panels.ts').then((each) => new each.UsagePanels(services)));
  return vscode.Disposable.from(
    vscode.window.registerWebviewPanelSerializer(USAGE_PAGE, {
      deserializeWebviewPanel: async (panel, state) => (await load()).restore(panel, state),
    }),
    services.registerCommands({ 'orb.usage.show': async (asked) => (await load()).show(asked) }),
    { dispose: () => void panels?.then((each) => each.dispose()) },
  );
};
