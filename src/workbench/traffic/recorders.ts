/** The recorders of this window, one for each connection, with an item in the status bar. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { Emitter } from '../../std/emitter.ts';
import { startSandboxProcess } from '../sandbox/process.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { accountOf, KeptRecorders, type KeptRecorder } from './keptRecorders.ts';
import { joinRecorder, type Presence } from './presence.ts';
import { stopRecorder, type RecorderAddress } from './recorderApi.ts';
import { statusBarItem } from './statusBarItem.ts';

export interface Recorder extends RecorderAddress {
  readonly connectionId: string;
  readonly sinceMs: number;
}

interface Running extends Recorder {
  readonly presence: Presence;
}

/** Characters of a recorder's key at least. */
const SHORTEST_KEY = 33;
/** How long a recorder waits for a window, such as one that is reloading, in seconds. */
const ALONE_S = 30;

export class Recorders {
  readonly #running: Running[] = [];
  readonly #starting = new Map<string, Promise<Running | undefined>>();
  readonly #kept: KeptRecorders;
  readonly #changed = new Emitter<void>();
  /** One of them started or ended. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly services: Services) {
    this.#kept = new KeptRecorders(services.context);
  }

  /**
   * The recorder of a connection; started unless it runs, here or in another window.
   * @param key that services already have @throws UserError
   */
  async start(
    connectionId: string | undefined,
    port: number | undefined,
    key?: string,
  ): Promise<Recorder> {
    const { connections, settings } = this.services;
    const connection = await connections.resolve(connectionId);
    if (connection.mode === 'live') throw isLive(connection);
    const joined = await this.#once(connection.id, () => this.#join(connection));
    if (joined !== undefined) return joined;
    const wanted = port ?? settings.get('orb.recorder.port');
    let started: Running | undefined;
    // A search for it may be under way, and end without one.
    while (started === undefined) {
      started = await this.#once(connection.id, () => this.#start(connection, wanted, key));
    }
    return started;
  }

  /** The recorder of a connection that this window or another one started before; undefined if it has ended. */
  async find(connectionId: string): Promise<Recorder | undefined> {
    const connection = this.services.connections.get(connectionId);
    if (connection === undefined || connection.mode === 'live') return undefined;
    return this.#once(connectionId, () => this.#join(connection));
  }

  /** Those that this window used before it was reloaded. */
  async findAll(): Promise<void> {
    await Promise.all(this.#kept.here.map((id) => this.find(id).catch(() => undefined)));
  }

  /** One at a time for each connection. */
  #once(id: string, work: () => Promise<Running | undefined>): Promise<Running | undefined> {
    const known = this.#running.find(({ connectionId }) => connectionId === id);
    if (known !== undefined) return Promise.resolve(known);
    const starting = this.#starting.get(id) ?? work().finally(() => this.#starting.delete(id));
    this.#starting.set(id, starting);
    return starting;
  }

  async #join(connection: Connection): Promise<Running | undefined> {
    const kept = await this.#kept.read(connection.id);
    if (kept === undefined) return undefined;
    const presence = await joinRecorder(kept);
    if (presence === undefined) {
      await this.#kept.forget(connection.id);
      return undefined;
    }
    const { baseUrl, apiKey } = await this.services.connections.access(connection.id);
    if (kept.account !== accountOf(baseUrl, apiKey)) {
      // It forwards with the key that the connection had.
      presence.leave();
      await stopRecorder(kept);
      await this.#kept.forget(connection.id);
      return undefined;
    }
    await this.#kept.use(connection.id);
    return this.#add(connection, kept, presence);
  }

  async #start(connection: Connection, port: number, key = ''): Promise<Running> {
    const { connections, context, settings } = this.services;
    const { baseUrl, apiKey, network, allowInsecure } = await connections.access(connection.id);
    const length = Math.max(SHORTEST_KEY, apiKey.length);
    const random = `recorder_${randomBytes(length).toString('base64url')}`.slice(0, length);
    // A shorter one couldn't take the other's place everywhere.
    const own = key.length >= length ? key : random;
    const limits = [
      ...['--max-calls', String(settings.get('orb.recorder.maxRequests'))],
      ...['--max-bytes', String(settings.get('orb.recorder.maxMegabytes') * 1024 * 1024)],
    ];
    const hours = String(connection.gracePeriodHours);
    // Why one can't be used is in the Problems view.
    const catalog = await this.services.catalog.read().catch(() => undefined);
    const held = catalog?.uri.scheme === 'file' ? ['--catalog', catalog.uri.fsPath] : [];
    const flags = ['--upstream', baseUrl, '--grace-hours', hours, ...limits, ...held];
    const { url } = await startSandboxProcess({
      script: join(context.extensionPath, 'dist', 'sandbox.js'),
      port,
      flags: [...flags, '--end-alone', String(ALONE_S)],
      outlivesWindow: true,
      keys: { apiKeys: [own], upstream: { apiKey, network, allowInsecure } },
      failures: { portInUse: () => portInUse(port, connection.id), other: notStarted },
    });
    const adminUrl = url.replace(/v1$/, 'sandbox');
    const account = accountOf(baseUrl, apiKey);
    const recorder = { url, apiKey: own, adminUrl, sinceMs: Date.now(), account };
    const presence = await joinRecorder(recorder);
    if (presence === undefined) throw notStarted('');
    await this.#kept.keep(connection.id, recorder);
    return this.#add(connection, recorder, presence);
  }

  #add(
    { id, name }: Connection,
    { url, apiKey, adminUrl, sinceMs }: KeptRecorder,
    presence: Presence,
  ): Running {
    const running = { url, apiKey, adminUrl, sinceMs, connectionId: id, presence };
    this.#running.push(running);
    const item = statusBarItem(url, name);
    void presence.ended.then(() => {
      item.dispose();
      const at = this.#running.indexOf(running);
      if (at < 0) return;
      this.#running.splice(at, 1);
      void this.#kept.forget(id);
      this.#changed.fire();
    });
    this.#changed.fire();
    return running;
  }

  /** The recorder of a connection, if it runs. */
  of(connectionId: string): Recorder | undefined {
    return this.#running.find((each) => each.connectionId === connectionId);
  }

  /** The active connection's, else the one started last. @throws UserError when none runs */
  get current(): Recorder {
    const active = this.services.connections.active?.id;
    const own = this.#running.find(({ connectionId }) => connectionId === active);
    const recorder = own ?? this.#running.at(-1);
    if (recorder === undefined) throw noRecorder();
    return recorder;
  }

  /** @param connectionId without it, all of them @throws UserError when none runs */
  async stop(connectionId?: string): Promise<void> {
    const all = this.#running.filter(
      (each) => connectionId === undefined || each.connectionId === connectionId,
    );
    if (all.length === 0) throw noRecorder();
    await Promise.all(
      all.map(async (recorder) => {
        await stopRecorder(recorder);
        await recorder.presence.ended;
        await this.#kept.forget(recorder.connectionId);
      }),
    );
  }

  /** Records for another connection at the same address, with the same key: services go on unchanged. */
  async move(from: string, to: string): Promise<Recorder> {
    const { url, apiKey } = this.of(from) ?? this.current;
    await this.stop(from);
    return this.start(to, Number(new URL(url).port), apiKey);
  }

  /** They wait for a while for a window that reloads. */
  dispose(): void {
    for (const { presence } of this.#running) presence.leave();
  }
}

const isLive = ({ name }: Connection) =>
  new UserError(
    vscode.l10n.t(
      'The recorder works with test and sandbox connections only. "{0}" is live.',
      name,
    ),
    { title: vscode.l10n.t('Switch Connection…'), command: 'orb.connections.switch' },
  );

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
