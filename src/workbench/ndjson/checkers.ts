/** Keeps a checker for each open event file. */
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { accountContext } from '../connectionsApi.ts';
import { FileChecker } from './checker.ts';
import type { EventFiles } from './eventFiles.ts';
import type { Rejections } from '../../ndjson/rejections.ts';

/** Returns the checker of a document, undefined when it isn't an event file. */
export type CheckerOf = (document: vscode.TextDocument) => FileChecker | undefined;

/** Events get too old while their file is open. */
const AGE_MS = 30_000;

export class Checkers {
  readonly #collection = vscode.languages.createDiagnosticCollection('orb-files');
  readonly #checkers = new Map<vscode.TextDocument, FileChecker>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** A document became an event file or stopped being one, or all its lines are validated. */
  readonly onDidChange = this.#changed.event;
  readonly #ageTimer = setInterval(() => this.#refreshAges(), AGE_MS);
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly services: Services,
    private readonly files: EventFiles,
    private readonly rejections: Rejections,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      this.#changed,
      vscode.workspace.onDidOpenTextDocument((document) => this.update(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#drop(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const checker = this.of(document);
        if (checker !== undefined && contentChanges.length > 0) checker.change(contentChanges);
        // An edit of the first line can make it an event file. While that line is being edited, it stays one.
        const isFirst = contentChanges.some(({ range }) => range.start.line === 0);
        if (isFirst && checker === undefined) this.update(document);
      }),
      vscode.workspace.onDidSaveTextDocument((document) => this.of(document)?.saved()),
      services.connections.onDidChange(() => this.#refreshAges()),
      services.catalog.onDidChange(() => {
        for (const checker of this.#checkers.values()) checker.refreshAges(true);
      }),
    );
    this.updateAll();
  }

  readonly of: CheckerOf = (document) => this.#checkers.get(document);

  /** Starts or stops validating, depending on whether the document is an event file. */
  update(document: vscode.TextDocument): void {
    const isEventFile = this.files.has(document);
    if (isEventFile === this.#checkers.has(document)) return;
    if (!isEventFile) {
      this.#drop(document);
      return;
    }
    const options = {
      collection: this.#collection,
      context: () => accountContext(this.services),
      checked: () => this.#changed.fire(),
      rejection: this.rejections.of,
    };
    this.#checkers.set(document, new FileChecker(document, options));
    this.#changed.fire();
  }

  updateAll(): void {
    for (const document of vscode.workspace.textDocuments) this.update(document);
  }

  dispose(): void {
    clearInterval(this.#ageTimer);
    for (const checker of this.#checkers.values()) checker.dispose();
    this.#checkers.clear();
    this.#subscriptions.dispose();
  }

  #drop(document: vscode.TextDocument): void {
    this.#checkers.get(document)?.dispose();
    if (this.#checkers.delete(document)) this.#changed.fire();
  }

  #refreshAges(): void {
    for (const checker of this.#checkers.values()) checker.refreshAges();
  }
}
