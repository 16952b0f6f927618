/** One Traffic page: the webview, its channel, and what its buttons do in the editor. */
import * as vscode from 'vscode';
import { TRAFFIC_PAGE } from '../../contributions.ts';
import { hostOf, type Connection } from '../../core/connection.ts';
import { trafficTexts } from '../../core/texts/trafficPage.ts';
import { eventLines, sentLines } from '../../core/traffic/eventLines.ts';
import { containsText } from '../../core/traffic/keptRequests.ts';
import { requestDetail } from '../../core/traffic/requestDetail.ts';
import { requestRow } from '../../core/traffic/requestRow.ts';
import type { ValidatedCall } from '../../core/traffic/recordedCall.ts';
import { connect, type Channel } from '../../protocol/rpc.ts';
import type {
  ExportAction,
  RequestAction,
  ToHost,
  ToPage,
  TrafficAction,
  TrafficState,
} from '../../protocol/traffic.ts';
import { runCommand } from '../callers.ts';
import { nameAndMode } from '../connections/labels.ts';
import { report, startCommand } from '../notices.ts';
import { loadPage, webviewPort } from '../pages/page.ts';
import { control } from '../sandbox/control.ts';
import type { Services } from '../services.ts';
import { askFault, faultSentence } from './faults.ts';
import { TrafficModel } from './model.ts';
import type { Recorders } from './recorders.ts';
import * as actions from './requestActions.ts';
import { openTerminal, variablesOf, type TerminalVariables } from './terminals.ts';

export interface TrafficParts {
  readonly services: Services;
  readonly recorders: Recorders;
  readonly variables: TerminalVariables;
}

export class TrafficPanel {
  readonly model: TrafficModel;
  readonly #panel: vscode.WebviewPanel;
  readonly #channel: Channel<ToPage>;
  #connection: Connection;
  #filter = '';

  /**
   * @param connection as it is now; later changes of its name are followed
   * @param restored the editor's own from before a reload; else a new one is opened
   */
  constructor(
    private readonly parts: TrafficParts,
    connection: Connection,
    onClose: () => void,
    restored?: vscode.WebviewPanel,
  ) {
    const { services, recorders } = parts;
    const { connections, context, settings } = services;
    const { id } = connection;
    this.#connection = connection;
    this.model = new TrafficModel({
      requests: settings.get('orb.recorder.maxRequests'),
      bytes: settings.get('orb.recorder.maxMegabytes') * 1024 * 1024,
    });
    const { model } = this;
    this.#panel =
      restored ??
      vscode.window.createWebviewPanel(TRAFFIC_PAGE, this.#title, vscode.ViewColumn.Active);
    this.#channel = connect<ToHost, ToPage>(webviewPort(this.#panel.webview), {
      open: () => ({
        texts: trafficTexts(),
        language: vscode.env.language,
        state: this.#state,
        rows: model.requests.all.map(requestRow),
      }),
      filter: ({ text }) => {
        this.#filter = text;
        return text === '' ? [] : model.requests.containing(text);
      },
      request: ({ n }) => {
        const call = model.requests.get(n);
        return call === undefined ? null : requestDetail(call);
      },
      run: ({ action }) => this.#work(this.#run(action)),
      export: ({ action, after }) => this.#work(this.#export(action, after)),
      onRequest: ({ n, action }) => this.#work(this.#onRequest(n, action)),
      openEvent: ({ n, index }) => this.#work(this.#openEvent(n, index)),
      findInCode: ({ text }) => this.#work(findInCode(text)),
      copy: ({ text }) => this.#work(vscode.env.clipboard.writeText(text)),
    });
    const { remote } = this.#channel;
    // The page doesn't listen before it asked for its state, nor after it is closed.
    const quiet = (sent: Promise<unknown>) => void sent.catch(() => undefined);
    const told = [
      model.onDidChange(() => this.#tell()),
      model.onDidRecord((calls) => {
        const found = this.#filter === '' ? [] : calls.filter(containsText(this.#filter));
        quiet(
          remote.add({
            rows: calls.map(requestRow),
            first: model.requests.first,
            matching: found.map(({ n }) => n),
          }),
        );
      }),
      model.onDidClear(() => quiet(remote.clear())),
      recorders.onDidChange(() => model.use(recorders.of(id))),
      connections.onDidChange(() => {
        this.#connection = connections.get(id) ?? this.#connection;
        this.#panel.title = this.#title;
        this.#tell();
      }),
    ];
    this.#panel.onDidDispose(() => {
      for (const each of told) each.dispose();
      this.#channel.dispose();
      model.dispose();
      onClose();
    });
    model.use(recorders.of(id));
    loadPage(this.#panel.webview, context.extensionUri, 'traffic', this.#title);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  get #title(): string {
    return vscode.l10n.t('Traffic: {0}', nameAndMode(this.#connection));
  }

  get #state(): TrafficState {
    const { name, mode } = this.#connection;
    const { recorder, phase, faults, unreachableSinceMs } = this.model;
    const { variables } = this.parts;
    const port = recorder && new URL(recorder.url).port;
    return {
      connection: { name, mode, host: hostOf(this.#connection) },
      connectionId: this.#connection.id,
      address: port === undefined ? '' : `localhost:${port}`,
      phase,
      variables: recorder ? { baseUrl: recorder.url, apiKey: recorder.apiKey } : null,
      fault: faultSentence(faults),
      unreachableSinceMs,
      isInTerminals: recorder !== undefined && variables.connectionId === recorder.connectionId,
      remoteName: vscode.env.remoteName ?? null,
    };
  }

  #tell(): void {
    this.#channel.remote.show(this.#state).catch(() => undefined);
  }

  #work(work: PromiseLike<unknown>): void {
    void Promise.resolve(work).catch((error: unknown) =>
      report(this.parts.services, error, 'Traffic'),
    );
  }

  async #run(action: TrafficAction): Promise<void> {
    const { services, recorders, variables } = this.parts;
    const { id, name } = this.#connection;
    if (action === 'start') {
      await recorders.start(id, undefined);
      return;
    }
    const recorder = recorders.of(id);
    if (recorder === undefined) return;
    switch (action) {
      case 'stop':
        this.model.stopping();
        await recorders.stop(id);
        break;
      case 'openTerminal':
        openTerminal(recorder);
        break;
      case 'copyEnv':
        await vscode.env.clipboard.writeText(
          Object.entries(variablesOf(recorder))
            .map(([variable, value]) => `${variable}=${value}\n`)
            .join(''),
        );
        break;
      case 'useInTerminals':
        if (variables.connectionId === id) variables.remove();
        else variables.use(recorder, name);
        this.#tell();
        break;
      case 'injectFault': {
        const fault = await askFault(services.dialogs);
        if (fault === undefined) return;
        await control(recorder, '/faults', [fault]);
        await this.model.readFaults();
        break;
      }
      case 'clearFault':
        await control(recorder, '/faults', []);
        await this.model.readFaults();
        break;
      case 'sendToSandbox':
        await this.#sendToSandbox();
    }
  }

  async #sendToSandbox(): Promise<void> {
    const { services, recorders } = this.parts;
    const isSure = await services.dialogs.confirm({
      message: vscode.l10n.t('Send requests to the sandbox instead?'),
      detail: vscode.l10n.t(
        'A sandbox starts if none is running. Your service keeps its URL and API key. Nothing more is sent to {0}.',
        this.#connection.name,
      ),
      action: vscode.l10n.t('Send to Sandbox'),
    });
    if (!isSure) return;
    const started = await runCommand('orb.sandbox.start', {});
    if (started === undefined) return;
    await recorders.move(this.#connection.id, started.connectionId);
    await startCommand(services, 'orb.recorder.show');
  }

  async #export(action: ExportAction, after: number): Promise<void> {
    const { services } = this.parts;
    const { id, baseUrl } = this.#connection;
    const calls = this.model.requests.all.filter(({ n }) => n > after);
    switch (action) {
      case 'exportHar':
        return actions.saveHar(services, calls, new URL(baseUrl).origin);
      case 'saveEvents':
        return actions.saveEvents(services, eventLines(calls));
      case 'compare':
        return actions.compare(services, calls, id);
    }
  }

  async #onRequest(n: number, action: RequestAction): Promise<void> {
    const { services } = this.parts;
    const call = this.#request(n);
    if (call === undefined) return;
    switch (action) {
      case 'replay':
        return actions.replay(services, call);
      case 'save':
        return actions.saveEvents(services, sentLines(call));
      case 'copyAs':
        return actions.copyRequest(services, call, this.#connection.baseUrl);
      case 'openRequest':
        return actions.openBody(call.requestBody);
      case 'openResponse':
        return actions.openBody(call.responseBody);
    }
  }

  /** The page draws what has left in the meantime as such when it asks again. */
  #request(n: number): ValidatedCall | undefined {
    return this.model.requests.get(n);
  }

  async #openEvent(n: number, index: number): Promise<void> {
    const call = this.#request(n);
    const event = call && requestDetail(call).events.find((each) => each.index === index);
    if (typeof event?.id !== 'string') return;
    await startCommand(this.parts.services, 'orb.event.open', {
      eventId: event.id,
      connectionId: this.#connection.id,
    });
  }
}

/** Searches the workspace, which has the code that names the event. */
const findInCode = (query: string): Thenable<unknown> =>
  vscode.commands.executeCommand('workbench.action.findInFiles', {
    query,
    triggerSearch: true,
    matchWholeWord: false,
    isRegex: false,
    isCaseSensitive: true,
  });
