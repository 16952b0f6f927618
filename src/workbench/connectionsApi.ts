/** The connections of this window, the active one, and a client for each. The only place that reads keys. */
import { DEFAULT_GRACE_HOURS, type Connection } from '../core/connection.ts';
import type { ClientOptions, OrbClient, RequestRecord } from '../orb/orbApi.ts';
import type { Event } from '../std/emitter.ts';
import type { RuleContext } from '../core/rules/context.ts';

/** The outcome of `GET /ping`. */
export interface Check {
  readonly ok: boolean;
  /** The response's, if there was one. */
  readonly status?: number;
  /** What's wrong, as a sentence. */
  readonly message?: string;
  /**
   * What failed, unless Orb rejected the request: the network, a certificate or proxy, or a base
   * URL that isn't Orb's.
   */
  readonly failure?: 'network' | 'certificate' | 'address';
}

export interface Renewal {
  readonly connectionId: string;
  /**
   * `access`: it has a new key or base URL, set here or in another window, so what failed may work
   * now. `data`: the sandbox was reset, so nothing shown of it is true anymore.
   */
  readonly what: 'access' | 'data';
}

/** The state of a sandbox, from its last response or its end. */
export type SandboxState =
  | { readonly kind: 'unknown' | 'running' | 'stopped' }
  /** The clock is frozen at this time. */
  | { readonly kind: 'frozen'; readonly nowMs: number }
  /** How far the clock is ahead of this machine's; negative if it's behind. */
  | { readonly kind: 'moved'; readonly aheadMs: number };

export interface Connections {
  /** The environment's first, then the saved ones by name. */
  readonly all: readonly Connection[];
  readonly active: Connection | undefined;
  /** Whether the active connection's key was needed but isn't in the secret storage. */
  readonly keyMissing: boolean;
  /**
   * A connection was added, changed, removed, or activated, or its key was replaced or found
   * missing.
   */
  readonly onDidChange: Event<void>;
  /** Something about a connection must be asked again. */
  readonly onDidRenew: Event<Renewal>;
  get(connectionId: string): Connection | undefined;
  /**
   * The connection with this ID, or else the active one, or else one that the user adds or picks.
   * @throws UserError if the ID doesn't exist; vscode.CancellationError if the user cancels
   */
  resolve(connectionId?: string): Promise<Connection>;
  /**
   * The client of a connection, created on first use: only here, the key is read and the HTTP code
   * loaded. Don't keep it beyond a single operation, since a new key, base URL, or network setting
   * needs a new client.
   * @throws UserError with the next step `orb.connections.replaceKey` if the secret storage has no
   * key for it
   */
  client(connectionId: string): Promise<OrbClient>;
  /**
   * What a client is created from, for one in another thread. It contains the key: pass it only by
   * message, never in arguments, the environment, or a file.
   * @throws UserError as `client` does
   */
  access(connectionId: string): Promise<ClientOptions>;
  /** Logs a request that was made with `access`, like those of `client`. */
  requested(connectionId: string, record: RequestRecord): void;
  /**
   * Milliseconds since 1970 by the connection's clock: the sandbox's own for a sandbox, otherwise
   * this machine's.
   */
  now(connectionId: string): number;
  /** The state of a sandbox connection; `unknown` for others. Changes fire `onDidChange`. */
  sandboxState(connectionId: string): SandboxState;
  /** Call this when the sandbox's process has started or ended. */
  setSandboxRunning(connectionId: string, isRunning: boolean): void;
  /** Call this when the sandbox was reset; fires `onDidRenew`. */
  dataReplaced(connectionId: string): void;

  /**
   * Adds or changes a connection, and stores its key if one is given.
   * @throws UserError if the secret storage fails, or for the environment's connection, which is
   * never stored
   */
  save(connection: Connection, apiKey?: string): Promise<void>;
  /** Removes a connection and its key, and cancels its requests. @throws UserError as `save` does */
  remove(connectionId: string): Promise<void>;
  /**
   * Sends `GET /ping`. With a key, the connection needn't be saved, and nothing of it is kept.
   * Never rejects: a failure is part of the outcome.
   */
  check(connection: Connection, apiKey?: string, signal?: AbortSignal): Promise<Check>;
  /**
   * The key of a sandbox, for its control interface and its terminals.
   * @throws UserError for every other mode, whose keys are only for clients
   */
  sandboxKey(connectionId: string): Promise<string>;
  /** False for the environment's connection, which is changed where ORB_API_KEY is set. */
  isEditable(connectionId: string): boolean;
  /** Makes a connection the active one in this workspace. */
  activate(connectionId: string): Promise<void>;
}

/**
 * The connection to the sandbox that a window starts. All windows share it, so tabs from an earlier
 * sandbox find the same demo data again.
 */
export const SANDBOX_CONNECTION = 'sandbox';

/**
 * What event files are validated against: the active account, and the workspace's event catalog. Without a connection, that is Orb's
 * default grace period and this machine's clock.
 */
export function accountContext({
  connections,
  catalog: { current: catalog },
}: {
  readonly connections: Connections;
  readonly catalog: { readonly current: RuleContext['catalog'] };
}): RuleContext {
  const { active } = connections;
  const account =
    active === undefined
      ? { nowMs: Date.now(), gracePeriodHours: DEFAULT_GRACE_HOURS }
      : { nowMs: connections.now(active.id), gracePeriodHours: active.gracePeriodHours };
  return { ...account, ...(catalog !== undefined && { catalog }) };
}
