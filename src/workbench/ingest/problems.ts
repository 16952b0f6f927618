/** Rejected lines in the Problems view: the first thousand, then a count. */
import * as vscode from 'vscode';
import { count } from '../../core/texts/ingest.ts';
import { DIAGNOSTIC_SOURCE } from '../issueDiagnostics.ts';
import type { Rejection } from './messages.ts';

export class IngestProblems implements vscode.Disposable {
  readonly #shown = vscode.languages.createDiagnosticCollection('orb-ingest');
  readonly #listening: vscode.Disposable;

  constructor() {
    // Line numbers are those of the text that was sent.
    this.#listening = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.clear(document.uri);
    });
  }

  clear(uri: vscode.Uri): void {
    this.#shown.delete(uri);
  }

  /** @param total of all rejected lines, the listed ones included */
  show(uri: vscode.Uri, rejected: readonly Rejection[], total: number, lineOffset: number): void {
    const problems = rejected.map(({ line, reasons }) => problem(line - 1 + lineOffset, reasons));
    const more = total - rejected.length;
    const last = rejected.at(-1);
    if (more > 0 && last !== undefined) {
      const told =
        more === 1
          ? vscode.l10n.t('1 more line is rejected.')
          : vscode.l10n.t('{0} more lines are rejected.', count(more));
      problems.push(problem(last.line - 1 + lineOffset, [told]));
    }
    this.#shown.set(uri, problems);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#shown.dispose();
  }
}

/** The whole line: the editor clips the end. */
function problem(line: number, reasons: readonly string[]): vscode.Diagnostic {
  const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
  const made = new vscode.Diagnostic(range, reasons.join(' '), vscode.DiagnosticSeverity.Error);
  made.source = DIAGNOSTIC_SOURCE;
  made.code = 'ingest';
  return made;
}
