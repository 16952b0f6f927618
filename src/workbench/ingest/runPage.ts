/** The page of one ingest: the webview, its channel, and what its buttons do in the editor. */
import * as vscode from 'vscode';
import { INGEST_RUN_PAGE } from '../../contributions.ts';
import { hostOf } from '../../core/connection.ts';
import { ingestRunTexts } from '../../core/texts/ingestRun.ts';
import { connect, type Channel } from '../../protocol/rpc.ts';
import type { IngestRunState, RunAction, ToHost, ToPage } from '../../protocol/ingestRun.ts';
import { report, startCommand } from '../notices.ts';
import { loadPage, webviewPort } from '../pages/page.ts';
import type { Services } from '../services.ts';
import { runActions } from './runActions.ts';
import type { RunModel } from './runModel.ts';
import { showLine } from './showLine.ts';

export class RunPage {
  readonly #panel: vscode.WebviewPanel;
  readonly #channel: Channel<ToPage>;

  /** @param restored the editor's panel from before a reload; otherwise a new one is opened */
  constructor(
    private readonly services: Services,
    private readonly model: RunModel,
    onClose: () => void,
    restored?: vscode.WebviewPanel,
  ) {
    const { connections, context } = services;
    const title = model.fileName;
    this.#panel =
      restored ??
      vscode.window.createWebviewPanel(INGEST_RUN_PAGE, title, vscode.ViewColumn.Active);
    this.#channel = connect<ToHost, ToPage>(webviewPort(this.#panel.webview), {
      open: () => ({
        texts: ingestRunTexts(),
        language: vscode.env.language,
        state: this.#state,
        groups: model.groups,
        byTime: model.byTime,
      }),
      run: ({ action }) => this.#run(action),
      openLine: ({ line }) =>
        this.#work(showLine(vscode.Uri.parse(model.run.uri), line + model.run.lineOffset)),
      copy: ({ text }) => this.#work(vscode.env.clipboard.writeText(text)),
    });
    // The page doesn't listen before it has asked for its state, or after it's closed.
    const ignore = () => undefined;
    const followed = [
      model.onDidChange(() => void this.#channel.remote.show(this.#state).catch(ignore)),
      model.onDidChangeGroups(
        () => void this.#channel.remote.showGroups(model.groups).catch(ignore),
      ),
      model.onDidChangeByTime(
        () => void this.#channel.remote.showByTime(model.byTime).catch(ignore),
      ),
      connections.onDidChange(() => void this.#channel.remote.show(this.#state).catch(ignore)),
    ];
    this.#panel.onDidDispose(() => {
      for (const each of followed) each.dispose();
      this.#channel.dispose();
      onClose();
    });
    loadPage(this.#panel.webview, context.extensionUri, 'ingestRun', title);
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  get #state(): IngestRunState {
    const { connections } = this.services;
    const { connectionId, connectionName, mode } = this.model.run;
    // A removed connection keeps its last name.
    const { name, ...connection } = connections.get(connectionId) ?? { name: connectionName, mode };
    const host = 'baseUrl' in connection ? hostOf(connection) : '';
    return {
      ...this.model.state(connections.now(connectionId)),
      connection: { name, mode: connection.mode, host },
    };
  }

  #run(action: RunAction): void {
    const { services, model } = this;
    if (action === 'stop') model.stop();
    else if (action === 'showLog') void startCommand(services, 'orb.log.show');
    else this.#work(runActions[action](services, model));
  }

  #work(work: PromiseLike<unknown>): void {
    Promise.resolve(work).catch((error: unknown) => {
      report(this.services, error, 'Ingest');
    });
  }
}
