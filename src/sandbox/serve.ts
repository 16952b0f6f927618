/** The sandbox as an HTTP server on this computer only. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SANDBOX_DATA_HEADER } from '../core/sandboxData.ts';
import type { Account } from './account.ts';
import { Accounts } from './accounts.ts';
import { callerProblem } from './caller.ts';
import { control } from './control.ts';
import { Database, StartError } from './database.ts';
import { faultAnswer } from './faults.ts';
import { perform, problemReply, replayKey, type Asked } from './perform.ts';
import { conflict, Problem, serverError, tooLarge, unauthorised } from './problems.ts';
import type { Reply } from './call.ts';
import { seedAccount } from './seed.ts';
import { defaultSettings } from './settings.ts';

export interface SandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Undefined: in memory. */
  readonly data?: string;
  /** Each is an account of its own; empty: one random key. */
  readonly apiKeys: readonly string[];
  /** Freezes the clock, in milliseconds since 1970. */
  readonly now?: number;
  readonly graceHours?: number;
  readonly seed: 'demo' | 'none';
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

/** Longer URLs and headers than this are refused; ids may be long. */
const MAX_HEADER_BYTES = 256 * 1024;

/** Starts the sandbox. @throws StartError with one sentence for people */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const db = new Database(options.data);
  const accounts = new Accounts(db, { ...options, realNow: Date.now });
  if (options.seed === 'demo') {
    for (const account of accounts.all) {
      // What a data file holds already is never touched.
      if (account.customers.all.length === 0) db.transaction(() => seedAccount(account));
    }
  }
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const exchange = new Exchange(accounts, options, request, response);
    void exchange.run();
  };
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 600_000 },
    listener,
  );
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
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
      db.close();
    },
  };
}

function listenError({ host, port }: SandboxOptions, error: unknown): StartError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} is in use. Choose another one with --port, or 0 for any free one.`,
    );
  }
  if (code === 'EACCES') return new StartError(`Port ${port} may not be used by this user.`);
  return new StartError(`The sandbox cannot listen on ${host}: ${code ?? String(error)}.`);
}

/** One request and its answer. */
class Exchange {
  readonly #started = performance.now();
  readonly #notes: string[] = [];

  constructor(
    private readonly accounts: Accounts,
    private readonly options: SandboxOptions,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  async run(): Promise<void> {
    try {
      await this.#run();
    } catch (error) {
      // The client cut the connection while sending; there is nobody to answer.
      if (this.request.destroyed && !this.request.complete) return;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${text}\n`);
      this.#send(
        problemReply(serverError('The sandbox has an error of its own; its terminal tells more.')),
      );
    }
  }

  async #run(): Promise<void> {
    const refusal = callerProblem(this.request.headers, this.options.host);
    const account = refusal ? undefined : this.accounts.find(this.request.headers.authorization);
    const body = await readBody(
      this.request,
      account?.settings.maxBodyBytes ?? defaultSettings.maxBodyBytes,
    );
    if (account === undefined) {
      this.#send(problemReply(refusal ?? unauthorised()));
      return;
    }
    const [path, query] = splitOnce(this.request.url ?? '', '?');
    const asked: Asked = {
      method: this.request.method ?? '',
      path,
      query,
      body: body ?? Buffer.alloc(0),
      idempotencyKey: this.request.headers['idempotency-key']?.toString(),
    };
    if (path === '/sandbox' || path.startsWith('/sandbox/')) {
      this.#send(
        body === undefined
          ? problemReply(tooLarge(account.settings.maxBodyBytes))
          : controlReply(account, asked),
        account,
      );
      return;
    }
    const reply =
      body === undefined
        ? problemReply(tooLarge(account.settings.maxBodyBytes))
        : await this.#answer(account, asked);
    this.#record(account, asked, reply);
    if (reply === undefined) this.request.socket.destroy();
    else this.#send(reply, account);
  }

  /** @returns undefined when the connection is to be cut instead */
  async #answer(account: Account, asked: Asked): Promise<Reply | undefined> {
    const key = replayKey(asked);
    if (key !== undefined && account.running.has(key)) {
      return problemReply(conflict(`A request with the Idempotency-Key ${key} is still running.`));
    }
    if (key !== undefined) account.running.add(key);
    try {
      const fault = account.faults.take(asked);
      if (fault === undefined) return perform(account, asked, this.#notes);
      this.#notes.push('A fault answered or changed this call.');
      if (fault.delayMs !== undefined) await delay(fault.delayMs);
      if (fault.drop === 'before') return undefined;
      const scripted = faultAnswer(fault);
      if (scripted !== undefined) return scripted;
      const reply = perform(account, asked, this.#notes);
      if (fault.drop === 'after') return undefined;
      return { ...reply, headers: { ...reply.headers, ...fault.headers } };
    } finally {
      if (key !== undefined) account.running.delete(key);
    }
  }

  #record(account: Account, asked: Asked, reply: Reply | undefined): void {
    const ms = Math.round((performance.now() - this.#started) * 10) / 10;
    const { method, path, query } = asked;
    const status = reply?.status ?? 0;
    account.log.add({
      time: new Date(account.now()).toISOString(),
      method,
      path,
      query,
      status,
      ms,
      requestBody: asked.body,
      responseBody: reply?.body ?? '',
      notes: this.#notes,
    });
    const notes = this.#notes.map((note) => `\n  ${note}`).join('');
    this.options.onRequest?.(`${method} ${path} ${status || 'cut'} ${ms} ms${notes}`);
  }

  #send(reply: Reply, account?: Account): void {
    if (this.response.headersSent || this.response.destroyed) return;
    const now = account?.now() ?? this.options.now ?? Date.now();
    this.response.sendDate = false;
    this.response.setHeader('Content-Type', 'application/json');
    this.response.setHeader('Content-Length', Buffer.byteLength(reply.body));
    this.response.setHeader('Date', new Date(now).toUTCString());
    if (account !== undefined) this.response.setHeader(SANDBOX_DATA_HEADER, account.dataId);
    for (const [name, value] of Object.entries(reply.headers ?? {})) {
      this.response.setHeader(name, value);
    }
    this.response.writeHead(reply.status);
    this.response.end(reply.body);
  }
}

function controlReply(account: Account, asked: Asked): Reply {
  try {
    return control(account, asked);
  } catch (error) {
    if (error instanceof Problem) return problemReply(error);
    throw error;
  }
}

/**
 * The whole body; undefined when it is larger than allowed. The rest of such a body is read and dropped, so that the
 * client gets to see the answer.
 */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return await new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () =>
      resolve(
        bytes > maxBytes ? undefined : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks),
      ),
    );
    request.on('error', reject);
    request.on('close', () => reject(new Error('The connection was cut.')));
  });
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function splitOnce(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
