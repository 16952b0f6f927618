/** Validates one open event file, follows its edits, and shows its problems. */
import * as vscode from 'vscode';
import { countText } from '../../core/language.ts';
import type { RuleContext } from '../../core/rules/context.ts';
import type { FileProblem } from '../../core/texts/eventFile.ts';
import { EventLines, type ValidationInput } from '../../ndjson/eventLines.ts';
import type { LineProblem } from '../../ndjson/problem.ts';
import { documentKind, documentKindProblem, type DocumentKind } from '../../ndjson/documentKind.ts';
import { toDiagnostic } from '../issueDiagnostics.ts';
import { after, pause, slice } from '../../std/slices.ts';
import { encodingProblem, inspectBytes, type FileBytes } from './fileBytes.ts';

/** VS Code shows 1,000 diagnostics per file, errors first. Our last one says how many more there are. */
const MAX_SHOWN = 999;
/** Wait for a pause in typing. */
const PAUSE_MS = 10;
/**
 * The longest wait for the file's bytes before problems are shown. Most files are read in a
 * fraction of this; a stuck disk never responds.
 */
const READ_BYTES_MS = 300;
/** Lines copied from the document at once, which takes far less than a millisecond. */
const COPIED_AT_ONCE = 1_000;

/** What a checker needs in addition to its document. */
export interface CheckerOptions extends ValidationInput {
  readonly collection: vscode.DiagnosticCollection;
  /** Returns the account's current rules and clock. */
  readonly context: () => RuleContext;
  /** Called whenever all lines are validated and their problems shown. */
  readonly checked: () => void;
}

export class FileChecker {
  #lines: EventLines;
  /** Whether lines of the document are still to be copied. */
  #isCopying = true;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  /** Whether to run again after the current run. */
  #isDue = false;
  #grace: number;
  #disposed = false;
  #bytes: FileBytes | undefined;
  /** The version of the document whose bytes were read. */
  #bytesVersion = -1;

  constructor(
    readonly document: vscode.TextDocument,
    private readonly options: CheckerOptions,
  ) {
    this.#lines = new EventLines([], options);
    this.#grace = options.context().gracePeriodHours;
    this.#schedule(0);
  }

  get lines(): EventLines {
    return this.#lines;
  }

  /** What the file is, and the line that gives it away. */
  get whole(): { readonly kind: DocumentKind; readonly line: number } {
    const { document } = this;
    const problem = encodingProblem(document);
    if (problem !== undefined) return { kind: problem, line: 0 };
    // After an edit, the text is saved with the line ends that the editor shows.
    if (this.#bytes?.hasBareReturn === true && !document.isDirty) {
      return { kind: 'carriageReturn', line: 0 };
    }
    return documentKind((line) =>
      line < document.lineCount ? document.lineAt(line).text : undefined,
    );
  }

  change(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const inOrder = changes.toSorted((a, b) => a.rangeOffset - b.rangeOffset);
    // The order of two insertions at the same position is only known to the document.
    const isClear = inOrder.every(
      ({ rangeOffset }, index) => inOrder[index + 1]?.rangeOffset !== rangeOffset,
    );
    if (!this.#isCopying && isClear) {
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
    // If the line counts differ, all lines after the edit would be shifted, so start over.
    const isSame = isClear && this.#lines.count === this.document.lineCount;
    if (this.#isCopying || !isSame) this.#restart();
    this.#schedule(PAUSE_MS);
  }

  /** Call this when time has passed or the account has changed. @param all validates every line again */
  refreshAges(all = false): void {
    const context = this.options.context();
    const any = this.#lines.age(context, all || context.gracePeriodHours !== this.#grace);
    this.#grace = context.gracePeriodHours;
    if (any) this.#schedule(PAUSE_MS);
  }

  /** Call this after a save: the file on disk may have changed. */
  saved(): void {
    this.#bytesVersion = -1;
    this.#schedule(PAUSE_MS);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.options.collection.delete(this.document.uri);
  }

  #restart(): void {
    this.#lines = new EventLines([], this.options);
    this.#lines.setWrongBytes(this.#bytes?.hasWrongBytes === true);
    this.#isCopying = true;
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), ms);
  }

  async #run(): Promise<void> {
    this.#isDue = this.#running;
    if (this.#running) return;
    this.#running = true;
    try {
      await Promise.race([this.#readBytes(), after(READ_BYTES_MS)]);
      for (;;) {
        const isTimeUp = slice();
        if (this.#copyLines(isTimeUp) && this.#lines.check(this.options.context(), isTimeUp)) break;
        await pause();
        if (this.#disposed) return;
      }
      if (this.#disposed) return;
      // The last slice may have used its full time.
      await pause();
      this.#show();
    } finally {
      this.#running = false;
    }
    this.options.checked();
    if (this.#isDue) this.#schedule(0);
  }

  /** @returns true when all lines are copied */
  #copyLines(isTimeUp: () => boolean): boolean {
    const { document } = this;
    while (this.#isCopying) {
      const { count } = this.#lines;
      const end = Math.min(document.lineCount, count + COPIED_AT_ONCE);
      const texts: string[] = [];
      for (let line = count; line < end; line++) texts.push(document.lineAt(line).text);
      this.#lines.append(texts);
      this.#isCopying = end < document.lineCount;
      if (this.#isCopying && isTimeUp()) return false;
    }
    return true;
  }

  async #readBytes(): Promise<void> {
    const { uri, isDirty, isClosed, version } = this.document;
    if (uri.scheme !== 'file' || isDirty || isClosed || version === this.#bytesVersion) return;
    this.#bytesVersion = version;
    const before = this.#bytes;
    try {
      this.#bytes = await inspectBytes(uri.fsPath);
    } catch {
      // The file is gone or can't be read, so only the editor's text counts.
      this.#bytes = undefined;
    }
    const hasChanged =
      this.#lines.setWrongBytes(this.#bytes?.hasWrongBytes === true) ||
      (this.#bytes?.hasBareReturn === true) !== (before?.hasBareReturn === true);
    // The bytes may be read after the problems were shown.
    if (hasChanged && !this.#disposed) this.#schedule(0);
  }

  #show(): void {
    const { kind, line } = this.whole;
    const { collection } = this.options;
    if (kind !== 'lines' && kind !== 'deadLetters') {
      collection.set(this.document.uri, [this.#fileProblem(kind, line)]);
      return;
    }
    // Dead letters aren't problems; a code lens says what the file contains.
    const without = kind === 'deadLetters' ? 'dead-letter' : undefined;
    const { found, more } = this.#lines.problems(MAX_SHOWN, without);
    const shown = found.map((problem) => this.#diagnostic(problem));
    collection.set(this.document.uri, [...shown, ...(more > 0 ? [this.#countOfOthers(more)] : [])]);
  }

  #fileProblem(kind: FileProblem, line: number): vscode.Diagnostic {
    return this.#diagnostic({ ...documentKindProblem(kind, this.#lines.textOf(line) ?? ''), line });
  }

  #diagnostic({ line, span, related = [], ...problem }: LineProblem): vscode.Diagnostic {
    const diagnostic = toDiagnostic(problem, new vscode.Range(line, span.start, line, span.end));
    diagnostic.relatedInformation = related.map((other) => {
      const place = new vscode.Location(this.document.uri, new vscode.Position(other.line, 0));
      return new vscode.DiagnosticRelatedInformation(place, other.message);
    });
    return diagnostic;
  }

  /** An error even when it counts warnings, since VS Code cuts off the least severe ones. */
  #countOfOthers(more: number): vscode.Diagnostic {
    const message =
      more === 1
        ? vscode.l10n.t("1 more problem in this file isn't listed.")
        : vscode.l10n.t("{0} more problems in this file aren't listed.", countText(more));
    const span = { start: 0, end: 1 };
    return this.#diagnostic({ line: 0, span, code: 'more-problems', severity: 'error', message });
  }
}
