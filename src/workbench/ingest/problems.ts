/** Rejected lines in the Problems view: the first thousand, then a count. */
import { countText } from '../../core/language.ts';
import * as vscode from 'vscode';
import { DIAGNOSTIC_SOURCE } from '../../contributions.ts';
import type { Rejection } from '../../ingestWorker/messages.ts';

const CODE = 'ingest';

export class IngestProblems implements vscode.Disposable {
  readonly #shown = vscode.languages.createDiagnosticCollection('orb-ingest');
  readonly #rejected = new Map<string, readonly vscode.Diagnostic[]>();
  readonly #listening: readonly vscode.Disposable[];

  constructor() {
    this.#listening = [
      // Line numbers are those of the text that was sent.
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.clear(document.uri);
      }),
      // The problems of an open file's own validation come and go.
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) this.#draw(uri);
      }),
    ];
  }

  clear(uri: vscode.Uri): void {
    this.#rejected.delete(uri.toString());
    this.#shown.delete(uri);
  }

  /** @param total the number of all rejected lines, including the listed ones */
  show(uri: vscode.Uri, rejected: readonly Rejection[], total: number, lineOffset: number): void {
    const problems = rejected.map(({ line, reasons }) => problem(line - 1 + lineOffset, reasons));
    const more = total - rejected.length;
    const last = rejected.at(-1);
    if (more > 0 && last !== undefined) {
      const text =
        more === 1
          ? vscode.l10n.t('1 more line was rejected.')
          : vscode.l10n.t('{0} more lines were rejected.', countText(more));
      problems.push(problem(last.line - 1 + lineOffset, [text]));
    }
    this.clear(uri);
    this.#rejected.set(uri.toString(), problems);
    this.#draw(uri);
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
    this.#shown.dispose();
  }

  /** Lines that the open file's own validation marks as errors aren't listed twice. */
  #draw(uri: vscode.Uri): void {
    const rejected = this.#rejected.get(uri.toString());
    if (rejected === undefined) return;
    const checked = new Set<number>();
    for (const { source, code, severity, range } of vscode.languages.getDiagnostics(uri)) {
      const isOwn = source === DIAGNOSTIC_SOURCE && code !== CODE;
      if (isOwn && severity === vscode.DiagnosticSeverity.Error) checked.add(range.start.line);
    }
    const left = rejected.filter(({ range }) => !checked.has(range.start.line));
    // Setting them fires the event again, so the same result must end here.
    if (linesOf(left) !== linesOf(this.#shown.get(uri) ?? [])) this.#shown.set(uri, left);
  }
}

const linesOf = (problems: readonly vscode.Diagnostic[]): string =>
  problems.map(({ range }) => range.start.line).join();

/** The whole line: the editor clips the end. */
function problem(line: number, reasons: readonly string[]): vscode.Diagnostic {
  const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
  const made = new vscode.Diagnostic(range, reasons.join(' '), vscode.DiagnosticSeverity.Error);
  made.source = DIAGNOSTIC_SOURCE;
  made.code = CODE;
  return made;
}
