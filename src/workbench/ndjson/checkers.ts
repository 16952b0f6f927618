/** A checker for each open event file. */
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { accountContext } from '../accountContext.ts';
import { FileChecker } from './checker.ts';
import type { EventFiles } from './eventFiles.ts';
import type { Rejections } from '../../ndjson/rejections.ts';

/** The checker of a document, undefined where it is no event file. */
export type CheckerOf = (document: vscode.TextDocument) => FileChecker | undefined;

/** Events grow too old while their file is open. */
const AGE_MS = 30_000;

export class Checkers {
  readonly #collection = vscode.languages.createDiagnosticCollection('orb-files');
  readonly #checkers = new Map<vscode.TextDocument, FileChecker>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** A document became an event file or is none any more, or all its lines are checked. */
  readonly onDidChange = this.#changed.event;
  readonly #ageing = setInterval(() => this.#age(), AGE_MS);
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly services: Services,
    private readonly files: EventFiles,
    private readonly rejections: Rejections,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      this.#changed,
      vscode.workspace.onDidOpenTextDocument((document) => this.look(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#drop(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const checker = this.of(document);
        if (checker !== undefined && contentChanges.length > 0) checker.change(contentChanges);
        // The first line may show it only now; one that is half typed does not end it.
        const isFirst = contentChanges.some(({ range }) => range.start.line === 0);
        if (isFirst && checker === undefined) this.look(document);
      }),
      vscode.workspace.onDidSaveTextDocument((document) => this.of(document)?.saved()),
      services.connections.onDidChange(() => this.#age()),
    );
    this.lookAtAll();
  }

  readonly of: CheckerOf = (document) => this.#checkers.get(document);

  /** Begins or ends checking, as the document is an event file or not. */
  look(document: vscode.TextDocument): void {
    const isOne = this.files.has(document);
    if (isOne === this.#checkers.has(document)) return;
    if (!isOne) {
      this.#drop(document);
      return;
    }
    const needs = {
      collection: this.#collection,
      context: () => accountContext(this.services),
      checked: () => this.#changed.fire(),
      rejection: this.rejections.of,
    };
    this.#checkers.set(document, new FileChecker(document, needs));
    this.#changed.fire();
  }

  lookAtAll(): void {
    for (const document of vscode.workspace.textDocuments) this.look(document);
  }

  dispose(): void {
    clearInterval(this.#ageing);
    for (const checker of this.#checkers.values()) checker.dispose();
    this.#checkers.clear();
    this.#subscriptions.dispose();
  }

  #drop(document: vscode.TextDocument): void {
    this.#checkers.get(document)?.dispose();
    if (this.#checkers.delete(document)) this.#changed.fire();
  }

  #age(): void {
    for (const checker of this.#checkers.values()) checker.age();
  }
}
