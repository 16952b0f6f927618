/** Keeps one open event file checked: follows its edits, and shows what is found. */
import * as vscode from 'vscode';
import type { RuleContext } from '../../core/rules/context.ts';
import { EventLines } from '../../ndjson/eventLines.ts';
import type { LineFinding } from '../../ndjson/finding.ts';
import { wholeFile, wholeFileFinding, type WholeFile } from '../../ndjson/wholeFile.ts';
import { DIAGNOSTIC_SOURCE } from '../issueDiagnostics.ts';

/** The editor shows 1,000 of a file's diagnostics, errors first; the last one of ours is the count of the others. */
const MAX_SHOWN = 999;
/** A pause in typing, and the longest the extension host is kept busy at once. */
const PAUSE_MS = 10;
const SLICE_MS = 12;

const LINE_END = /\r\n|\n|\r/;
const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

export class FileChecker {
  #lines: EventLines;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #grace: number;
  #disposed = false;

  /**
   * @param context the account's rules and clock, now
   * @param checked called whenever all lines are checked and shown
   */
  constructor(
    readonly document: vscode.TextDocument,
    private readonly collection: vscode.DiagnosticCollection,
    private readonly context: () => RuleContext,
    private readonly checked: () => void,
  ) {
    this.#lines = linesOf(document);
    this.#grace = context().gracePeriodHours;
    this.#soon(0);
  }

  get lines(): EventLines {
    return this.#lines;
  }

  /** What the file is, and the line that shows it. */
  get whole(): { readonly kind: WholeFile; readonly line: number } {
    return wholeFile((line) => this.#lines.textOf(line), this.document.encoding);
  }

  change(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    // From the end, so that earlier changes do not move later ones.
    const fromEnd = changes.toSorted((a, b) => b.rangeOffset - a.rangeOffset);
    for (const { range, text } of fromEnd) {
      this.#lines.change({
        startLine: range.start.line,
        startCharacter: range.start.character,
        endLine: range.end.line,
        endCharacter: range.end.character,
        text,
      });
    }
    // Should the editor count lines in another way, all that follows would be shifted: better read anew.
    if (this.#lines.count !== this.document.lineCount) this.#lines = linesOf(this.document);
    this.#soon(PAUSE_MS);
  }

  /** Time went by, or the account has changed. */
  age(): void {
    const context = this.context();
    this.#lines.age(context, context.gracePeriodHours !== this.#grace);
    this.#grace = context.gracePeriodHours;
    this.#soon(PAUSE_MS);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.collection.delete(this.document.uri);
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), ms);
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        const end = performance.now() + SLICE_MS;
        if (this.#lines.check(this.context(), () => performance.now() >= end)) break;
        await new Promise((resolve) => setImmediate(resolve));
        if (this.#disposed) return;
      }
    } finally {
      this.#running = false;
    }
    this.#show();
    this.checked();
  }

  #show(): void {
    const { kind, line } = this.whole;
    if (kind !== 'lines') {
      const finding = wholeFileFinding(kind, this.#lines.textOf(line) ?? '');
      this.collection.set(this.document.uri, [this.#diagnostic({ ...finding, line })]);
      return;
    }
    const { found, more } = this.#lines.problems(MAX_SHOWN);
    const shown = found.map((finding) => this.#diagnostic(finding));
    this.collection.set(this.document.uri, [...shown, ...(more > 0 ? [this.#rest(more)] : [])]);
  }

  #diagnostic(finding: LineFinding): vscode.Diagnostic {
    const { line, span, code, message, severity, related = [] } = finding;
    const range = new vscode.Range(line, span.start, line, span.end);
    const diagnostic = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
    diagnostic.source = DIAGNOSTIC_SOURCE;
    diagnostic.code = code;
    diagnostic.relatedInformation = related.map((other) => {
      const place = new vscode.Location(this.document.uri, new vscode.Position(other.line, 0));
      return new vscode.DiagnosticRelatedInformation(place, other.message);
    });
    return diagnostic;
  }

  /** An error, though it counts warnings too: the editor cuts off the least grave ones, and this must be seen. */
  #rest(more: number): vscode.Diagnostic {
    const message =
      more === 1
        ? vscode.l10n.t('1 more problem of this file is not listed.')
        : vscode.l10n.t('{0} more problems of this file are not listed.', more);
    const span = { start: 0, end: 1 };
    return this.#diagnostic({ line: 0, span, code: 'more-problems', severity: 'error', message });
  }
}

const linesOf = (document: vscode.TextDocument) =>
  new EventLines(document.getText().split(LINE_END));
