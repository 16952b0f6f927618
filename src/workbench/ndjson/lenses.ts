/** Code lenses over an event file: Validate, Ingest all, for a selection Ingest selection; over dead letters what they are. */
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions.ts';
import { reasonCounts, rejectedEvents } from '../../core/texts/deadLetters.ts';
import { commandFor } from '../callers.ts';
import type { FileChecker } from './checker.ts';
import type { CheckerOf } from './checkers.ts';

/** Selecting with the keyboard changes the selection many times a second. */
const PAUSE_MS = 100;

export class FileLenses implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly checkerOf: CheckerOf) {}

  /** The number of lines or the selection may be another. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), PAUSE_MS);
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const checker = this.checkerOf(document);
    const kind = checker?.whole.kind;
    if (checker === undefined || (kind !== 'lines' && kind !== 'deadLetters')) return [];
    if (kind === 'deadLetters') return overDeadLetters(checker);
    const { event, broken } = checker.lines.counts();
    if (event + broken === 0) return [];
    const uri = document.uri.toString();
    return [
      lens(0, vscode.l10n.t('Validate'), 'orb.ingest.validate', [uri]),
      lens(0, vscode.l10n.t('Ingest all ({0})', event + broken), 'orb.ingest.file', [uri]),
      ...selected(document),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }
}

function overDeadLetters({ document, lines }: FileChecker): vscode.CodeLens[] {
  const reasons = lines.reasons();
  const total = [...reasons.values()].reduce((sum, each) => sum + each, 0);
  if (total === 0) return [];
  const uri = document.uri.toString();
  const find = vscode.l10n.t('Find the Events in…');
  return [
    lens(0, rejectedEvents(total), '', []),
    lens(0, reasonCounts(reasons), '', []),
    // The editor draws no plain space behind an icon.
    lens(0, `$(search)\u00a0${find}`, 'orb.ndjson.findEvents', [uri]),
    lens(0, vscode.l10n.t('Group by Reason'), 'orb.ndjson.groupByReason', [uri]),
  ];
}

function selected(document: vscode.TextDocument): vscode.CodeLens[] {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document) return [];
  const lines = editor.selections
    .filter((selection) => !selection.isEmpty)
    .map(({ start }) => start.line);
  if (lines.length === 0) return [];
  const title = vscode.l10n.t('Ingest selection');
  return [lens(Math.min(...lines), title, 'orb.ingest.selection', [])];
}

/** Without a command it is a text. */
const lens = (line: number, title: string, command: CommandId | '', args: readonly unknown[]) =>
  new vscode.CodeLens(
    new vscode.Range(line, 0, line, 0),
    command === '' ? { title, command } : commandFor(title, command, ...args),
  );
