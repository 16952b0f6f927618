/** Connections as the editor shows them: status bar, context keys, commands. */
import * as vscode from 'vscode';
import type { Feature } from '../services.ts';
import { connectionCommands } from './commands.ts';
import { connectionStatusBar } from './statusBar.ts';

export const connectionFeature: Feature = (services) => {
  const { connections, registerCommands, setContext } = services;
  const tell = () => {
    setContext('orb.hasConnections', connections.all.length > 0);
    setContext('orb.connected', connections.active !== undefined);
    setContext('orb.keyMissing', connections.keyMissing);
  };
  tell();
  // Before this, no welcome text knows what to say.
  setContext('orb.activated', true);
  return vscode.Disposable.from(
    connections.onDidChange(tell),
    connectionStatusBar(services),
    registerCommands(connectionCommands(services)),
  );
};
