/** One request on its way to the upstream, and the response on its way back: passed on as it comes in. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { CopiedBody } from './copiedBody.ts';
import type { Fault } from './faults.ts';
import { endToEnd, headerPairs, valueOf, type HeaderList } from './headers.ts';
import { KeyInside, type BodyGuard, type KeyGuard } from './keyGuard.ts';
import type { PassedBody } from './passedBody.ts';
import { MAX_BODY } from './requestLog.ts';
import type { Upstream } from './upstream.ts';

/** What came back. */
export interface Passed {
  /**
   * `complete`: all but its end was passed on. `cut`: the caller doesn't get a complete response. `unreachable`: there is no response, and
   * nothing was sent to the caller.
   */
  readonly end: 'complete' | 'cut' | 'unreachable';
  /** Of the upstream's response; 0 without one. */
  readonly status: number;
  readonly headers: HeaderList;
  /** A copy of the beginning of the upstream's response. */
  readonly body: CopiedBody;
  /** Why it isn't complete: a code of Node, undici or TLS, or a sentence. */
  readonly why: string;
  /** Ends the response to the caller, or cuts the connection. */
  finish(): void;
}

export interface ForwardOptions {
  readonly upstream: Upstream;
  readonly guard: KeyGuard;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: PassedBody;
  /** Adds headers to the response, or keeps it from the caller (`drop`). */
  readonly fault: Fault | undefined;
}

/** Never rejects. */
export function forward(options: ForwardOptions): Promise<Passed> {
  const { upstream, request, response, body } = options;
  return new Promise((resolve) => {
    const wayBack = new WayBack(options, resolve);
    response.on('close', () => wayBack.callerClosed());
    upstream.dispatch(
      {
        method: request.method ?? 'GET',
        url: request.url ?? '',
        headers: headerPairs(request.rawHeaders),
        body: body.stream,
      },
      wayBack,
    );
  });
}

const NOTHING = Buffer.alloc(0);
const CALLER_CLOSED = 'The caller closed the connection before the response ended.';

class WayBack implements Dispatcher.DispatchHandler {
  readonly #copy = new CopiedBody(MAX_BODY);
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #statusText = '';
  #headers: HeaderList = [];
  #body: BodyGuard | undefined;
  /** Whether all of the body is here. The end of it waits until the call is recorded: then a caller who has it finds the record. */
  #isComplete = false;
  readonly #rest: Buffer[] = [];
  /** Resolves when all parts that were checked for the key have been passed on, in their order. */
  #checked: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: ForwardOptions,
    private readonly done: (passed: Passed) => void,
  ) {}

  callerClosed(): void {
    if (!this.options.response.writableFinished) this.#abort(CALLER_CLOSED);
  }

  #abort(why: string): void {
    this.#controller?.abort(new Error(why));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.options.response.destroyed) this.#abort(CALLER_CLOSED);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusText = '',
  ): void {
    // Such as 103 Early Hints: the response follows.
    if (status < 200) return;
    this.#status = status;
    this.#statusText = /^[\t\x20-\x7e]*$/.test(statusText) ? statusText : '';
    const raw = (controller.rawHeaders ?? []) as readonly (Buffer | string)[];
    this.#headers = headerPairs(raw.map((each) => each.toString('latin1')));
    this.#body = this.options.guard.body(valueOf(this.#headers, 'content-encoding'));
    // With the first part of the body, if that is already here.
    setImmediate(() => {
      if (this.#isComplete || this.#body?.isReady !== true || !this.#start()) return;
      this.options.response.flushHeaders();
    });
  }

  /** @returns false when the caller gets no response */
  #start(): boolean {
    const { response, guard, fault } = this.options;
    if (response.destroyed || fault?.drop === 'after') return false;
    if (response.headersSent) return true;
    const added = Object.entries(fault?.headers ?? {});
    const replaced = new Set(added.map(([name]) => name.toLowerCase()));
    if (this.#body?.isUnpacked === true) {
      replaced.add('content-encoding').add('content-length');
    }
    const headers = endToEnd(this.#headers)
      .filter(([name]) => !replaced.has(name.toLowerCase()))
      .concat(added)
      .flatMap(([name, value]) => [guard.text(name), guard.text(value)]);
    response.sendDate = false;
    try {
      response.writeHead(this.#status, this.#statusText, headers);
      return true;
    } catch (error) {
      this.#cut(String(error));
      return false;
    }
  }

  /** Also when the upstream's response is already complete. */
  #cut(why: string): void {
    this.#abort(why);
    this.#done('cut', why);
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#copy.add(chunk);
    this.#isComplete = this.#copy.bytes === Number(valueOf(this.#headers, 'content-length'));
    const safe = this.#body?.write(chunk);
    if (!(safe instanceof Promise)) {
      this.#pass(safe);
      return;
    }
    this.#checked = this.#checked.then(async () => this.#pass(await safe));
    this.#checked.catch((error: unknown) => {
      this.#cut(error instanceof KeyInside ? KEY_INSIDE : String(error));
    });
  }

  #pass(data: Buffer | undefined): void {
    const { response } = this.options;
    if (data === undefined || data.length === 0) return;
    if (this.#isComplete) {
      this.#rest.push(data);
      return;
    }
    if (!this.#start() || response.write(data)) return;
    if (mayPause(this.#headers)) {
      this.#controller?.pause();
      response.once('drain', () => this.#controller?.resume());
    } else if (response.writableLength > MAX_BEHIND) {
      this.#cut(`The caller is ${MAX_BEHIND} bytes behind.`);
    }
  }

  onResponseEnd(): void {
    this.#isComplete = true;
    this.#checked.then(
      () => this.#finish(),
      () => undefined,
    );
  }

  #finish(): void {
    const { response, fault } = this.options;
    this.#rest.push(this.#body?.end() ?? NOTHING);
    if (fault?.drop === 'after') {
      this.#done('cut', 'An injected fault cut the connection before the response.');
      return;
    }
    this.#done('complete', '', () => {
      if (this.#start()) response.end(Buffer.concat(this.#rest));
      else response.destroy();
    });
  }

  onResponseError(_controller: unknown, error: Error): void {
    const why = (error as NodeJS.ErrnoException).code ?? error.message;
    const isGone = this.options.response.destroyed;
    this.#done(this.#status === 0 && !isGone ? 'unreachable' : 'cut', why);
  }

  #done(
    end: Passed['end'],
    why: string,
    finish = () => void this.options.response.destroy(),
  ): void {
    this.done({
      end,
      status: this.#status,
      headers: this.#headers,
      body: this.#copy,
      why,
      finish,
    });
  }
}

/** How far a caller may be behind a response that can't be paused. */
const MAX_BEHIND = 64 * 1024 * 1024;

/**
 * Only a response whose connection stays open: undici 7 ends the process when a connection ends while its response is paused
 * (https://github.com/nodejs/undici/issues/5360).
 */
function mayPause(headers: HeaderList): boolean {
  const length = valueOf(headers, 'content-length') ?? valueOf(headers, 'transfer-encoding');
  return length !== undefined && /keep-alive/i.test(valueOf(headers, 'connection') ?? '');
}

const KEY_INSIDE =
  "The response contained the upstream's key in a compressed body, so the rest was withheld.";
