/** The connections of this window: the environment's and the saved ones, the active one, their clients and sandbox states. */
import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { isOrbError } from '../../core/errors.ts';
import type { RequestRecord } from '../../orb/orbApi.ts';
import { Emitter } from '../../std/emitter.ts';
import { runCommand } from '../callers.ts';
import { toUserError } from '../toUserError.ts';
import type { Redactor } from '../redactor.ts';
import type { Settings } from '../settings.ts';
import { UserError } from '../userError.ts';
import type { Check, Connections, Renewal } from '../connectionsApi.ts';
import { createClients } from './clients.ts';
import { createSandboxStates } from './sandboxStates.ts';
import { readEnvironment } from './environment.ts';
import { keyForgotten, secretKeys } from './keys.ts';
import { NETWORK_SETTINGS } from './network.ts';
import { savedConnections } from './savedConnections.ts';

/** The user is waiting for the outcome, so one retry instead of four. */
const CHECK = { maxRetries: 1, timeoutMs: 15_000, budgetMs: 20_000 } as const;

export interface ConnectionParts {
  readonly context: vscode.ExtensionContext;
  readonly settings: Settings;
  readonly redactor: Redactor;
  readonly environment: Readonly<Record<string, string | undefined>>;
  onRequest(connection: Connection, record: RequestRecord): void;
}

/** Doesn't read keys or send anything before the first `client`. */
export function createConnections(parts: ConnectionParts): Connections & { dispose(): void } {
  const { context, settings, redactor } = parts;
  const environment = readEnvironment(parts.environment);
  if (environment !== undefined) redactor.add(environment.apiKey);
  const saved = savedConnections(context.globalState, context.workspaceState);
  const keys = secretKeys(context.secrets);
  const sandboxes = createSandboxStates(() => Date.now());
  const changes = new Emitter<void>();
  const renewals = new Emitter<Renewal>();
  const missing = new Set<string>();

  const clients = createClients({
    settings,
    mayBeInsecure: ({ id }) => id !== environment?.connection.id,
    onRequest: heard,
    keyOf,
  });

  function heard(connection: Connection, record: RequestRecord): void {
    if (connection.mode === 'sandbox' && sandboxes.heard(connection.id, record)) changes.fire();
    parts.onRequest(connection, record);
  }

  async function keyOf(connection: Connection): Promise<string> {
    if (connection.id === environment?.connection.id) {
      if (environment.problem === undefined) return environment.apiKey;
      throw new UserError(vscode.l10n.t("Can't use ORB_BASE_URL. {0}", environment.problem));
    }
    const key = await keys.get(connection.id);
    setMissing(connection.id, key === undefined);
    if (key === undefined) throw keyForgotten(connection);
    redactor.add(key);
    return key;
  }

  function setMissing(id: string, isMissing: boolean): void {
    if (missing.has(id) === isMissing) return;
    if (isMissing) missing.add(id);
    else missing.delete(id);
    changes.fire();
  }

  const all = () => [...(environment ? [environment.connection] : []), ...saved.list()];
  const get = (id: string) => all().find((each) => each.id === id);

  function active(): Connection | undefined {
    const { here, anywhere } = saved.chosen();
    const chosen = here === undefined ? undefined : get(here);
    // The environment's belongs to this window, so it comes before what was activated in another workspace.
    const fallback =
      environment?.connection ?? (anywhere === undefined ? undefined : get(anywhere));
    const known = all();
    return chosen ?? fallback ?? (known.length === 1 ? known[0] : undefined);
  }

  function mustBeSaved(id: string): void {
    if (id !== environment?.connection.id) return;
    throw new UserError(
      vscode.l10n.t(
        'The connection "Environment" comes from ORB_API_KEY and ORB_BASE_URL. Change it there.',
      ),
    );
  }

  const listening = vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (NETWORK_SETTINGS.some((id) => event.affectsConfiguration(id))) clients.renew();
    }),
    keys.onDidChange((id) => {
      clients.renew(id);
      missing.delete(id);
      changes.fire();
      renewals.fire({ connectionId: id, what: 'access' });
    }),
  );

  return {
    get all() {
      return all();
    },
    get active() {
      return active();
    },
    get keyMissing() {
      const id = active()?.id;
      return id !== undefined && missing.has(id);
    },
    onDidChange: changes.event,
    onDidRenew: renewals.event,
    get,
    async resolve(connectionId) {
      if (connectionId !== undefined) return get(connectionId) ?? gone(connectionId);
      const known = active();
      if (known !== undefined) return known;
      const command = all().length === 0 ? 'orb.connections.add' : 'orb.connections.switch';
      await runCommand(command);
      const chosen = active();
      if (chosen === undefined) throw new vscode.CancellationError();
      return chosen;
    },
    client: async (connectionId) => clients.of(get(connectionId) ?? gone(connectionId)),
    access: async (connectionId) => clients.options(get(connectionId) ?? gone(connectionId)),
    requested(connectionId, record) {
      const connection = get(connectionId);
      if (connection !== undefined) heard(connection, record);
    },
    async check(connection, apiKey, signal) {
      try {
        if (apiKey !== undefined) redactor.add(apiKey);
        const client = await (apiKey === undefined
          ? clients.of(connection)
          : clients.trial(connection, apiKey));
        try {
          await client.ping({ ...CHECK, ...(signal && { signal }) });
        } finally {
          if (apiKey !== undefined) await client.close();
        }
        return { ok: true, status: 200 };
      } catch (error) {
        const status = isOrbError(error) ? error.answer?.status : undefined;
        const failure = failureOf(error);
        const { message } = toUserError(error);
        return {
          ok: false,
          ...(status !== undefined && { status }),
          message,
          ...(failure && { failure }),
        };
      }
    },
    now: (id) => (get(id)?.mode === 'sandbox' ? sandboxes.now(id) : Date.now()),
    sandboxState: (id) => (get(id)?.mode === 'sandbox' ? sandboxes.state(id) : { kind: 'unknown' }),
    setSandboxRunning(id, isRunning) {
      if (sandboxes.setRunning(id, isRunning)) changes.fire();
    },
    dataReplaced: (connectionId) => renewals.fire({ connectionId, what: 'data' }),
    async sandboxKey(connectionId) {
      const connection = get(connectionId) ?? gone(connectionId);
      if (connection.mode === 'sandbox') return keyOf(connection);
      throw new UserError(vscode.l10n.t("{0} isn't a sandbox.", connection.name));
    },
    isEditable: (id) => id !== environment?.connection.id,
    async save(connection, apiKey) {
      mustBeSaved(connection.id);
      if (apiKey !== undefined) {
        redactor.add(apiKey);
        await keys.store(connection.id, apiKey);
        missing.delete(connection.id);
      }
      const before = get(connection.id);
      await saved.put(connection);
      clients.renew(connection.id);
      changes.fire();
      if (apiKey !== undefined || before?.baseUrl !== connection.baseUrl) {
        renewals.fire({ connectionId: connection.id, what: 'access' });
      }
    },
    async remove(connectionId) {
      mustBeSaved(connectionId);
      if (get(connectionId) === undefined) gone(connectionId);
      await saved.remove(connectionId);
      clients.close(connectionId);
      missing.delete(connectionId);
      changes.fire();
      await keys.delete(connectionId);
    },
    async activate(connectionId) {
      if (get(connectionId) === undefined) gone(connectionId);
      await saved.choose(connectionId);
      changes.fire();
    },
    dispose() {
      listening.dispose();
      clients.closeAll();
      changes.dispose();
      renewals.dispose();
    },
  };
}

function failureOf(error: unknown): Check['failure'] {
  if (isOrbError(error, 'unreachable') || isOrbError(error, 'timedOut')) return 'network';
  if (isOrbError(error, 'tlsOrProxy')) return 'certificate';
  return isOrbError(error, 'notFound') || isOrbError(error, 'contract') ? 'address' : undefined;
}

function gone(connectionId: string): never {
  throw new UserError(vscode.l10n.t('The connection "{0}" no longer exists.', connectionId), {
    title: vscode.l10n.t('Add Connection…'),
    command: 'orb.connections.add',
  });
}
