/** Code lenses over an event file: Validate, Ingest all, and for a selection Ingest selection. */
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions.ts';
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
    if (checker?.whole.kind !== 'lines') return [];
    const { event, broken, deadLetter } = checker.lines.counts();
    const uri = document.uri.toString();
    const top = (title: string, command: CommandId) => lens(0, title, command, [uri]);
    if (event + broken === 0) {
      const search = vscode.l10n.t('Search these events');
      return deadLetter === 0 ? [] : [top(search, 'orb.events.searchSelection')];
    }
    return [
      top(vscode.l10n.t('Validate'), 'orb.ingest.validate'),
      top(vscode.l10n.t('Ingest all ({0})', event + broken), 'orb.ingest.file'),
      ...selected(document),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }
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

const lens = (line: number, title: string, command: CommandId, args: readonly unknown[]) =>
  new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command, arguments: [...args] });
