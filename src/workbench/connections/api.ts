/** The accounts the user named, the chosen one, and a client for each. The only place that reads keys. */
import type { Connection } from '../../core/connection.ts';
import type { OrbClient } from '../../orb/api.ts';
import type { Event } from '../../std/emitter.ts';

export interface Connections {
  readonly all: readonly Connection[];
  readonly active: Connection | undefined;
  /** A connection was added, changed, removed or chosen, or its key was replaced. */
  readonly onDidChange: Event<void>;
  get(connectionId: string): Connection | undefined;
  /**
   * The connection a command is meant for: the one named, else the active one, else the user is asked to add one.
   * @throws UserError when the named one does not exist; vscode.CancellationError when the user declines.
   */
  resolve(connectionId?: string): Promise<Connection>;
  /**
   * The client of a connection, made on first use: only here the key is read and the HTTP code loaded.
   * @throws UserError with the next step `replaceKey` when the key store has no key for it.
   */
  client(connectionId: string): Promise<OrbClient>;
  /** Milliseconds since 1970 by the connection's clock: the sandbox's own on a sandbox connection, else this machine's. */
  now(connectionId: string): number;
}
