/** Quick fixes of event files. Whatever needs the whole text is made only when it is chosen. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { DIAGNOSTIC_SOURCE, type CommandId } from '../../contributions.ts';
import type { TextEdit } from '../../core/edits.ts';
import type { RuleContext } from '../../core/rules/context.ts';
import { frameOfHours } from '../../core/timeframe.ts';
import { deadLetterTexts } from '../../core/texts/deadLetters.ts';
import { lineFixTitles } from '../../core/texts/eventFile.ts';
import { lineFixes, newKeyFix } from '../../ndjson/lineFixes.ts';
import { once } from '../../std/once.ts';
import { commandFor } from '../callers.ts';
import { report, type Telling } from '../notices.ts';
import type { FileChecker } from './checker.ts';
import type { CheckerOf } from './checkers.ts';
import { FileConversion, conversionFor } from './fileConversions.ts';

type Titled = readonly [title: string, command: CommandId | EditorCommand, ...args: unknown[]];
type EditorCommand = 'workbench.action.editor.changeEncoding';

export class FileQuickFixes implements vscode.CodeActionProvider {
  constructor(
    private readonly checkerOf: CheckerOf,
    private readonly context: () => RuleContext,
    private readonly telling: Telling,
  ) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const checker = this.checkerOf(document);
    if (checker === undefined) return [];
    const own = diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
    const backfill = backfillFor(checker);
    const actions = own.flatMap((diagnostic) => {
      const found = [
        ...this.#lineFixes(document, diagnostic),
        ...duplicateFixes(document, diagnostic),
        ...conversionFor(document, diagnostic.code),
        ...otherSteps(diagnostic.code, backfill).map(step),
      ];
      for (const action of found) action.diagnostics = [diagnostic];
      return found;
    });
    return [...actions, ...deadLetterSteps(checker, range.start.line, backfill).map(step)];
  }

  /** What changes the whole file reads it when it is chosen. The editor shows nothing of a failure. */
  async resolveCodeAction(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    try {
      if (action instanceof FileConversion) await action.resolve();
    } catch (error) {
      report(this.telling, error, action.title);
    }
    return action;
  }

  #lineFixes(
    document: vscode.TextDocument,
    { code, range }: vscode.Diagnostic,
  ): vscode.CodeAction[] {
    const { line } = range.start;
    const needs = { context: this.context(), newKey: randomUUID };
    return lineFixes(document.lineAt(line).text, needs)
      .filter(
        ({ code: fixed, span }) =>
          fixed === code &&
          span.start === range.start.character &&
          span.end === range.end.character,
      )
      .map(({ title, edits }, index) => {
        const action = lineAction(document, line, title, edits);
        action.isPreferred = index === 0;
        return action;
      });
  }
}

function quickFix(title: string): vscode.CodeAction & { edit: vscode.WorkspaceEdit } {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  return Object.assign(action, { edit: new vscode.WorkspaceEdit() });
}

function lineAction(
  document: vscode.TextDocument,
  line: number,
  title: string,
  edits: readonly TextEdit[],
): vscode.CodeAction {
  const action = quickFix(title);
  for (const { start, end, text } of edits) {
    action.edit.replace(document.uri, new vscode.Range(line, start, line, end), text);
  }
  return action;
}

function duplicateFixes(
  document: vscode.TextDocument,
  { code, range }: vscode.Diagnostic,
): vscode.CodeAction[] {
  if (code !== 'key-repeated' && code !== 'key-conflict') return [];
  const { line } = range.start;
  const remove = quickFix(vscode.l10n.t('Remove This Line'));
  remove.edit.delete(document.uri, document.lineAt(line).rangeIncludingLineBreak);
  if (code === 'key-repeated') return [remove];
  const edits = newKeyFix(document.lineAt(line).text, randomUUID());
  return [lineAction(document, line, lineFixTitles().generateKey, edits), remove];
}

function step([title, command, ...args]: Titled): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = commandFor(title, command, ...args);
  return action;
}

/** For all lines of the file that are too old: a backfill of one alone would be one of many. Looked for once, on demand. */
const backfillFor = ({ lines }: FileChecker) =>
  once((): Titled => {
    const span = lines.lateSpan();
    const hours = span && frameOfHours(span.firstMs, span.lastMs);
    return [deadLetterTexts().backfill, 'orb.backfills.create', ...(hours ? [hours] : [])];
  });

/** What mends it is not an edit. */
function otherSteps(code: vscode.Diagnostic['code'], backfill: () => Titled): readonly Titled[] {
  switch (code) {
    case 'file-utf16':
    case 'file-encoding':
    case 'not-utf8':
      return [[vscode.l10n.t('Change File Encoding…'), 'workbench.action.editor.changeEncoding']];
    case 'timestamp-too-old':
      return [backfill()];
    case undefined:
    default:
      return []; // The rules bring their own fixes.
  }
}

/** A dead letter has no problem of its own: its line is what it should be. */
function deadLetterSteps(
  checker: FileChecker,
  line: number,
  backfill: () => Titled,
): readonly Titled[] {
  const facts = checker.lines.factsOf(line);
  if (facts?.kind !== 'deadLetter') return [];
  const uri = checker.document.uri.toString();
  return [
    [deadLetterTexts().find, 'orb.ndjson.findEvents', uri, line],
    ...(facts.reason === 'late' ? [backfill()] : []),
  ];
}
