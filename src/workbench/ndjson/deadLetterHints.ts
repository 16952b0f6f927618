/** Explains dead letters: a note at the end of each line, and a hover with what to do. */
import * as vscode from 'vscode';
import {
  readDeadLetter,
  reasonOf,
  rejectionReason,
  type DeadLetter,
} from '../../core/deadLetter.ts';
import { tryReadJson } from '../../core/jsonTree.ts';
import { deadLetterTexts } from '../../core/texts/deadLetters.ts';
import { frameOfHours } from '../../core/timeframe.ts';
import { code, linkRow, muted, safe, type CommandLink } from '../markdown.ts';
import type { FileChecker } from './checker.ts';
import type { CheckerOf } from './checkers.ts';

/** Scrolling changes the visible range many times per second. */
const PAUSE_MS = 50;

function letterAt(document: vscode.TextDocument, line: number): DeadLetter | undefined {
  const { text } = document.lineAt(line);
  // Most lines aren't dead letters, and this is much cheaper than parsing them.
  if (!text.includes('"errors"')) return undefined;
  const root = tryReadJson(text);
  return root && readDeadLetter(root);
}

/** Notes for the visible lines. */
export class DeadLetterNotes {
  readonly #type = vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor('descriptionForeground') },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #timers = new Map<vscode.TextEditor, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly checkerOf: CheckerOf) {
    this.#subscriptions = vscode.Disposable.from(
      this.#type,
      vscode.window.onDidChangeVisibleTextEditors((editors) =>
        editors.forEach((each) => this.#schedule(each)),
      ),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) =>
        this.#schedule(textEditor),
      ),
    );
  }

  /** Call this when lines were validated or edited. */
  changed(): void {
    for (const editor of vscode.window.visibleTextEditors) this.#schedule(editor);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
  }

  #schedule(editor: vscode.TextEditor): void {
    clearTimeout(this.#timers.get(editor));
    const draw = () => {
      this.#timers.delete(editor);
      this.#draw(editor);
    };
    this.#timers.set(editor, setTimeout(draw, PAUSE_MS));
  }

  #draw(editor: vscode.TextEditor): void {
    const { document } = editor;
    const notes: vscode.DecorationOptions[] = [];
    if (this.checkerOf(document) !== undefined) {
      for (const { start, end } of editor.visibleRanges) {
        for (let line = start.line; line <= end.line && line < document.lineCount; line++) {
          const letter = letterAt(document, line);
          if (letter === undefined) continue;
          const at = document.lineAt(line).range.end;
          const contentText = reasonOf(letter).note;
          notes.push({
            range: new vscode.Range(at, at),
            renderOptions: { after: { contentText } },
          });
        }
      }
    }
    editor.setDecorations(this.#type, notes);
  }
}

export class DeadLetterHover implements vscode.HoverProvider {
  constructor(private readonly checkerOf: CheckerOf) {}

  provideHover(document: vscode.TextDocument, { line }: vscode.Position): vscode.Hover | undefined {
    const checker = this.checkerOf(document);
    if (checker === undefined) return undefined;
    const letter = letterAt(document, line);
    if (letter === undefined) return undefined;
    return new vscode.Hover(hoverText(letter, checker, line), document.lineAt(line).range);
  }
}

function hoverText(
  letter: DeadLetter,
  { document, lines }: FileChecker,
  line: number,
): vscode.MarkdownString {
  const uri = document.uri;
  const span = lines.lateSpan();
  const hours = span === undefined ? [] : [frameOfHours(span.firstMs, span.lastMs)];
  const texts = deadLetterTexts();
  const { note, advice, group } = reasonOf(letter);
  const text = new vscode.MarkdownString();
  text.supportHtml = true;
  const links: readonly CommandLink[] = [
    [texts.find, 'orb.ndjson.findEvents', [uri.toString(), line]],
    [texts.copyId, 'orb.event.copyId', [{ eventId: letter.key }]],
    [texts.showAll, 'orb.ndjson.groupByReason', [uri.toString(), line]],
    ...(group === 'late' ? [[texts.backfill, 'orb.backfills.create', hours] as const] : []),
  ];
  text.isTrusted = { enabledCommands: links.map(([, command]) => command) };
  const paragraphs = [
    `**${safe(note)}**`,
    `${texts.rejected} ${code(rejectionReason(letter))}`,
    safe(advice),
    '---',
    muted(texts.free),
    '---',
    linkRow(links),
  ];
  text.appendMarkdown(paragraphs.filter((each) => each !== '').join('\n\n'));
  return text;
}
