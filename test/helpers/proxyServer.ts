/**
 * A forward proxy on loopback that supports only CONNECT, and a TLS server with the tests' own
 * certificate.
 */
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { root } from '../host/root.ts';
import { closed, listen } from './httpServer.ts';

const pathOf = (name: string) => join(root, 'test', 'fixtures', 'tls', name);
const fixture = (name: string) => readFileSync(pathOf(name), 'utf8');

/**
 * The authority that signed the servers' certificate. Valid for a century; its private key was
 * deleted.
 */
export const testAuthorityFile = pathOf('ca.pem');
export const testAuthority = fixture('ca.pem');

const certificate = { cert: fixture('server.pem'), key: fixture('server.key') };

export interface LocalServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

async function start(server: Server, sockets: Set<Socket>): Promise<LocalServer> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  const port = await listen(server);
  return {
    port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await closed(server);
    },
  };
}

/** Its certificate is for `localhost` and `api.orb.test`. */
export function startTlsServer(onRequest: RequestListener): Promise<LocalServer> {
  return start(createTlsServer(certificate, onRequest), new Set());
}

export interface Proxy extends LocalServer {
  /** What was requested: `host:port` and the credentials. */
  readonly connects: readonly { readonly to: string; readonly authorization?: string }[];
}

export interface ProxyOptions {
  /**
   * The target of every tunnel, whatever was requested; without it, the proxy responds with
   * `status`.
   */
  readonly target?: number;
  /** Default 407. */
  readonly status?: number;
  /**
   * Closes the connection: for `begin` after half a response, for `tunnel` after one that announced
   * a tunnel.
   */
  readonly cut?: 'silent' | 'begin' | 'tunnel';
  /** Serves the proxy itself over TLS. */
  readonly tls?: boolean;
}

export async function startProxy({ target, status = 407, cut, tls }: ProxyOptions): Promise<Proxy> {
  const connects: { to: string; authorization?: string }[] = [];
  const sockets = new Set<Socket>();
  const server = tls === true ? createTlsServer(certificate) : createServer();
  server.on('connect', (request, socket: Socket) => {
    const authorization = request.headers['proxy-authorization'];
    connects.push({ to: request.url ?? '', ...(authorization !== undefined && { authorization }) });
    socket.on('error', () => undefined);
    if (cut !== undefined) {
      const said = { silent: '', begin: 'HTTP/1.1 20', tunnel: 'HTTP/1.1 200 OK\r\n\r\n' };
      socket.end(said[cut]);
      return;
    }
    if (target === undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const tunnel = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(tunnel).pipe(socket);
    });
    tunnel.on('error', () => socket.destroy());
    sockets.add(tunnel);
  });
  return { connects, ...(await start(server, sockets)) };
}
