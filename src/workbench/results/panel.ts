/** The page with the results of one search: the webview, its channel, and what its buttons do in the editor. */
import * as vscode from 'vscode';
import { RESULTS_PAGE } from '../../contributions.ts';
import { hostOf } from '../../core/connection.ts';
import { emptyTable, tableOf, type ResultTable } from '../../core/results/rows.ts';
import { describeWindow } from '../../core/search/window.ts';
import { resultsTexts } from '../../core/texts/results.ts';
import { connect, type Channel } from '../../protocol/rpc.ts';
import type {
  ColumnChoice,
  KeptResults,
  ResultsState,
  ToHost,
  ToPage,
} from '../../protocol/results.ts';
import { report, startCommand } from '../notices.ts';
import { loadPage, webviewPort } from '../pages/page.ts';
import type { Services } from '../services.ts';
import { editAsEventFile, exportRows } from './actions.ts';
import type { SearchPort, ShownSearch } from './searchPort.ts';

/** The layout and what is summed are the same for all searches of a workspace. */
const KEPT = 'orb.results.view';
/** Changes are shown together: each of them sends all rows. */
const TOGETHER_MS = 50;

export class ResultPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #channel: Channel<ToPage>;
  /** As last seen, since a search may be removed while its page is open. */
  #search: ShownSearch;
  #sending: ReturnType<typeof setTimeout> | undefined;

  /** @param restored the editor's panel from before a reload; otherwise a new one is opened */
  constructor(
    private readonly services: Services,
    private readonly searches: SearchPort,
    search: ShownSearch,
    onClose: () => void,
    restored?: vscode.WebviewPanel,
  ) {
    const { connections, context, events } = services;
    this.#search = search;
    this.#panel =
      restored ??
      vscode.window.createWebviewPanel(RESULTS_PAGE, this.#title, vscode.ViewColumn.Active);
    const { id, connectionId } = search;
    this.#channel = connect<ToHost, ToPage>(webviewPort(this.#panel.webview), {
      open: () => ({
        texts: resultsTexts(),
        language: vscode.env.language,
        nowMs: connections.now(connectionId),
        state: this.#state,
        table: this.#table,
        kept: this.#kept,
      }),
      keep: (kept) => void context.workspaceState.update(KEPT, kept),
      refresh: () => this.#ask(),
      cancel: () => searches.stop(id),
      openEvents: ({ ids }) => this.#work(this.#open(ids)),
      deprecate: ({ ids }) => void startCommand(services, 'orb.event.deprecate', this.#all(ids)),
      edit: ({ ids }) => this.#work(editAsEventFile(this.#views(ids))),
      copy: ({ text }) => this.#work(vscode.env.clipboard.writeText(text)),
      export: ({ csv, ids }) => this.#work(this.#export(csv, ids)),
      chooseColumns: ({ columns }) => this.#chooseColumns(columns),
    });
    const followed = [
      searches.onDidChange((changed) => {
        if (changed !== undefined && changed !== id) return;
        const now = searches.get(id);
        if (now === undefined) this.#panel.dispose();
        else this.#follow(now);
      }),
      events.onDidChange((changed) => {
        const found = new Set(this.#search.found);
        const isShown = changed.some(
          (each) => each.connectionId === connectionId && found.has(each.eventId),
        );
        if (isShown) this.#sendTable();
      }),
      connections.onDidChange(() => this.#tell()),
    ];
    this.#panel.onDidDispose(() => {
      clearTimeout(this.#sending);
      for (const each of followed) each.dispose();
      this.#channel.dispose();
      onClose();
    });
    loadPage(this.#panel.webview, context.extensionUri, 'results', this.#title);
    // From before a reload: Orb wasn't asked yet in this window.
    if (search.state.kind === 'idle') this.#ask();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  get #title(): string {
    return vscode.l10n.t('Results: {0}', this.#search.label);
  }

  get #state(): ResultsState {
    const { id, connectionId, label, window, widened, eventIds, asked, found, state } =
      this.#search;
    const connection = this.services.connections.get(connectionId);
    return {
      connection: {
        name: connection?.name ?? connectionId,
        mode: connection?.mode ?? 'live',
        host: connection === undefined ? '' : hostOf(connection),
      },
      searchId: id,
      title: label,
      range: describeWindow(widened ?? window),
      ...{ total: eventIds.length, asked, found: found.length },
      phase: state.kind === 'idle' || state.kind === 'asking' ? 'reading' : state.kind,
      failure: state.kind === 'failed' ? state.error.message : null,
    };
  }

  get #table(): ResultTable {
    const { id, missing } = this.#search;
    const views = this.searches.views(id);
    if (views.length + missing.length === 0) return emptyTable;
    const reasons = missing.map((each) => ({ id: each, reason: this.searches.reason(id, each) }));
    return tableOf(views, reasons);
  }

  get #kept(): KeptResults {
    const kept = this.services.context.workspaceState.get<Partial<KeptResults>>(KEPT);
    const { layout, sumOf, by } = typeof kept === 'object' ? kept : {};
    return {
      layout,
      sumOf: typeof sumOf === 'string' ? sumOf : null,
      by: by === 'name' ? 'name' : 'customer',
    };
  }

  #follow(search: ShownSearch): void {
    const { label, state } = this.#search;
    this.#search = search;
    if (search.label !== label) this.#panel.title = this.#title;
    this.#tell();
    // While Orb is asked, each response would send all rows again.
    if (search.state.kind !== 'asking' || state.kind === 'idle') this.#sendTable();
  }

  #tell(): void {
    // The page doesn't listen before it has asked for its state, or after it's closed.
    this.#channel.remote.show(this.#state).catch(() => undefined);
  }

  #sendTable(): void {
    clearTimeout(this.#sending);
    this.#sending = setTimeout(() => {
      this.#channel.remote.showTable(this.#table).catch(() => undefined);
    }, TOGETHER_MS);
  }

  /** The page shows a failure. */
  #ask(): void {
    this.searches.ask(this.#search.id).catch(() => undefined);
  }

  #work(work: PromiseLike<unknown>): void {
    Promise.resolve(work).catch((error: unknown) => report(this.services, error, 'Results'));
  }

  #all(ids: readonly string[]) {
    const { connectionId } = this.#search;
    return ids.map((eventId) => ({ eventId, connectionId }));
  }

  #views(ids: readonly string[]) {
    const wanted = new Set(ids);
    const views = new Map(
      this.searches
        .views(this.#search.id)
        .filter(({ eventId }) => wanted.has(eventId))
        .map((view) => [view.eventId, view]),
    );
    // In the order of the table.
    return ids.flatMap((id) => views.get(id) ?? []);
  }

  async #open(ids: readonly string[]): Promise<void> {
    for (const target of this.#all(ids)) {
      await startCommand(this.services, 'orb.event.open', target);
    }
  }

  async #export(csv: string, ids: readonly string[]): Promise<void> {
    const views = this.#views(ids);
    const canIngest = views.some(({ event }) => !event.deprecated);
    const { exportResults } = await import('../exportEvents.ts');
    const save = canIngest ? () => exportResults(this.services, views, undefined) : undefined;
    await exportRows(this.services, csv, save);
  }

  async #chooseColumns(columns: readonly ColumnChoice[]): Promise<readonly string[] | null> {
    const items = columns.map(({ id, title, detail, isShown }) => ({
      ...{ id, label: title, description: detail, picked: isShown },
    }));
    const chosen = await this.services.dialogs.pickMany(items, {
      title: vscode.l10n.t('Columns'),
    });
    return chosen?.map(({ id }) => id) ?? null;
  }
}
