/** From a request's headers to its response: who sent it, how much of it may be read, injected faults, and the log. */
import type { RuleContext } from '../core/rules/context.ts';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { MAX_DEPTH } from '../core/jsonTree.ts';
import { SANDBOX_CLOCK_HEADER, SANDBOX_DATA_HEADER } from '../core/sandboxData.ts';
import type { Account } from './account.ts';
import type { Accounts } from './accounts.ts';
import type { Reply } from './call.ts';
import { callerProblem } from './caller.ts';
import { control, sinceOf } from './control.ts';
import { faultAnswer } from './faults.ts';
import { MAX_EVENT_LENGTH } from './ingestBody.ts';
import { perform, problemReply, replayKey, type Asked } from './perform.ts';
import type { MetricEvaluator } from './metrics/evaluator.ts';
import { headerPairs } from './headers.ts';
import type { KeyGuard } from './keyGuard.ts';
import type { Presence } from './presence.ts';
import { conflict, Problem, serverError, unauthorized } from './problems.ts';
import { relay, type Outcome } from './recorder.ts';
import type { BodyLimits, RequestBodies } from './requestBody.ts';
import { streamTraffic } from './stream.ts';
import { recorderContext, sandboxContext } from './trafficContext.ts';
import type { Upstream } from './upstream.ts';

/** What all requests of one server share. */
export interface ExchangeServer {
  readonly accounts: Accounts;
  readonly bodies: RequestBodies;
  readonly metrics: MetricEvaluator;
  /** The time in responses to requests without an account, in milliseconds since 1970. */
  readonly now: () => number;
  /** What a recorder forwards to. */
  readonly recorder: { readonly upstream: Upstream; readonly guard: KeyGuard } | undefined;
  /** Undefined for a process that runs until it's killed. */
  readonly presence: Presence | undefined;
  readonly options: {
    readonly host: string;
    readonly catalog?: RuleContext['catalog'];
    readonly onRequest?: (line: string) => void;
  };
}

/** Per request: 400 for each event of a full batch. */
const MAX_VALUES = 200_000;

/** One request and its response. */
export class Exchange {
  readonly #started = performance.now();
  readonly #notes: string[] = [];
  #hasFault = false;

  constructor(
    private readonly server: ExchangeServer,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  async run(): Promise<void> {
    try {
      await this.#run();
    } catch (error) {
      // The client cut the connection while sending, so there is no one to respond to.
      if (this.request.destroyed && !this.request.complete) return;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${text}\n`);
      this.#send(
        problemReply(
          serverError('The sandbox had an internal error. Its terminal shows the details.'),
        ),
      );
    }
  }

  async #run(): Promise<void> {
    const { accounts, bodies, options } = this.server;
    const { headers, method = '', url = '' } = this.request;
    const refusal = callerProblem(headers, options.host);
    const account = refusal ? undefined : accounts.find(headers.authorization);
    if (account === undefined) {
      // Without a key a request gets no memory: what it still sends is read and dropped.
      this.#refuse(refusal ?? unauthorized());
      return;
    }
    const [path, query] = splitOnce(url, '?');
    const isControl = path === '/sandbox' || path.startsWith('/sandbox/');
    const asked = {
      method,
      path,
      query,
      body: Buffer.alloc(0),
      idempotencyKey: headers['idempotency-key']?.toString(),
    };
    const { recorder } = this.server;
    const isForwarded = recorder !== undefined && !isControl;
    if (headers.expect !== undefined && (isForwarded || !isTooLong(headers, account)))
      this.response.writeContinue();
    if (isForwarded) {
      const { request, response } = this;
      await relay({
        ...recorder,
        ...{ account, request, response, asked },
        send: (reply) => this.#send(reply),
        record: (outcome) => this.#log(account, asked, outcome),
      });
      return;
    }
    try {
      const held = await bodies.read(this.request, limitsOf(account, isControl));
      try {
        await this.#reply(account, { ...asked, body: held.bytes }, isControl);
      } finally {
        held.release();
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!isControl) this.#record(account, asked, problemReply(error));
      this.#refuse(error, account);
    }
  }

  async #reply(account: Account, asked: Asked, isControl: boolean): Promise<void> {
    if (isControl) {
      const { presence } = this.server;
      const call = `${asked.method} ${asked.path}`;
      if (presence !== undefined && call === 'GET /sandbox/presence') {
        presence.hold(this.response);
        return;
      }
      if (presence !== undefined && call === 'POST /sandbox/stop') {
        presence.stop(this.response);
        return;
      }
      if (asked.method === 'GET') await account.traffic.settled();
      if (call === 'GET /sandbox/stream') {
        const { headers } = this.request;
        const since = Number(headers['last-event-id'] ?? sinceOf(asked));
        void streamTraffic(account.traffic, this.response, Number.isInteger(since) ? since : 0);
        return;
      }
      this.#send(control(account, asked), account);
      return;
    }
    const reply = await this.#answer(account, asked);
    this.#record(account, asked, reply);
    if (reply === undefined) this.request.socket.destroy();
    else this.#send(reply, account);
  }

  /** Responds although the body may be incomplete, or not sent at all. */
  #refuse(problem: Problem, account?: Account): void {
    // Closing while the client still sends could lose the response, so the rest is dropped first. A client that waits for 100 Continue may
    // or may not send its body now, so only a new connection is unambiguous.
    if (this.request.headers.expect !== undefined) this.response.shouldKeepAlive = false;
    else if (!this.request.complete) this.response.shouldKeepAlive = true;
    this.#send(problemReply(problem), account);
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
      if (fault === undefined)
        return await perform(account, asked, this.#notes, this.server.metrics);
      this.#hasFault = true;
      this.#notes.push('An injected fault replaced or changed this response.');
      if (fault.delayMs !== undefined) await delay(fault.delayMs);
      if (fault.drop === 'before') return undefined;
      const scripted = faultAnswer(fault);
      if (scripted !== undefined) return scripted;
      const reply = await perform(account, asked, this.#notes, this.server.metrics);
      if (fault.drop === 'after') return undefined;
      return { ...reply, headers: { ...reply.headers, ...fault.headers } };
    } finally {
      if (key !== undefined) account.running.delete(key);
    }
  }

  #record(account: Account, asked: Asked, reply: Reply | undefined): void {
    this.#log(account, asked, {
      status: reply?.status ?? 0,
      responseHeaders: reply === undefined ? [] : Object.entries(headersOf(reply, account)),
      request: { content: asked.body },
      response: { content: Buffer.from(reply?.body ?? '') },
      notes: this.#notes,
      origin: this.#hasFault ? 'fault' : 'orb',
    });
  }

  #log(account: Account, { method, path, query }: Asked, outcome: Outcome): void {
    const ms = Math.round((performance.now() - this.#started) * 10) / 10;
    const time = new Date(account.now()).toISOString();
    const requestHeaders = headerPairs(this.request.rawHeaders);
    const context =
      this.server.recorder === undefined
        ? sandboxContext(account, query)
        : recorderContext(account, query, outcome.responseHeaders);
    const { catalog } = this.server.options;
    const call = { time, method, path, query, ms, requestHeaders, ...outcome };
    account.traffic.add(call, { ...context, ...(catalog !== undefined && { catalog }) });
    const notes = outcome.notes.map((note) => `\n  ${note}`).join('');
    this.server.options.onRequest?.(
      `${method} ${path} ${outcome.status || 'cut'} ${ms} ms${notes}`,
    );
  }

  #send(reply: Reply, account?: Account): void {
    if (this.response.headersSent || this.response.destroyed) return;
    const headers =
      account === undefined ? plainHeaders(reply, this.server.now()) : headersOf(reply, account);
    this.response.sendDate = false;
    for (const [name, value] of Object.entries(headers)) this.response.setHeader(name, value);
    this.response.writeHead(reply.status);
    this.response.end(reply.body);
  }
}

const plainHeaders = ({ body, headers }: Reply, now: number): Record<string, string> => ({
  'Content-Type': 'application/json',
  'Content-Length': String(Buffer.byteLength(body)),
  Date: new Date(now).toUTCString(),
  ...headers,
});

/** With what identifies the data and the clock of a sandbox's account. */
function headersOf({ headers, ...reply }: Reply, account: Account): Record<string, string> {
  const { kind } = account.clock;
  return {
    ...plainHeaders(reply, account.now()),
    [SANDBOX_DATA_HEADER]: account.dataId,
    ...(kind !== 'real' && { [SANDBOX_CLOCK_HEADER]: kind }),
    ...headers,
  };
}

function limitsOf({ settings }: Account, isControl: boolean): BodyLimits {
  // A fault may contain the longest response that a client is to be tested with.
  const length = isControl ? settings.maxBodyBytes : MAX_EVENT_LENGTH;
  return {
    maxBytes: settings.maxBodyBytes,
    json: { depth: MAX_DEPTH, values: MAX_VALUES, length },
  };
}

const isTooLong = (headers: IncomingHttpHeaders, { settings }: Account) =>
  Number(headers['content-length'] ?? 0) > settings.maxBodyBytes;

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function splitOnce(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
