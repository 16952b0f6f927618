/** An open page of an event: the host's side of protocol/eventEditor.ts. */
import * as vscode from 'vscode';
import type { LocatedIssue } from '../../core/located.ts';
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { JsonPath } from '../../core/issue.ts';
import type { Side } from '../../core/mergeRecord.ts';
import type { Action, PageState, ToHost, ToPage } from '../../protocol/eventEditor.ts';
import { connect, type Channel, type Handlers, type Port } from '../../protocol/rpc.ts';
import { completionsAt, hoverAt } from './assist.ts';
import type { ConnectedPage } from './connectedPages.ts';
import { PageDocument } from './pageDocument.ts';
import { problemsOf } from './pageProblems.ts';

/** The source of a page: an event in Orb, or a line of an event file. */
export interface EditorSource {
  /** A new object whenever a text has changed. */
  readonly texts: EventEditorTexts;
  state(): PageState;
  /** By the clock of the account. */
  nowMs(): number;
  /** The problems that our rules find in the document's text. */
  issues(): Promise<readonly LocatedIssue[]>;
  /** @param text for `amend` and `retry`: what was on screen */
  run(action: Action, text: string | undefined): Promise<void>;
  /** Shows why something that the page asked for failed, since the page can't show it. */
  report(error: unknown): void;
  choose(path: JsonPath | null, side: Side): Promise<void>;
  takeOut(path: JsonPath): Promise<void>;
  openStep(id: string): Promise<void>;
  /** @throws when Orb doesn't give it */
  readMetric(metricId: string): Promise<{ readonly sql: string }>;
  /** Fires when the state may have changed. */
  onDidChange(listener: () => void): vscode.Disposable | { dispose(): void };
  /** Adds a page that shows the document. @returns a function to call when it's gone */
  connected(page: ConnectedPage): () => void;
}

/** Where the page is: in a panel of this extension host, or in a tab of another host's panel. */
export interface PagePlace {
  readonly port: Port;
  isVisible(): boolean;
  isActive(): boolean;
  readonly onDidChange: vscode.Event<unknown>;
}

export class EventPage implements ConnectedPage {
  readonly #synced: PageDocument;
  readonly #listening: vscode.Disposable;
  #channel: Channel<ToPage>;
  /** False until the page asks, and while it's hidden, since the editor then ends its script. */
  #open = false;
  /** The channel to the page. */
  #texts: EventEditorTexts | undefined;
  /** The page is to show the section Billing once it is open. */
  #awaitsBilling = false;

  constructor(
    private readonly source: EditorSource,
    readonly document: vscode.TextDocument,
    private readonly place: PagePlace,
  ) {
    this.#synced = new PageDocument(document, {
      changed: (change) => this.#tell((page) => page.changed(change)),
      reset: (text) => this.#tell((page) => page.reset(text)),
    });
    this.#channel = this.#connect();
    const isOwn = (uri: vscode.Uri) => uri.toString() === document.uri.toString();
    this.#listening = vscode.Disposable.from(
      place.onDidChange(() => this.#hidden()),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document) this.#synced.changed(event.contentChanges);
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some(isOwn)) void this.#tellProblems();
      }),
      source.onDidChange(() => this.#show()),
      { dispose: source.connected(this) },
    );
  }

  get isConnected(): boolean {
    return this.#open;
  }

  /** Resolves when every key typed so far is in the document. */
  async settle(): Promise<void> {
    if (!this.#open) return;
    // A page that has been closed by then has nothing more to send.
    await this.#channel.remote.settle().catch(() => undefined);
    await this.#synced.drained();
  }

  /** Resolves when every edit from the page is in the document. */
  drained(): Promise<void> {
    return this.#synced.drained();
  }

  showBilling(): void {
    this.#awaitsBilling = !this.#open;
    this.#tell((page) => page.showBilling());
  }

  dispose(): void {
    this.#open = false;
    this.#listening.dispose();
    this.#channel.dispose();
  }

  #connect(): Channel<ToPage> {
    return connect<ToHost, ToPage>(this.place.port, this.#handlers());
  }

  #hidden(): void {
    if (this.place.isVisible() || !this.#open) return;
    this.#open = false;
    this.#channel.dispose();
    this.#channel = this.#connect();
  }

  #handlers(): Handlers<ToHost> {
    const shown = (work: Promise<void>) =>
      work.catch((error: unknown) => this.source.report(error));
    return {
      open: () => {
        this.#open = true;
        // After the response.
        setImmediate(() => {
          void this.#tellProblems();
          if (this.#awaitsBilling) this.showBilling();
        });
        this.#texts = this.source.texts;
        return {
          texts: this.#texts,
          language: vscode.env.language,
          state: this.source.state(),
          nowMs: this.source.nowMs(),
          document: this.#synced.text,
        };
      },
      ping: () => undefined,
      edit: (edit) => this.#synced.take(edit),
      history: async ({ step }) => {
        await this.#synced.drained();
        if (this.place.isActive()) await vscode.commands.executeCommand(step);
      },
      run: async ({ action, text }) => {
        await this.#synced.drained();
        await shown(this.source.run(action, text));
      },
      choose: ({ path, side }) => shown(this.source.choose(path, side)),
      takeOut: ({ path }) => shown(this.source.takeOut(path)),
      fix: ({ problem, index }) => shown(this.#fix(problem, index)),
      openStep: ({ id }) => shown(this.source.openStep(id)),
      copy: async ({ text }) => vscode.env.clipboard.writeText(text),
      metric: ({ metricId }) => this.source.readMetric(metricId),
      complete: ({ version, offset }) =>
        version === this.#synced.version ? completionsAt(this.document, offset) : undefined,
      hover: ({ version, offset }) =>
        version === this.#synced.version ? hoverAt(this.document, offset) : undefined,
    };
  }

  async #fix(id: string, index: number): Promise<void> {
    const listed = problemsOf(this.document, await this.source.issues());
    const fix = listed.find((problem) => problem.id === id)?.issue?.fixes[index];
    if (fix === undefined) return;
    const edit = new vscode.WorkspaceEdit();
    for (const { start, end, text } of fix.edits) {
      const range = new vscode.Range(
        this.document.positionAt(start),
        this.document.positionAt(end),
      );
      edit.replace(this.document.uri, range, text);
    }
    await vscode.workspace.applyEdit(edit);
  }

  #show(): void {
    const { texts } = this.source;
    const hasNew = texts !== this.#texts;
    this.#texts = texts;
    const state = this.source.state();
    const nowMs = this.source.nowMs();
    this.#tell((page) => page.show({ state, nowMs, ...(hasNew && { texts }) }));
  }

  async #tellProblems(): Promise<void> {
    const { version } = this.#synced;
    const listed = problemsOf(this.document, await this.source.issues());
    if (version !== this.#synced.version) return;
    const problems = listed.map(({ id, severity, message, start, end, fixes }) => ({
      id,
      severity,
      message,
      start,
      end,
      fixes,
    }));
    this.#tell((page) => page.problems({ version, problems }));
  }

  /** Messages to a page that is gone, or not loaded yet, would wait for a response forever. */
  #tell(message: (page: Channel<ToPage>['remote']) => Promise<void>): void {
    if (this.#open) message(this.#channel.remote).catch(() => undefined);
  }
}
