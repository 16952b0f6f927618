/** Keeps one open event file checked: follows its edits, and shows what is found. */
import * as vscode from 'vscode';
import { DIAGNOSTIC_SOURCE } from '../../contributions.ts';
import type { RuleContext } from '../../core/rules/context.ts';
import type { FileProblem } from '../../core/texts/eventFile.ts';
import { EventLines, type LinesNeeds } from '../../ndjson/eventLines.ts';
import type { LineProblem } from '../../ndjson/problem.ts';
import { documentKind, documentKindProblem, type DocumentKind } from '../../ndjson/documentKind.ts';
import { after, pause, slice } from '../slices.ts';
import { encodingFault, lookAtBytes, type FileBytes } from './fileBytes.ts';

/** The editor shows 1,000 of a file's diagnostics, errors first; the last one of ours is the count of the others. */
const MAX_SHOWN = 999;
/** A pause in typing. */
const PAUSE_MS = 10;
/** A disk that does not answer must not keep the problems away; a usual file is read in a fraction of this. */
const LOOK_MS = 300;
/** Lines taken from the document at once; far below a millisecond. */
const TAKEN = 1_000;

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** What a checker is given besides its document. */
export interface CheckerNeeds extends LinesNeeds {
  readonly collection: vscode.DiagnosticCollection;
  /** The account's rules and clock, now. */
  readonly context: () => RuleContext;
  /** Called whenever all lines are checked and shown. */
  readonly checked: () => void;
}

export class FileChecker {
  #lines: EventLines;
  /** Not all lines of the document are taken over yet. */
  #isTaking = true;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  /** There was reason to run again while it was running. */
  #isDue = false;
  #grace: number;
  #disposed = false;
  #bytes: FileBytes | undefined;
  /** The version of the document whose bytes were looked at. */
  #lookedAt = -1;

  constructor(
    readonly document: vscode.TextDocument,
    private readonly needs: CheckerNeeds,
  ) {
    this.#lines = new EventLines([], needs);
    this.#grace = needs.context().gracePeriodHours;
    this.#soon(0);
  }

  get lines(): EventLines {
    return this.#lines;
  }

  /** What the file is, and the line that shows it. */
  get whole(): { readonly kind: DocumentKind; readonly line: number } {
    const { document } = this;
    const fault = encodingFault(document);
    if (fault !== undefined) return { kind: fault, line: 0 };
    // Once edited, the text is saved with the line ends that the editor shows.
    if (this.#bytes?.hasBareReturn === true && !document.isDirty) {
      return { kind: 'carriageReturn', line: 0 };
    }
    return documentKind((line) =>
      line < document.lineCount ? document.lineAt(line).text : undefined,
    );
  }

  change(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const inOrder = changes.toSorted((a, b) => a.rangeOffset - b.rangeOffset);
    // Which of two insertions at one place comes first, only the document knows.
    const isClear = inOrder.every(
      ({ rangeOffset }, index) => inOrder[index + 1]?.rangeOffset !== rangeOffset,
    );
    if (!this.#isTaking && isClear) {
      this.#lines.change(
        inOrder.map(({ range: { start, end }, text }) => ({
          startLine: start.line,
          startCharacter: start.character,
          endLine: end.line,
          endCharacter: end.character,
          text,
        })),
      );
    }
    // Should the editor count lines in another way, all that follows would be shifted: better read anew.
    const isSame = isClear && this.#lines.count === this.document.lineCount;
    if (this.#isTaking || !isSame) this.#takeAnew();
    this.#soon(PAUSE_MS);
  }

  /** Time went by, or the account has changed. */
  age(): void {
    const context = this.needs.context();
    const any = this.#lines.age(context, context.gracePeriodHours !== this.#grace);
    this.#grace = context.gracePeriodHours;
    if (any) this.#soon(PAUSE_MS);
  }

  /** The file on disk may be another one. */
  saved(): void {
    this.#lookedAt = -1;
    this.#soon(PAUSE_MS);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.needs.collection.delete(this.document.uri);
  }

  #takeAnew(): void {
    this.#lines = new EventLines([], this.needs);
    this.#lines.setWrongBytes(this.#bytes?.hasWrongBytes === true);
    this.#isTaking = true;
  }

  #soon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), ms);
  }

  async #run(): Promise<void> {
    this.#isDue = this.#running;
    if (this.#running) return;
    this.#running = true;
    try {
      await Promise.race([this.#lookAtBytes(), after(LOOK_MS)]);
      for (;;) {
        const isTimeUp = slice();
        if (this.#take(isTimeUp) && this.#lines.check(this.needs.context(), isTimeUp)) break;
        await pause();
        if (this.#disposed) return;
      }
      if (this.#disposed) return;
      // The slice before may have been a full one.
      await pause();
      this.#show();
    } finally {
      this.#running = false;
    }
    this.needs.checked();
    if (this.#isDue) this.#soon(0);
  }

  /** @returns true when all lines are there */
  #take(isTimeUp: () => boolean): boolean {
    const { document } = this;
    while (this.#isTaking) {
      const { count } = this.#lines;
      const end = Math.min(document.lineCount, count + TAKEN);
      const texts: string[] = [];
      for (let line = count; line < end; line++) texts.push(document.lineAt(line).text);
      this.#lines.append(texts);
      this.#isTaking = end < document.lineCount;
      if (this.#isTaking && isTimeUp()) return false;
    }
    return true;
  }

  async #lookAtBytes(): Promise<void> {
    const { uri, isDirty, isClosed, version } = this.document;
    if (uri.scheme !== 'file' || isDirty || isClosed || version === this.#lookedAt) return;
    this.#lookedAt = version;
    const before = this.#bytes;
    try {
      this.#bytes = await lookAtBytes(uri.fsPath);
    } catch {
      // The file went away, or can't be read: then what the editor shows is all there is.
      this.#bytes = undefined;
    }
    const isOther =
      this.#lines.setWrongBytes(this.#bytes?.hasWrongBytes === true) ||
      (this.#bytes?.hasBareReturn === true) !== (before?.hasBareReturn === true);
    // The answer may come after the problems were shown.
    if (isOther && !this.#disposed) this.#soon(0);
  }

  #show(): void {
    const { kind, line } = this.whole;
    const { collection } = this.needs;
    if (kind !== 'lines' && kind !== 'deadLetters') {
      collection.set(this.document.uri, [this.#fault(kind, line)]);
      return;
    }
    // A file of dead letters is what it should be; a lens tells what is in it.
    const without = kind === 'deadLetters' ? 'dead-letter' : undefined;
    const { found, more } = this.#lines.problems(MAX_SHOWN, without);
    const shown = found.map((problem) => this.#diagnostic(problem));
    collection.set(this.document.uri, [...shown, ...(more > 0 ? [this.#rest(more)] : [])]);
  }

  #fault(kind: FileProblem, line: number): vscode.Diagnostic {
    return this.#diagnostic({ ...documentKindProblem(kind, this.#lines.textOf(line) ?? ''), line });
  }

  #diagnostic(problem: LineProblem): vscode.Diagnostic {
    const { line, span, code, message, severity, related = [] } = problem;
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
