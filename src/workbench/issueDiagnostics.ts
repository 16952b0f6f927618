/** Issues of core/rules as the editor's diagnostics and quick fixes, for documents that hold one event. */
import * as vscode from 'vscode';
import { DIAGNOSTIC_SOURCE } from '../contributions.ts';
import type { TextEdit } from '../core/edits.ts';
import type { Issue } from '../core/issue.ts';
import type { Span } from '../core/jsonTree.ts';
import type { LocatedIssue } from '../core/located.ts';

export function toDiagnostic(
  { severity, message, code }: Pick<Issue, 'severity' | 'message' | 'code'>,
  range: vscode.Range,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    range,
    message,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = code;
  return diagnostic;
}

/** @param edits with offsets in the document */
function toQuickFix(
  document: vscode.TextDocument,
  title: string,
  edits: readonly TextEdit[],
  preferred = false,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    action.edit.replace(document.uri, range, text);
  }
  action.isPreferred = preferred;
  return action;
}

/** One check for keys that follow at once. Problems are to be there within 300 ms, of which the editor's own way takes a good part. */
const DEBOUNCE_MS = 50;

/** Shows the issues of all open documents of one scheme, and offers their fixes. */
export class IssueDiagnostics implements vscode.CodeActionProvider {
  readonly #collection = vscode.languages.createDiagnosticCollection('orb');
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable;

  /** @param issuesOf looks at the text as it is now */
  constructor(
    private readonly scheme: string,
    private readonly issuesOf: (document: vscode.TextDocument) => Promise<readonly LocatedIssue[]>,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      vscode.workspace.onDidOpenTextDocument((document) => this.check(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.check(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.languages.registerCodeActionsProvider({ scheme }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
    this.checkAll();
  }

  /** To be called when something else than the text has changed. */
  checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.check(document);
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const version = document.version;
    const issues = await this.issuesOf(document);
    if (document.version !== version) return [];
    return issues.flatMap(({ issue, span, fixes }) => {
      const place = rangeOf(document, span);
      if (place.intersection(range) === undefined) return [];
      const known = context.diagnostics.find(
        ({ source, code, range: shown }) =>
          source === DIAGNOSTIC_SOURCE && code === issue.code && shown.isEqual(place),
      );
      return fixes.map(({ title, edits }, index) => {
        const action = toQuickFix(document, title, edits, index === 0);
        if (known !== undefined) action.diagnostics = [known];
        return action;
      });
    });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#subscriptions.dispose();
  }

  /** To be called when something else than the text of this document has changed. */
  check(document: vscode.TextDocument): void {
    if (document.uri.scheme !== this.scheme) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      void this.#check(document);
    }, DEBOUNCE_MS);
    this.#timers.set(key, timer);
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#collection.delete(document.uri);
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const version = document.version;
    const issues = await this.issuesOf(document);
    if (document.isClosed || document.version !== version) return;
    this.#collection.set(
      document.uri,
      issues.map(({ issue, span }) => toDiagnostic(issue, rangeOf(document, span))),
    );
  }
}

const rangeOf = (document: vscode.TextDocument, { start, end }: Span) =>
  new vscode.Range(document.positionAt(start), document.positionAt(end));
