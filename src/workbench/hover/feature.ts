/**
 * Event IDs in any text: hovers in editors, and links in terminals. Only this much is loaded on
 * activation. Nothing reads a text until the pointer rests on it.
 */
import * as vscode from 'vscode';
import { once } from '../../std/once.ts';
import type { Feature } from '../services.ts';
import type { TerminalEventLink } from './eventIds.ts';

export const hoverFeature: Feature = (services) => {
  const load = once(async () => (await import('./eventIds.ts')).eventIds(services));
  const isOn = () =>
    services.connections.all.length > 0 && services.settings.get('orb.hover.enabled');
  const terminals: vscode.TerminalLinkProvider<TerminalEventLink> = {
    provideTerminalLinks: async ({ line }) => (isOn() ? (await load()).terminalLinks(line) : []),
    handleTerminalLink: async (link) => (await load()).open(link),
  };
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider('*', {
      provideHover: async (document, position, token) =>
        isOn() ? (await load()).hover(document, position, token) : undefined,
    }),
    vscode.window.registerTerminalLinkProvider(terminals),
  );
};
