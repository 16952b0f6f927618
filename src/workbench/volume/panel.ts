/** A volume page: the webview, its channel, and what its buttons do in the editor. */
import * as vscode from 'vscode';
import { VOLUME_PAGE } from '../../contributions.ts';
import type { Connection } from '../../core/connection.ts';
import { volumeTexts } from '../../core/texts/volume.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import { indexAt, type TimeBounds } from '../../core/timeSeries.ts';
import { volumeCsv } from '../../core/volumeCsv.ts';
import { connect, type Channel } from '../../protocol/rpc.ts';
import type { ToHost, ToPage, VolumeState } from '../../protocol/volume.ts';
import { aliasOf } from '../backfills/aliases.ts';
import { boundsOf } from '../chart/bounds.ts';
import { exportChart, type ExportedChart } from '../chart/exportChart.ts';
import { onPage } from '../chart/onPage.ts';
import { nameAndMode } from '../connections/labels.ts';
import { report, startCommand } from '../notices.ts';
import { loadPage, webviewPort } from '../pages/page.ts';
import type { Services } from '../services.ts';
import { VolumeModel, type KeptVolume } from './model.ts';

const keptKey = (connectionId: string) => `orb.volume.last.${connectionId}`;

export class VolumePanel {
  readonly model: VolumeModel;
  readonly #panel: vscode.WebviewPanel;
  readonly #channel: Channel<ToPage>;
  #connection: Connection;

  /**
   * @param connection as it is now; later changes of its name and mode are followed
   * @param restored the editor's panel from before a reload; otherwise a new one is opened
   */
  constructor(
    private readonly services: Services,
    connection: Connection,
    onClose: () => void,
    restored?: vscode.WebviewPanel,
  ) {
    const { connections, context, ledger, log } = services;
    const { id } = connection;
    this.#connection = connection;
    this.model = new VolumeModel(
      {
        client: () => connections.client(id),
        nowMs: () => connections.now(id),
        sent: (startMs, endMs) => ledger.sent.byHour(id, startMs, endMs),
        keep: (kept) => void context.workspaceState.update(keptKey(id), kept),
        backfillsFailed: (error) =>
          log.warn("The volume chart couldn't read the backfills.", error),
      },
      context.workspaceState.get<KeptVolume>(keptKey(id)),
    );
    this.#panel =
      restored ??
      vscode.window.createWebviewPanel(VOLUME_PAGE, this.#title, vscode.ViewColumn.Active);
    this.#channel = connect<ToHost, ToPage>(webviewPort(this.#panel.webview), {
      open: () => ({ texts: volumeTexts(), language: vscode.env.language, state: this.#state }),
      choose: ({ range }) =>
        this.#work(range === 'custom' ? this.#custom() : this.model.choose(range)),
      compare: ({ on }) => this.#work(this.model.setCompare(on)),
      refresh: () => this.#work(this.model.refresh()),
      retry: () => this.#work(this.model.read(true)),
      cancel: () => this.model.cancel(),
      export: (bounds) =>
        this.#work(
          exportChart(services, this.#panel, this.#channel.remote, this.#exported(bounds)),
        ),
      usage: () => void startCommand(services, 'orb.usage.show', { connectionId: id }),
      search: (bounds) => this.#command('orb.events.search', bounds),
      backfill: (bounds) => this.#command('orb.backfills.create', bounds),
    });
    const told = this.model.onDidChange(() => this.#tell());
    const changed = connections.onDidChange(() => {
      this.#connection = connections.get(id) ?? this.#connection;
      this.#panel.title = this.#title;
      this.#tell();
    });
    const renewed = connections.onDidRenew(({ connectionId, what }) => {
      if (connectionId !== id) return;
      if (what === 'data') this.#work(this.model.refresh());
      else if (this.model.state.failure !== null) this.#work(this.model.read(true));
    });
    this.#panel.onDidDispose(() => {
      told.dispose();
      renewed.dispose();
      changed.dispose();
      this.#channel.dispose();
      this.model.dispose();
      onClose();
    });
    loadPage(this.#panel.webview, context.extensionUri, 'volume', this.#title);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  get #title(): string {
    return vscode.l10n.t('Volume: {0}', nameAndMode(this.#connection));
  }

  get #state(): VolumeState {
    const { id: connectionId, name, mode, baseUrl } = this.#connection;
    const { state } = this.model;
    const known = (scope: string | null) =>
      scope && (aliasOf(this.services.context, connectionId, scope) ?? scope);
    return {
      ...state,
      backfills: state.backfills.map((each) => ({ ...each, scope: known(each.scope) })),
      connection: { name, mode, host: new URL(baseUrl).host },
      connectionId,
    };
  }

  #exported({ startMs, endMs }: TimeBounds): ExportedChart {
    const { series } = this.model;
    const span = {
      from: Math.max(0, indexAt(series, startMs)),
      to: Math.min(series.counts.length, indexAt(series, endMs)),
    };
    const name = `orb-volume-${new Date(startMs).toISOString().slice(0, 10)}`;
    return { name, csv: volumeCsv(series, span) };
  }

  #tell(): void {
    // The page doesn't listen before it has asked for its state, or after it's closed.
    this.#channel.remote.show(this.#state).catch(() => undefined);
  }

  /**
   * The page doesn't wait for its requests, since its state shows the progress. Other failures are
   * shown as notifications.
   */
  #work(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      report(this.services, onPage(error), 'Volume');
    });
  }

  async #custom(): Promise<void> {
    const { askBounds } = await import('../search/questions.ts');
    const asked = await askBounds(this.services, this.#title);
    const range =
      asked?.kind === 'exact'
        ? boundsOf(asked, this.services.connections.now(this.#connection.id))
        : undefined;
    if (range !== undefined) await this.model.choose('custom', range);
    else this.#tell();
  }

  /** Both commands ask for what the range doesn't include. */
  #command(
    command: 'orb.events.search' | 'orb.backfills.create',
    { startMs, endMs }: TimeBounds,
  ): void {
    const hour = (ms: number) =>
      new Date(Math.round(ms / HOUR_MS) * HOUR_MS).toISOString().replace('.000Z', 'Z');
    const asked = {
      connectionId: this.#connection.id,
      timeframeStart: hour(startMs),
      timeframeEnd: hour(endMs),
    };
    void startCommand(this.services, command, asked);
  }
}
