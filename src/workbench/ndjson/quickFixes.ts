/** Quick fixes for event files. Those that need the whole text compute their edit when they are chosen. */
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
import { toQuickFix } from '../issueDiagnostics.ts';
import { report, type Telling } from '../notices.ts';
import type { FileChecker } from './checker.ts';
import type { CheckerOf } from './checkers.ts';
import { FileConversion, conversionFor } from './fileConversions.ts';

type TitledCommand = readonly [
  title: string,
  command: CommandId | EditorCommand,
  ...args: unknown[],
];
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
        ...commandFixes(diagnostic.code, backfill).map(commandAction),
      ];
      for (const action of found) action.diagnostics = [diagnostic];
      return found;
    });
    return [
      ...actions,
      ...deadLetterActions(checker, range.start.line, backfill).map(commandAction),
    ];
  }

  /** Computes the edit of a fix for the whole file. Reports errors, since VS Code doesn't show them. */
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
    const context = { context: this.context(), newKey: randomUUID };
    return lineFixes(document.lineAt(line).text, context)
      .filter(
        ({ code: fixed, span }) =>
          fixed === code &&
          span.start === range.start.character &&
          span.end === range.end.character,
      )
      .map(({ title, edits }, index) => lineAction(document, line, title, edits, index === 0));
  }
}

function lineAction(
  document: vscode.TextDocument,
  line: number,
  title: string,
  edits: readonly TextEdit[],
  isPreferred = false,
): vscode.CodeAction {
  const start = document.offsetAt(new vscode.Position(line, 0));
  return toQuickFix(document, title, edits, { start, isPreferred });
}

function duplicateFixes(
  document: vscode.TextDocument,
  { code, range }: vscode.Diagnostic,
): vscode.CodeAction[] {
  if (code !== 'key-repeated' && code !== 'key-conflict') return [];
  const { line } = range.start;
  const remove = toQuickFix(document, vscode.l10n.t('Remove This Line'), []);
  remove.edit.delete(document.uri, document.lineAt(line).rangeIncludingLineBreak);
  if (code === 'key-repeated') return [remove];
  const edits = newKeyFix(document.lineAt(line).text, randomUUID());
  return [lineAction(document, line, lineFixTitles().generateKey, edits), remove];
}

function commandAction([title, command, ...args]: TitledCommand): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = commandFor(title, command, ...args);
  return action;
}

/** A backfill for all lines that are too old, since one per line would be too many. Computed once, on demand. */
const backfillFor = ({ lines }: FileChecker) =>
  once((): TitledCommand => {
    const span = lines.lateSpan();
    const hours = span && frameOfHours(span.firstMs, span.lastMs);
    return [deadLetterTexts().backfill, 'orb.backfills.create', ...(hours ? [hours] : [])];
  });

/** Fixes that aren't edits. */
function commandFixes(
  code: vscode.Diagnostic['code'],
  backfill: () => TitledCommand,
): readonly TitledCommand[] {
  switch (code) {
    case 'file-utf16':
    case 'file-encoding':
    case 'not-utf8':
      return [[vscode.l10n.t('Change File Encoding…'), 'workbench.action.editor.changeEncoding']];
    case 'timestamp-too-old':
      return [backfill()];
    case undefined:
    default:
      return []; // The rules have their own fixes.
  }
}

/** Actions for a dead letter. It has no problem of its own, since its line is as expected. */
function deadLetterActions(
  checker: FileChecker,
  line: number,
  backfill: () => TitledCommand,
): readonly TitledCommand[] {
  const facts = checker.lines.factsOf(line);
  if (facts?.kind !== 'deadLetter') return [];
  const uri = checker.document.uri.toString();
  return [
    [deadLetterTexts().find, 'orb.ndjson.findEvents', uri, line],
    ...(facts.reason === 'late' ? [backfill()] : []),
  ];
}
