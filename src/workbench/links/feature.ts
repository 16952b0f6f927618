/** Registers what opens events from elsewhere. The code that does it is loaded on first use. */
import * as vscode from 'vscode';
import type { Feature } from '../services.ts';

export const linkFeature: Feature = (services) =>
  vscode.window.registerUriHandler({
    handleUri: async (uri) => (await import('./openLink.ts')).openLink(services, uri),
  });
