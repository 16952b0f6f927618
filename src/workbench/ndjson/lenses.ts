/** Code lenses of event files: Validate, Ingest All, Compare with Orb and Ingest Selection, or a summary of dead letters. */
import * as vscode from 'vscode';
import { countText } from '../../core/language.ts';
import type { CommandId } from '../../contributions.ts';
import { reasonCounts, rejectedEvents } from '../../core/texts/deadLetters.ts';
import { commandFor } from '../callers.ts';
import type { FileChecker } from './checker.ts';
import type { CheckerOf } from './checkers.ts';

/** Selecting with the keyboard changes the selection many times per second. */
const PAUSE_MS = 100;

export class FileLenses implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly checkerOf: CheckerOf) {}

  /** Call this when the number of lines or the selection may have changed. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), PAUSE_MS);
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const checker = this.checkerOf(document);
    const kind = checker?.whole.kind;
    if (checker === undefined || (kind !== 'lines' && kind !== 'deadLetters')) return [];
    if (kind === 'deadLetters') return deadLetterLenses(checker);
    const { event, broken } = checker.lines.counts();
    if (event + broken === 0) return [];
    const uri = document.uri.toString();
    return [
      lens(0, vscode.l10n.t('Validate'), 'orb.ingest.validate', [uri]),
      lens(0, vscode.l10n.t('Ingest All ({0})', countText(event + broken)), 'orb.ingest.file', [
        uri,
      ]),
      lens(0, vscode.l10n.t('Compare with Orb'), 'orb.reconcile.file', [uri]),
      ...selectionLens(document),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }
}

function deadLetterLenses({ document, lines }: FileChecker): vscode.CodeLens[] {
  const reasons = lines.reasons();
  const total = [...reasons.values()].reduce((sum, each) => sum + each, 0);
  if (total === 0) return [];
  const uri = document.uri.toString();
  const find = vscode.l10n.t('Find the Events in…');
  return [
    lens(0, rejectedEvents(total), '', []),
    lens(0, reasonCounts(reasons), '', []),
    // VS Code removes a plain space after an icon.
    lens(0, `$(search)\u00a0${find}`, 'orb.ndjson.findEvents', [uri]),
    lens(0, vscode.l10n.t('Group by Reason'), 'orb.ndjson.groupByReason', [uri]),
  ];
}

function selectionLens(document: vscode.TextDocument): vscode.CodeLens[] {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document) return [];
  const lines = editor.selections
    .filter((selection) => !selection.isEmpty)
    .map(({ start }) => start.line);
  if (lines.length === 0) return [];
  const title = vscode.l10n.t('Ingest Selection');
  return [lens(Math.min(...lines), title, 'orb.ingest.selection', [])];
}

/** A lens without a command is plain text. */
const lens = (line: number, title: string, command: CommandId | '', args: readonly unknown[]) =>
  new vscode.CodeLens(
    new vscode.Range(line, 0, line, 0),
    command === '' ? { title, command } : commandFor(title, command, ...args),
  );
