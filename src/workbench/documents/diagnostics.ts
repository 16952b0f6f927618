/**
 * Our own problems of event documents, with quick fixes. What is wrong by the rules of amend is said here alone: the schema given to
 * the built-in JSON support explains and completes, and reports no more than broken JSON.
 */
import * as vscode from 'vscode';
import { SCHEME } from '../../contributions.ts';
import { IssueDiagnostics } from '../issueDiagnostics.ts';
import type { Feature } from '../services.ts';
import { addressOf } from './uris.ts';

export const documentDiagnostics: Feature = (services) => {
  let listening: { dispose(): void } | undefined;
  const diagnostics = new IssueDiagnostics(SCHEME, async (document) => {
    const address = addressOf(document.uri);
    if (address === undefined) return [];
    // Listening opens the event store, which nothing needs before the first document.
    listening ??= services.events.onDidChange(() => diagnostics.checkAll());
    const { amendIssues } = await import('./issues.ts');
    const view = await services.events.load(address);
    return view === undefined ? [] : amendIssues(document.getText(), view.event);
  });
  return vscode.Disposable.from(diagnostics, { dispose: () => listening?.dispose() });
};
