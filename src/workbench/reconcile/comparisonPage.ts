/** The page of one comparison: the webview, its channel, and the rows it shows. */
import * as vscode from 'vscode';
import { RECONCILE_PAGE } from '../../contributions.ts';
import { DEFAULT_GRACE_HOURS, hostOf } from '../../core/connection.ts';
import { reconcilePageTexts } from '../../core/texts/reconcilePage.ts';
import { connect, type Channel } from '../../protocol/rpc.ts';
import type {
  ReconcileAction,
  ReconcileState,
  RowSelection,
  ToHost,
  ToPage,
} from '../../protocol/reconcile.ts';
import { showLine } from '../ingest/showLine.ts';
import { report, startCommand } from '../notices.ts';
import { loadPage, webviewPort } from '../pages/page.ts';
import type { ComparisonModel } from './comparisonModel.ts';
import { shownGroups, stateOf } from './comparisonState.ts';
import type { ReconcileServices } from './comparisons.ts';
import { availableRepairs } from './repairList.ts';
import { runAction } from './pageActions.ts';
import { RowsReader } from './rowsReader.ts';

/** While a comparison runs, its groups are read again so often. */
const GROUPS_MS = 400;
/** The grace period goes on. */
const GRACE_MS = 60_000;

export class ComparisonPage {
  readonly #panel: vscode.WebviewPanel;
  readonly #channel: Channel<ToPage>;
  readonly #reader: RowsReader;
  #isReading = false;
  #readMs = -Infinity;
  #readAgain: NodeJS.Timeout | undefined;

  /** @param restored the editor's panel from before a reload; otherwise a new one is opened */
  constructor(
    private readonly parts: ReconcileServices,
    readonly model: ComparisonModel,
    onClose: () => void,
    restored?: vscode.WebviewPanel,
  ) {
    const { services } = parts;
    const title = model.fileName;
    this.#reader = new RowsReader(services.context, model.record, () => this.#grace);
    this.#panel =
      restored ?? vscode.window.createWebviewPanel(RECONCILE_PAGE, title, vscode.ViewColumn.Active);
    this.#channel = connect<ToHost, ToPage>(webviewPort(this.#panel.webview), {
      open: async () => {
        await this.#readGroups();
        return {
          texts: reconcilePageTexts(),
          language: vscode.env.language,
          state: this.#state,
          groups: shownGroups(model),
          byTime: model.byTime,
        };
      },
      select: (selection) => this.#select(selection),
      rows: ({ selection, offset, limit }) => this.#reader.rows(selection, offset, limit),
      detail: (row) => this.#reader.detail(row),
      run: ({ action }) => this.#run(action),
      openLine: ({ line }) => this.#work(showLine(vscode.Uri.parse(model.record.uri), line)),
      openEvent: ({ eventId, ms }) =>
        void startCommand(services, 'orb.event.open', {
          eventId,
          connectionId: model.record.connectionId,
          ...(ms !== null && aroundOf(ms)),
        }),
      copy: ({ text }) => this.#work(vscode.env.clipboard.writeText(text)),
    });
    const followed = [
      model.onDidChange(() => this.#show()),
      model.onDidChangeByTime(() => this.#send((page) => page.showByTime(model.byTime))),
      services.connections.onDidChange(() => this.#show()),
    ];
    const timer = setInterval(() => this.#show(), GRACE_MS);
    this.#panel.onDidDispose(() => {
      clearInterval(timer);
      clearTimeout(this.#readAgain);
      for (const each of followed) each.dispose();
      this.#channel.dispose();
      this.#reader[Symbol.dispose]();
      onClose();
    });
    loadPage(this.#panel.webview, services.context.extensionUri, 'reconcile', title);
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  get #grace(): ReconcileState['grace'] {
    const { connections } = this.parts.services;
    const { connectionId } = this.model.record;
    const { gracePeriodHours = DEFAULT_GRACE_HOURS } = connections.get(connectionId) ?? {};
    return { nowMs: connections.now(connectionId), gracePeriodHours };
  }

  get #state(): ReconcileState {
    const { connectionId, connectionName, mode } = this.model.record;
    // A removed connection keeps its last name.
    const { name, ...connection } = this.parts.services.connections.get(connectionId) ?? {
      name: connectionName,
      mode,
    };
    const host = 'baseUrl' in connection ? hostOf(connection) : '';
    return stateOf(this.model, {
      connection: { name, mode: connection.mode, host },
      grace: this.#grace,
      available: availableRepairs(),
    });
  }

  #show(): void {
    this.#send((page) => page.show(this.#state));
    this.#work(this.#readGroups());
  }

  /** Reads the rows that were found since, now or after a while. */
  async #readGroups(): Promise<void> {
    const waitMs = this.#readMs + GROUPS_MS - performance.now();
    clearTimeout(this.#readAgain);
    if (this.#isReading || (waitMs > 0 && this.model.phase.kind === 'comparing')) {
      this.#readAgain = setTimeout(() => this.#work(this.#readGroups()), Math.max(waitMs, 50));
      return;
    }
    if (this.model.phase.kind === 'reading') return;
    this.#isReading = true;
    try {
      const before = JSON.stringify(shownGroups(this.model));
      this.model.groups = await this.#reader.groups();
      const groups = shownGroups(this.model);
      if (JSON.stringify(groups) !== before) {
        this.#send((page) => page.showGroups(groups));
        this.#send((page) => page.show(this.#state));
      }
    } finally {
      this.#isReading = false;
      this.#readMs = performance.now();
    }
  }

  async #select(selection: RowSelection): Promise<void> {
    const { total } = await this.#reader.rows(selection, 0, 0);
    this.model.select(selection, selection.lines?.length ?? total);
  }

  #run(action: ReconcileAction): void {
    this.#work(runAction(this.parts, this.model, this.#reader, action));
  }

  #send(work: (page: Channel<ToPage>['remote']) => Promise<unknown>): void {
    // The page doesn't listen before it has asked for its state, or after it's closed.
    void work(this.#channel.remote).catch(() => undefined);
  }

  #work(work: PromiseLike<unknown>): void {
    Promise.resolve(work).catch((error: unknown) => {
      report(this.parts.services, error, 'Reconcile');
    });
  }
}

const aroundOf = (ms: number) => ({
  timeframeStart: new Date(ms - 86_400_000).toISOString(),
  timeframeEnd: new Date(ms + 86_400_000).toISOString(),
});
