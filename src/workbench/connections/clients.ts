/** A client per connection, created on first use. Only this file loads the HTTP code. */
import type { Connection } from '../../core/connection.ts';
import type { ClientOptions, OrbClient, RequestRecord } from '../../orb/orbApi.ts';
import type { Settings } from '../settings.ts';
import { readNetwork } from './network.ts';
import { rememberConnection } from '../errorOrigin.ts';

export interface Clients {
  of(connection: Connection): Promise<OrbClient>;
  /** What a client of the connection is created from, for a client in another thread. */
  options(connection: Connection): Promise<ClientOptions>;
  /** A client with this key, for a single check of the connection; the caller closes it. */
  trial(connection: Connection, apiKey: string): Promise<OrbClient>;
  /**
   * Creates a new client on next use. Requests in progress continue, since ending a write would
   * leave its outcome unknown.
   */
  renew(connectionId?: string): void;
  /** Cancels the requests of a removed connection. */
  close(connectionId: string): void;
  closeAll(): void;
}

export interface ClientParts {
  keyOf(connection: Connection): Promise<string>;
  readonly settings: Settings;
  onRequest(connection: Connection, record: RequestRecord): void;
  /** Whether http to another machine is allowed: only for a base URL that the user confirmed. */
  mayBeInsecure(connection: Connection): boolean;
}

export function createClients(parts: ClientParts): Clients {
  const clients = new Map<string, Promise<OrbClient>>();

  const optionsOf = (connection: Connection, apiKey: string): ClientOptions => ({
    baseUrl: connection.baseUrl,
    apiKey,
    timeoutMs: parts.settings.get('orb.http.timeoutSeconds') * 1000,
    maxRetries: parts.settings.get('orb.http.maxRetries'),
    // A stopped sandbox fails at once.
    retryRefused: connection.mode !== 'sandbox',
    network: readNetwork(parts.settings),
    allowInsecure: parts.mayBeInsecure(connection),
  });

  async function make(connection: Connection, apiKey: string): Promise<OrbClient> {
    const { createClient } = await import('../../orb/client.ts');
    const client = createClient(optionsOf(connection, apiKey));
    client.onRequest((record) => parts.onRequest(connection, record));
    return rememberConnection(client, connection);
  }

  async function open(connection: Connection): Promise<OrbClient> {
    const client = await make(connection, await parts.keyOf(connection));
    if (connection.mode === 'sandbox') {
      // Its clock must be known before anything is checked against it. If the sandbox is stopped,
      // the real request fails.
      await client.ping({ maxRetries: 0, timeoutMs: 2_000 }).catch(() => undefined);
    }
    return client;
  }

  const close = (client: Promise<OrbClient>) =>
    void client.then((each) => each.close()).catch(() => undefined);

  return {
    trial: make,
    options: async (connection) => optionsOf(connection, await parts.keyOf(connection)),
    of(connection) {
      const known = clients.get(connection.id);
      if (known !== undefined) return known;
      const opening = open(connection);
      clients.set(connection.id, opening);
      opening.catch(() => {
        if (clients.get(connection.id) === opening) clients.delete(connection.id);
      });
      return opening;
    },
    renew(connectionId) {
      // Not closed: an idle pool closes its sockets within seconds.
      if (connectionId === undefined) clients.clear();
      else clients.delete(connectionId);
    },
    close(connectionId) {
      const known = clients.get(connectionId);
      if (known === undefined) return;
      clients.delete(connectionId);
      close(known);
    },
    closeAll() {
      for (const client of clients.values()) close(client);
      clients.clear();
    },
  };
}
