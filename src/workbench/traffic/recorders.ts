/** The recorders of this window, one for each connection, with an item in the status bar. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { withoutIcons } from '../../std/plain.ts';
import { startSandboxProcess, type SandboxProcess } from '../sandbox/process.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';

export interface Recorder {
  /** Ends with /v1. */
  readonly url: string;
  /** Works only here. */
  readonly apiKey: string;
  readonly adminUrl: string;
}

interface Running extends Recorder {
  readonly connectionId: string;
  readonly process: SandboxProcess;
}

/** Characters of a recorder's key at least. */
const SHORTEST_KEY = 33;

export class Recorders {
  readonly #running: Running[] = [];
  readonly #starting = new Map<string, Promise<Running>>();

  constructor(private readonly services: Services) {}

  /** The recorder of a connection; started unless it runs. @throws UserError */
  async start(connectionId: string | undefined, port: number | undefined): Promise<Recorder> {
    const connection = await this.services.connections.resolve(connectionId);
    if (connection.mode === 'live') {
      throw new UserError(
        vscode.l10n.t(
          'The recorder works with test and sandbox connections only. "{0}" is live.',
          connection.name,
        ),
        { title: vscode.l10n.t('Switch Connection…'), command: 'orb.connections.switch' },
      );
    }
    const { id } = connection;
    const known = this.#running.find((each) => each.connectionId === id);
    if (known !== undefined) return known;
    const starting =
      this.#starting.get(id) ??
      this.#start(connection, port ?? this.services.settings.get('orb.recorder.port')).finally(() =>
        this.#starting.delete(id),
      );
    this.#starting.set(id, starting);
    return starting;
  }

  async #start(connection: Connection, port: number): Promise<Running> {
    const { connections, context } = this.services;
    const { baseUrl, apiKey, network, allowInsecure } = await connections.access(connection.id);
    const length = Math.max(SHORTEST_KEY, apiKey.length);
    const own = `recorder_${randomBytes(length).toString('base64url')}`.slice(0, length);
    const hours = String(connection.gracePeriodHours);
    const process = await startSandboxProcess({
      script: join(context.extensionPath, 'dist', 'sandbox.js'),
      port,
      flags: ['--upstream', baseUrl, '--grace-hours', hours],
      keys: { apiKeys: [own], upstream: { apiKey, network, allowInsecure } },
      failures: { portInUse: () => portInUse(port, connection.id), other: notStarted },
    });
    const { url } = process;
    const running: Running = {
      url,
      apiKey: own,
      adminUrl: url.replace(/v1$/, 'sandbox'),
      connectionId: connection.id,
      process,
    };
    this.#running.push(running);
    const item = statusBarItem(running, connection);
    process.onEnd(() => {
      item.dispose();
      const at = this.#running.indexOf(running);
      if (at >= 0) this.#running.splice(at, 1);
    });
    return running;
  }

  /** The active connection's, else the one started last. @throws UserError when none runs */
  get current(): Recorder & { readonly connectionId: string } {
    const active = this.services.connections.active?.id;
    const own = this.#running.find(({ connectionId }) => connectionId === active);
    const recorder = own ?? this.#running.at(-1);
    if (recorder === undefined) throw noRecorder();
    return recorder;
  }

  /** All of them. @throws UserError when none runs */
  async stop(): Promise<void> {
    if (this.#running.length === 0) throw noRecorder();
    await Promise.all(this.#running.map(({ process }) => process.stop()));
  }

  dispose(): void {
    for (const { process } of this.#running) void process.stop();
  }
}

/** `4511 → Acme test` */
function statusBarItem({ url }: Recorder, { name }: Connection): vscode.StatusBarItem {
  const { port } = new URL(url);
  const item = vscode.window.createStatusBarItem(
    'orb.recorder',
    vscode.StatusBarAlignment.Left,
    49,
  );
  item.name = vscode.l10n.t('Orb Recorder');
  item.text = `$(record) ${withoutIcons(`${port} → ${name}`)}`;
  item.tooltip = vscode.l10n.t(
    'Requests to localhost:{0} are forwarded to {1} and recorded. Select to open a terminal with its URL and API key.',
    port,
    name,
  );
  item.accessibilityInformation = {
    label: vscode.l10n.t('Orb recorder, port {0}, forwards to {1}', port, name),
    role: 'button',
  };
  item.command = 'orb.recorder.openTerminal';
  item.show();
  return item;
}

const noRecorder = () =>
  new UserError(vscode.l10n.t('No recorder is running.'), {
    title: vscode.l10n.t('Start Recorder'),
    command: 'orb.recorder.start',
  });

const portInUse = (port: number, connectionId: string) =>
  new UserError(
    vscode.l10n.t(
      'Port {0} is in use, perhaps by the recorder of another window. Use a free port, or change the setting orb.recorder.port.',
      port,
    ),
    {
      title: vscode.l10n.t('Use a Free Port'),
      command: 'orb.recorder.start',
      args: [{ connectionId, port: 0 }],
    },
  );

const notStarted = (reason: string) =>
  new UserError(vscode.l10n.t("Couldn't start the recorder. {0}", reason), {
    title: vscode.l10n.t('Show Log'),
    command: 'orb.log.show',
  });
