/**
 * Our own problems of event documents, with quick fixes. What is wrong by the rules of amend is said here alone: the schema given to
 * the built-in JSON support explains and completes, and reports no more than broken JSON.
 */
import * as vscode from 'vscode';
import { SCHEME } from '../../contributions.ts';
import { sameDiagnostic, toDiagnostic, toQuickFix } from '../issueDiagnostics.ts';
import type { Feature, Services } from '../services.ts';
import type { LocatedIssue } from './issues.ts';
import { addressOf } from './uris.ts';

/** Typing is not interrupted; problems are to be there within 300 ms. */
const DEBOUNCE_MS = 150;

export const documentDiagnostics: Feature = (services) => {
  const diagnostics = new DocumentDiagnostics(services);
  for (const document of vscode.workspace.textDocuments) diagnostics.soon(document);
  return vscode.Disposable.from(
    diagnostics,
    vscode.workspace.onDidOpenTextDocument((document) => diagnostics.soon(document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => diagnostics.soon(document)),
    vscode.workspace.onDidCloseTextDocument((document) => diagnostics.forget(document)),
    vscode.languages.registerCodeActionsProvider({ scheme: SCHEME }, diagnostics, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
};

class DocumentDiagnostics implements vscode.CodeActionProvider {
  readonly #collection = vscode.languages.createDiagnosticCollection('orb');
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #listening: { dispose(): void } | undefined;

  constructor(private readonly services: Services) {}

  /** Checks the document after a pause in typing; does nothing for documents that are no events. */
  soon(document: vscode.TextDocument): void {
    if (addressOf(document.uri) === undefined || document.uri.scheme !== SCHEME) return;
    // Listening opens the event store, which nothing needs before the first document.
    this.#listening ??= this.services.events.onDidChange(() => this.#allSoon());
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      void this.#check(document);
    }, DEBOUNCE_MS);
    this.#timers.set(key, timer);
  }

  forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#collection.delete(document.uri);
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const version = document.version;
    const issues = await this.#issues(document);
    if (document.version !== version) return [];
    return issues.flatMap(({ issue, span, fixes }) => {
      const place = rangeOf(document, span);
      if (place.intersection(range) === undefined) return [];
      const known = sameDiagnostic(context.diagnostics, issue, place);
      return fixes.map(({ title, edits }, index) =>
        toQuickFix(document, title, edits, known === undefined ? [] : [known], index === 0),
      );
    });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#listening?.dispose();
    this.#collection.dispose();
  }

  #allSoon(): void {
    for (const document of vscode.workspace.textDocuments) this.soon(document);
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const version = document.version;
    const issues = await this.#issues(document);
    if (document.isClosed || document.version !== version) return;
    this.#collection.set(
      document.uri,
      issues.map(({ issue, span }) => toDiagnostic(issue, rangeOf(document, span))),
    );
  }

  async #issues(document: vscode.TextDocument): Promise<readonly LocatedIssue[]> {
    const { amendIssues } = await import('./issues.ts');
    const address = addressOf(document.uri);
    const view = address && this.services.events.get(address);
    return view === undefined ? [] : amendIssues(document.getText(), view.event);
  }
}

const rangeOf = (document: vscode.TextDocument, span: { start: number; end: number }) =>
  new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
