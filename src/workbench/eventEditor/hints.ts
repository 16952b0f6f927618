/** Registers completion and hover of events and lines, for the text editor and the page. What does the work is loaded when first asked. */
import * as vscode from 'vscode';
import { EVENT_LANGUAGE } from '../../contributions.ts';
import type { Feature } from '../services.ts';

export const documentHints: Feature = (services) => {
  let loaded: Promise<ReturnType<typeof import('./eventHints.ts').eventHints>> | undefined;
  const load = async () => {
    loaded ??= import('./eventHints.ts').then(({ eventHints }) => eventHints(services));
    return (await loaded).hints;
  };
  const provider: vscode.CompletionItemProvider & vscode.HoverProvider = {
    provideCompletionItems: async (document, position, token) =>
      (await load()).provideCompletionItems(document, position, token),
    provideHover: async (document, position) => (await load()).provideHover(document, position),
  };
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(EVENT_LANGUAGE, provider, '"', ':'),
    vscode.languages.registerHoverProvider(EVENT_LANGUAGE, provider),
    { dispose: () => void loaded?.then((each) => each.dispose()) },
  );
};
