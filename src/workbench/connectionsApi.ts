/** The accounts the user named, the chosen one, and a client for each. The only place that reads keys. */
import type { Connection } from '../core/connection.ts';
import type { ClientOptions, OrbClient, RequestRecord } from '../orb/api.ts';
import type { Event } from '../std/emitter.ts';

/** The outcome of `GET /ping`. */
export interface Check {
  readonly ok: boolean;
  /** Of the answer, where one came. */
  readonly status?: number;
  /** What is wrong, in words. */
  readonly message?: string;
}

export interface Connections {
  /** The environment's first, then the user's own by name. */
  readonly all: readonly Connection[];
  readonly active: Connection | undefined;
  /** The active connection's key was asked for, and the key store does not have it. */
  readonly keyMissing: boolean;
  /** A connection was added, changed, removed or chosen, or its key was replaced or found missing. */
  readonly onDidChange: Event<void>;
  get(connectionId: string): Connection | undefined;
  /**
   * The connection a command is meant for: the one named, else the active one, else the user is asked to add one.
   * @throws UserError when the named one does not exist; vscode.CancellationError when the user declines.
   */
  resolve(connectionId?: string): Promise<Connection>;
  /**
   * The client of a connection, made on first use: only here the key is read and the HTTP code loaded. Ask for it for each
   * piece of work, do not keep it: it is made anew when the key, the connection or the editor's network settings change.
   * @throws UserError with the next step `orb.connections.replaceKey` when the key store has no key for it.
   */
  client(connectionId: string): Promise<OrbClient>;
  /**
   * What a client is made from, for one that works in another thread. It holds the key: hand it on by message only, never in
   * arguments, the environment or a file.
   * @throws UserError as `client` does
   */
  access(connectionId: string): Promise<ClientOptions>;
  /** A request that was made with `access`: it goes the way of the client's own, into the log. */
  requested(connectionId: string, record: RequestRecord): void;
  /** Milliseconds since 1970 by the connection's clock: the sandbox's own on a sandbox connection, else this machine's. */
  now(connectionId: string): number;

  /**
   * Adds a connection or changes one; a key that is given is stored with it.
   * @throws UserError when the key store refuses, or for the environment's connection, which is written nowhere.
   */
  save(connection: Connection, apiKey?: string): Promise<void>;
  /** Forgets a connection and its key; calls under way are cancelled. @throws UserError as `save` does. */
  remove(connectionId: string): Promise<void>;
  /**
   * Calls `GET /ping`. With a key it is a trial: the connection need not be saved, and nothing of it is kept.
   * Never rejects: what is wrong is part of the outcome.
   */
  check(connection: Connection, apiKey?: string): Promise<Check>;
  /**
   * The key of a sandbox, for its control interface and for terminals that work on it.
   * @throws UserError for every other mode: those keys leave this place in a client only.
   */
  sandboxKey(connectionId: string): Promise<string>;
  /** False for the environment's connection: it is changed where ORB_API_KEY is set. */
  isEditable(connectionId: string): boolean;
  /** Makes a connection the active one of this workspace. */
  activate(connectionId: string): Promise<void>;
}
