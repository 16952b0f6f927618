/** Small servers on loopback for tests: one that records requests and responds as configured, and one that sends raw bytes. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface RecordingServer {
  /** With `/v1`. */
  readonly url: string;
  readonly requests: readonly Recorded[];
  stop(): Promise<void>;
}

/**
 * Responds to each request with `answer`, after reading its body; `request` is its number (0 for
 * the first).
 */
export async function startServer(
  answer: (response: ServerResponse, request: Recorded, index: number) => unknown,
): Promise<RecordingServer> {
  const requests: Recorded[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const recorded = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(recorded);
      answer(response, recorded, requests.length - 1);
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    async stop() {
      server.closeAllConnections();
      await closed(server);
    },
  };
}

/** A server below HTTP: `onConnection` gets each socket with what arrived first on it. */
export async function startRawServer(
  onConnection: (socket: Socket, first: string) => void,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (data) => onConnection(socket, data.toString('latin1')));
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await closed(server);
    },
  };
}

/** Responds with JSON as Orb does. */
export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

export const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });
