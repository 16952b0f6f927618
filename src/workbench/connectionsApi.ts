/** The connections of this window, the active one, and a client for each. The only place that reads keys. */
import { DEFAULT_GRACE_HOURS, type Connection } from '../core/connection.ts';
import type { ClientOptions, OrbClient, RequestRecord } from '../orb/orbApi.ts';
import type { Event } from '../std/emitter.ts';
import type { RuleContext } from '../core/rules/context.ts';

/** The outcome of `GET /ping`. */
export interface Check {
  readonly ok: boolean;
  /** Of the response, where one came. */
  readonly status?: number;
  /** What is wrong, as one sentence. */
  readonly message?: string;
  /** Where the fault lies, unless Orb itself refused: no way to Orb, a certificate or proxy on the way, or a base URL that isn't Orb's. */
  readonly failure?: 'network' | 'certificate' | 'address';
}

export interface Renewal {
  readonly connectionId: string;
  /**
   * `access`: it has a new key or base URL, here or in another window, so what failed may work now. `data`: the sandbox was reset, so
   * nothing shown of it is true any more.
   */
  readonly what: 'access' | 'data';
}

/** What a sandbox's last response, or its end, says of it. */
export type SandboxState =
  | { readonly kind: 'unknown' | 'running' | 'stopped' }
  /** The clock is frozen at this time. */
  | { readonly kind: 'frozen'; readonly nowMs: number }
  /** The clock runs so far ahead of this machine's; negative: behind it. */
  | { readonly kind: 'moved'; readonly aheadMs: number };

export interface Connections {
  /** The environment's first, then the user's own by name. */
  readonly all: readonly Connection[];
  readonly active: Connection | undefined;
  /** The active connection's key was needed, and the secret storage doesn't have it. */
  readonly keyMissing: boolean;
  /** A connection was added, changed, removed or activated, or its key was replaced or found missing. */
  readonly onDidChange: Event<void>;
  /** Something about a connection is to be asked again. */
  readonly onDidRenew: Event<Renewal>;
  get(connectionId: string): Connection | undefined;
  /**
   * The connection with this ID, else the active one, else one that the user adds or picks.
   * @throws UserError when there is none with this ID; vscode.CancellationError when the user adds none
   */
  resolve(connectionId?: string): Promise<Connection>;
  /**
   * The client of a connection, made on first use: only here the key is read and the HTTP code loaded. Don't keep it beyond one
   * piece of work: a new key, base URL or network setting takes a new client.
   * @throws UserError with the next step `orb.connections.replaceKey` when the secret storage has no key for it
   */
  client(connectionId: string): Promise<OrbClient>;
  /**
   * What a client is made from, for one in another thread. It holds the key: pass it by message only, never in arguments, the
   * environment or a file.
   * @throws UserError as `client` does
   */
  access(connectionId: string): Promise<ClientOptions>;
  /** Logs a request that was made with `access`, like those of `client`. */
  requested(connectionId: string, record: RequestRecord): void;
  /** Milliseconds since 1970 by the connection's clock: the sandbox's own on a sandbox connection, else this machine's. */
  now(connectionId: string): number;
  /** Of a sandbox connection; `unknown` for others. Changes fire `onDidChange`. */
  sandboxState(connectionId: string): SandboxState;
  /** The sandbox's process started or ended. */
  setSandboxRunning(connectionId: string, isRunning: boolean): void;
  /** The sandbox was reset: fires `onDidRenew`. */
  dataReplaced(connectionId: string): void;

  /**
   * Adds a connection or changes one, and stores its key where one is given.
   * @throws UserError when the secret storage fails, or for the environment's connection, which is never stored
   */
  save(connection: Connection, apiKey?: string): Promise<void>;
  /** Removes a connection and its key, and cancels its requests. @throws UserError as `save` does */
  remove(connectionId: string): Promise<void>;
  /**
   * Sends `GET /ping`. With a key the connection needn't be saved, and nothing of it is kept.
   * Never rejects: what is wrong is part of the outcome.
   */
  check(connection: Connection, apiKey?: string, signal?: AbortSignal): Promise<Check>;
  /**
   * The key of a sandbox, for its control interface and its terminals.
   * @throws UserError for every other mode: their keys are only given to clients
   */
  sandboxKey(connectionId: string): Promise<string>;
  /** False for the environment's connection: it is changed where ORB_API_KEY is set. */
  isEditable(connectionId: string): boolean;
  /** Makes a connection the active one of this workspace. */
  activate(connectionId: string): Promise<void>;
}

/** The connection to the sandbox that a window starts. All windows share it, so tabs of an earlier sandbox find the same demo data again. */
export const SANDBOX_CONNECTION = 'sandbox';

/** What event files are validated against. Without a connection: Orb's default grace period and this machine's clock. */
export function accountContext({
  connections,
}: {
  readonly connections: Connections;
}): RuleContext {
  const { active } = connections;
  return active === undefined
    ? { nowMs: Date.now(), gracePeriodHours: DEFAULT_GRACE_HOURS }
    : { nowMs: connections.now(active.id), gracePeriodHours: active.gracePeriodHours };
}
