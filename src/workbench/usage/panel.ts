/** One usage page: the webview, its channel, and what its buttons do in the editor. */
import * as vscode from 'vscode';
import { USAGE_PAGE } from '../../contributions.ts';
import type { Connection } from '../../core/connection.ts';
import { usageTexts } from '../../core/texts/usage.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import type { TimeBounds } from '../../core/timeSeries.ts';
import { usageCsv } from '../../core/usage/usageCsv.ts';
import { stepOf } from '../../core/usage/usageRange.ts';
import { connect, type Channel } from '../../protocol/rpc.ts';
import type { Choice, ToHost, ToPage, UsageState } from '../../protocol/usage.ts';
import { askBounds } from '../askBounds.ts';
import { boundsOf } from '../chart/bounds.ts';
import { exportChart } from '../chart/exportChart.ts';
import { onPage } from '../chart/onPage.ts';
import { nameAndMode } from '../connections/labels.ts';
import { report, startCommand } from '../notices.ts';
import { loadPage, webviewPort } from '../pages/page.ts';
import type { Services } from '../services.ts';
import { askUsageCustomer } from './askUsageCustomer.ts';
import { knownCustomers, knownProperties } from './known.ts';
import { UsageModel } from './model.ts';
import { describeObstacle } from './problem.ts';
import { customerOf, fromStored, toStored } from './question.ts';
import { sentIds } from './sentIds.ts';

const keptKey = (connectionId: string) => `orb.usage.last.${connectionId}`;

export class UsagePanel {
  readonly model: UsageModel;
  readonly #panel: vscode.WebviewPanel;
  readonly #channel: Channel<ToPage>;
  #connection: Connection;
  #customers: readonly Choice[] = [];
  #properties: readonly string[] = [];

  /**
   * @param connection as it is now; later changes of its name and mode are followed
   * @param restored the editor's own from before a reload; else a new one is opened
   */
  constructor(
    private readonly services: Services,
    connection: Connection,
    onClose: () => void,
    restored?: vscode.WebviewPanel,
  ) {
    const { connections, context } = services;
    const { id } = connection;
    this.#connection = connection;
    this.model = new UsageModel(
      {
        client: () => connections.client(id),
        nowMs: () => connections.now(id),
        keep: (question) => void context.workspaceState.update(keptKey(id), toStored(question)),
      },
      fromStored(context.workspaceState.get(keptKey(id))),
    );
    const { model } = this;
    this.#panel =
      restored ??
      vscode.window.createWebviewPanel(USAGE_PAGE, this.#title, vscode.ViewColumn.Active);
    this.#channel = connect<ToHost, ToPage>(webviewPort(this.#panel.webview), {
      open: () => ({ texts: usageTexts(), language: vscode.env.language, state: this.#state }),
      choose: ({ range }) => this.#work(range === 'custom' ? this.#custom() : model.ask({ range })),
      granularity: ({ granularity }) => this.#work(model.ask({ granularity })),
      customer: ({ customer }) => this.#work(this.#pickCustomer(customer)),
      price: ({ priceId }) => this.#work(model.ask({ priceId })),
      groupBy: ({ property, other }) => this.#work(this.#groupBy(property, other === true)),
      filter: ({ filter }) => this.#work(model.ask({ filter })),
      refresh: () => this.#work(model.refresh()),
      retry: () => this.#work(model.read(true)),
      cancel: () => model.cancel(),
      export: (shown) => this.#work(this.#export(shown)),
      sentIds: async (bounds) => (await this.#sentIds(bounds)).length,
      searchSentIds: (bounds) => this.#work(this.#searchSentIds(bounds)),
      compareWithFile: () =>
        void startCommand(services, 'orb.reconcile.file', { connectionId: id }),
      replaceKey: () => this.#work(this.#replaceKey()),
    });
    const told = model.onDidChange(() => this.#tell());
    const changed = connections.onDidChange(() => {
      this.#connection = connections.get(id) ?? this.#connection;
      this.#panel.title = this.#title;
      this.#tell();
    });
    const renewed = connections.onDidRenew(({ connectionId, what }) => {
      if (connectionId !== id) return;
      const { failure } = model.state;
      if (what === 'data' || failure !== null || model.obstacle?.kind === 'forbidden') {
        this.#work(model.refresh());
      }
    });
    this.#panel.onDidDispose(() => {
      told.dispose();
      renewed.dispose();
      changed.dispose();
      this.#channel.dispose();
      model.dispose();
      onClose();
    });
    loadPage(this.#panel.webview, context.extensionUri, 'usage', this.#title);
    void this.#readKnown();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  get #title(): string {
    return vscode.l10n.t('Usage: {0}', nameAndMode(this.#connection));
  }

  get #state(): UsageState {
    const { id: connectionId, name, mode, baseUrl } = this.#connection;
    const { state, obstacle, range } = this.model;
    return {
      ...state,
      problem: obstacle && describeObstacle(obstacle, range, name),
      customers: this.#customers,
      properties: this.#properties,
      connection: { name, mode, host: new URL(baseUrl).host },
      connectionId,
    };
  }

  #tell(): void {
    // The page doesn't listen before it asked for its state, nor after it is closed.
    this.#channel.remote.show(this.#state).catch(() => undefined);
  }

  /** The page doesn't wait for its requests: its state shows how reading goes. Other failures are notices. */
  #work(work: Promise<unknown>): void {
    const done = () => void this.#readKnown();
    work.then(done, (error: unknown) => {
      done();
      report(this.services, onPage(error), 'Usage');
    });
  }

  /** What can be chosen comes from recorded data, which the page doesn't wait for. */
  async #readKnown(): Promise<void> {
    const { id } = this.#connection;
    const { question, customer, sql } = this.model;
    this.#customers = await knownCustomers(this.services, id, question.customer);
    const known = await knownProperties(this.services, id, customer, sql);
    const { groupBy } = question;
    this.#properties =
      groupBy === undefined || known.includes(groupBy) ? known : [...known, groupBy];
    this.#tell();
  }

  async #custom(): Promise<void> {
    const { connections, dialogs } = this.services;
    const asked = await askBounds(dialogs, this.#title);
    const range = asked && boundsOf(asked, connections.now(this.#connection.id));
    if (range === undefined) {
      this.#tell();
      return;
    }
    const { startMs, hours } = range;
    const bounds = { startMs, endMs: startMs + hours * HOUR_MS };
    await this.model.ask({ range: 'custom', bounds });
  }

  async #pickCustomer(key: string | null): Promise<void> {
    const customer =
      key === null ? await askUsageCustomer(this.services, this.#title) : customerOf(key);
    if (customer === undefined) this.#tell();
    else await this.model.ask({ customer, priceId: undefined, groupBy: undefined, filter: '' });
  }

  async #groupBy(property: string | null, isOther: boolean): Promise<void> {
    if (!isOther) return this.model.ask({ groupBy: property ?? undefined });
    const typed = await this.services.dialogs.input({
      title: this.#title,
      prompt: vscode.l10n.t('Property to group by'),
    });
    if (typed === undefined || typed.trim() === '') this.#tell();
    else await this.model.ask({ groupBy: typed.trim() });
  }

  async #export(shown: TimeBounds): Promise<void> {
    const { rows, question, currency } = this.model;
    const { granularity, groupBy } = question;
    await exportChart(this.services, this.#panel, this.#channel.remote, {
      name: `orb-usage-${new Date(shown.startMs).toISOString().slice(0, 10)}`,
      csv: usageCsv(rows, stepOf(granularity), shown, groupBy, currency),
    });
  }

  #sentIds({ startMs, endMs }: TimeBounds): Promise<readonly string[]> {
    const { customer } = this.model;
    if (customer === undefined) return Promise.resolve([]);
    return sentIds(this.services, {
      ...{ connectionId: this.#connection.id, startMs, endMs },
      customerId: customer.id,
      externalCustomerId: customer.externalId,
    });
  }

  async #searchSentIds({ startMs, endMs }: TimeBounds): Promise<void> {
    const eventIds = await this.#sentIds({ startMs, endMs });
    if (eventIds.length === 0) return;
    await startCommand(this.services, 'orb.events.search', {
      eventIds,
      timeframeStart: new Date(startMs).toISOString(),
      timeframeEnd: new Date(endMs).toISOString(),
      connectionId: this.#connection.id,
    });
  }

  #replaceKey(): Promise<void> {
    const connectionId = this.#connection.id;
    return startCommand(this.services, 'orb.connections.replaceKey', { connectionId });
  }
}
