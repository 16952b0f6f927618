/** Diagnostics and quick fixes, and how they are kept up to date for documents with one event. */
import * as vscode from 'vscode';
import { DIAGNOSTIC_SOURCE } from '../contributions.ts';
import type { TextEdit } from '../core/edits.ts';
import type { Span } from '../core/jsonTree.ts';
import type { LocatedIssue } from '../core/located.ts';

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

export function toDiagnostic(
  {
    severity,
    message,
    code,
  }: {
    readonly severity: keyof typeof SEVERITIES;
    readonly message: string;
    readonly code: string;
  },
  range: vscode.Range,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = code;
  return diagnostic;
}

/**
 * A quick fix that edits the document.
 * @param edits with offsets relative to `start`
 * @param start an offset in the document, such as the start of a line
 */
export function toQuickFix(
  document: vscode.TextDocument,
  title: string,
  edits: readonly TextEdit[],
  { start: base = 0, isPreferred = false } = {},
): vscode.CodeAction & { edit: vscode.WorkspaceEdit } {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits) {
    edit.replace(document.uri, rangeOf(document, { start: base + start, end: base + end }), text);
  }
  return Object.assign(action, { edit, isPreferred });
}

/** Validates once for several keys in a row. Problems should show within 300 ms, and VS Code itself takes a good part of that. */
const DEBOUNCE_MS = 50;

/** Shows the problems of all open documents of one scheme, with quick fixes. */
export class IssueDiagnostics implements vscode.CodeActionProvider {
  readonly #collection = vscode.languages.createDiagnosticCollection('orb');
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable;

  /** @param issuesOf validates the current text */
  constructor(
    private readonly scheme: string,
    private readonly issuesOf: (document: vscode.TextDocument) => Promise<readonly LocatedIssue[]>,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      vscode.workspace.onDidOpenTextDocument((document) => this.check(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.check(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#clear(document)),
      vscode.languages.registerCodeActionsProvider({ scheme }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
    this.checkAll();
  }

  /** Call this when something other than the text has changed. */
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
        const action = toQuickFix(document, title, edits, { isPreferred: index === 0 });
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

  /** Call this when something other than this document's text has changed. */
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

  #clear(document: vscode.TextDocument): void {
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
