/** The sandbox as an HTTP server on this computer only. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventCatalog } from '../core/catalog/eventCatalog.ts';
import { Accounts } from './accounts.ts';
import { Database, StartError } from './database.ts';
import { Exchange } from './exchange.ts';
import { KeyGuard } from './keyGuard.ts';
import { MetricEvaluator } from './metrics/evaluator.ts';
import { Presence } from './presence.ts';
import { RequestBodies } from './requestBody.ts';
import type { LogLimits } from './requestLog.ts';
import { seedAccount } from './seed.ts';
import type { Upstream, UpstreamOptions } from './upstream.ts';

export interface SandboxOptions {
  /** 0 picks a free one. */
  readonly port: number;
  readonly host: string;
  /** Undefined: in memory. */
  readonly data?: string;
  /** Each has its own account; empty: one random key. */
  readonly apiKeys: readonly string[];
  /** Freezes the clock, in milliseconds since 1970. */
  readonly now?: number;
  readonly graceHours?: number;
  readonly seed: 'demo' | 'none';
  /** Makes it a recorder, which forwards everything below /v1 and answers nothing itself. */
  readonly upstream?: UpstreamOptions;
  /** What events are held against in the list of problems. */
  readonly catalog?: EventCatalog;
  /** Of the requests that are kept. */
  readonly logLimits?: LogLimits;
  /** dist/sandboxMetrics.js; by default next to the sandbox's own bundle. */
  readonly metricsFile?: URL;
  /** Ends when no program needs it anymore: presence.ts. */
  readonly alone?: { readonly ms: number; readonly end: () => void };
  /** Called with one line for each request. */
  readonly onRequest?: (line: string) => void;
}

export interface Sandbox {
  /** Base URL of the API, ends with /v1. */
  readonly url: string;
  readonly adminUrl: string;
  readonly apiKeys: readonly string[];
  /** Ends all connections and closes the data file. */
  stop(): Promise<void>;
}

/** Longer URLs and headers are rejected; IDs may be long. */
const MAX_HEADER_BYTES = 256 * 1024;
/** Characters of a generated key. */
const SHORTEST_KEY = 33;

/** Starts the sandbox. @throws StartError with one sentence to show */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const upstream = options.upstream && (await connectTo(options.upstream));
  const db = new Database(options.data);
  const accounts = new Accounts(db, {
    ...options,
    ...(upstream && { apiKeys: keysOfRecorder(options, upstream), secrets: [upstream.apiKey] }),
    realNow: Date.now,
  });
  if (options.seed === 'demo') {
    for (const account of accounts.all) {
      // Data that is already in a file is never changed.
      if (account.customers.all.length === 0) db.transaction(() => seedAccount(account));
    }
  }
  const now = () => options.now ?? Date.now();
  const [own = ''] = accounts.apiKeys;
  const recorder = upstream && { upstream, guard: new KeyGuard(upstream.apiKey, own) };
  const metrics = new MetricEvaluator(options.metricsFile && { file: options.metricsFile });
  const presence = options.alone && new Presence(options.alone.ms, options.alone.end);
  const bodies = new RequestBodies();
  const shared = { accounts, bodies, metrics, options, now, recorder, presence };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void new Exchange(shared, request, response).run();
  };
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 600_000 },
    listener,
  );
  // Requests that wait for 100 Continue are handled like all others.
  server.on('checkContinue', listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  }).catch((error: unknown) => {
    db.close();
    throw listenError(options, error);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}/v1`,
    adminUrl: `http://${host}:${port}/sandbox`,
    apiKeys: accounts.apiKeys,
    async stop() {
      presence?.dispose();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
      metrics[Symbol.dispose]();
      await upstream?.close();
      db.close();
    },
  };
}

/** Loads undici, which a sandbox doesn't need. */
async function connectTo(options: UpstreamOptions): Promise<Upstream> {
  const { Upstream } = await import('./upstream.ts');
  return new Upstream(options);
}

/** A generated key is as long as the upstream's, so that it can take its place anywhere. */
function keysOfRecorder({ apiKeys }: SandboxOptions, upstream: Upstream): readonly string[] {
  if (apiKeys.length > 0) return apiKeys;
  const random = randomBytes(upstream.apiKey.length + SHORTEST_KEY).toString('base64url');
  return [`recorder_${random}`.slice(0, Math.max(SHORTEST_KEY, upstream.apiKey.length))];
}

function listenError({ host, port }: SandboxOptions, error: unknown): StartError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} is in use. Choose another one with --port, or 0 for any free one.`,
    );
  }
  if (code === 'EACCES') return new StartError(`Port ${port} can't be used by this user.`);
  return new StartError(`Can't listen on ${host}: ${code ?? String(error)}.`);
}
