/** Registers the status bar item, context keys, and commands of connections. */
import * as vscode from 'vscode';
import { once } from '../../std/once.ts';
import { lazyCommands } from '../registerCommands.ts';
import type { Feature } from '../services.ts';
import { connectionStatusBar } from './statusBar.ts';

const COMMANDS = [
  'orb.connections.add',
  'orb.connections.switch',
  'orb.connections.remove',
  'orb.connections.check',
  'orb.connections.edit',
  'orb.connections.replaceKey',
] as const;

export const connectionFeature: Feature = (services) => {
  const { connections, registerCommands, setContext } = services;
  const tell = () => {
    setContext('orb.hasConnections', connections.all.length > 0);
    setContext('orb.connected', connections.active !== undefined);
    setContext('orb.keyMissing', connections.keyMissing);
  };
  const load = once(async () =>
    (await import('./connectionCommands.ts')).connectionCommands(services),
  );
  tell();
  // Welcome texts depend on this.
  setContext('orb.activated', true);
  return vscode.Disposable.from(
    connections.onDidChange(tell),
    connectionStatusBar(services),
    registerCommands(lazyCommands(COMMANDS, load)),
  );
};
