/** Quick fixes of event files. Whatever needs the whole text is made only when it is chosen. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions.ts';
import type { TextEdit } from '../../core/edits.ts';
import type { RuleContext } from '../../core/rules/context.ts';
import { frameOfHours } from '../../core/timeframe.ts';
import { lineFixTitles } from '../../core/texts/eventFile.ts';
import { lineFixes, newKeyFix } from '../../ndjson/lineFixes.ts';
import { toLines } from '../../ndjson/wholeFile.ts';
import { DIAGNOSTIC_SOURCE } from '../issueDiagnostics.ts';
import type { FileChecker } from './checker.ts';
import type { CheckerOf } from './checkers.ts';

class Conversion extends vscode.CodeAction {
  constructor(readonly document: vscode.TextDocument) {
    super(vscode.l10n.t('Convert to One Event per Line'), vscode.CodeActionKind.QuickFix);
    this.isPreferred = true;
  }
}

export class FileQuickFixes implements vscode.CodeActionProvider {
  constructor(
    private readonly checkerOf: CheckerOf,
    private readonly context: () => RuleContext,
  ) {}

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const checker = this.checkerOf(document);
    if (checker === undefined) return [];
    const own = diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
    return own.flatMap((diagnostic) => {
      const actions = [
        ...this.#lineFixes(document, diagnostic),
        ...doubleFixes(document, diagnostic),
        ...otherSteps(checker, diagnostic),
      ];
      for (const action of actions) action.diagnostics = [diagnostic];
      return actions;
    });
  }

  /** Converting reads the whole text. Broken JSON stays as it is. */
  resolveCodeAction(action: vscode.CodeAction): vscode.CodeAction {
    if (!(action instanceof Conversion)) return action;
    const { document } = action;
    const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, all, toLines(document.getText(), lineEnd));
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

function doubleFixes(
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

/** What mends it is not an edit of the line. */
function otherSteps(
  { document, lines }: FileChecker,
  { code }: vscode.Diagnostic,
): vscode.CodeAction[] {
  const step = (
    title: string,
    command: CommandId | 'workbench.action.editor.changeEncoding',
    ...args: readonly unknown[]
  ) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { title, command, arguments: [...args] };
    return [action];
  };
  switch (code) {
    case 'file-array':
    case 'file-spread':
      return [new Conversion(document)];
    case 'file-utf16':
      return step(vscode.l10n.t('Change File Encoding…'), 'workbench.action.editor.changeEncoding');
    case 'timestamp-too-old': {
      // For all such lines of the file: a backfill of this line alone would be one of many.
      const span = lines.spanOf(code);
      const hours = span && frameOfHours(span.firstMs, span.lastMs);
      return step(vscode.l10n.t('New Backfill…'), 'orb.backfills.create', hours);
    }
    case 'dead-letter':
      return step(vscode.l10n.t('Search Events…'), 'orb.events.searchSelection');
    case undefined:
    default:
      return []; // The rules bring their own fixes.
  }
}
