/**
 * What an account was sent: the log of its requests, and what is wrong with their events. Validation happens after the response, in the time
 * that requests leave, or as soon as someone waits for it.
 */
import { hash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import type { TrafficProblem } from '../core/traffic/problem.ts';
import type { RuleContext } from '../core/rules/context.ts';
import {
  TrafficValidator,
  type RecordedRequest,
  type Validation,
} from '../core/traffic/validateRequest.ts';
import { valueOf } from './headers.ts';
import { RequestLog, type LoggedCall, type LogLimits, type Recorded } from './requestLog.ts';

/** As `GET /sandbox/problems` lists it. */
export interface ListedProblem extends TrafficProblem {
  readonly n: number;
  readonly requestN: number;
}

/** The oldest problems leave. */
const MAX_PROBLEMS = 10_000;
/** Bytes of bodies that may wait for their validation. A request that comes then isn't validated, which its problems say. */
const MAX_WAITING = 16 * 1024 * 1024;
/** How long validation may keep requests waiting at a time, and how long it then pauses unless someone waits for it, in milliseconds. */
const SLICE_MS = 3;
const PAUSE_MS = 18;

export interface TrafficListener {
  /** A request is validated. */
  recorded(): void;
  /** Requests are counted from 1 again. */
  cleared(): void;
}

interface Waiting {
  readonly call: LoggedCall;
  readonly n: number;
  readonly context: RuleContext;
}

const NOTHING = Buffer.alloc(0);

export class Traffic {
  readonly #log: RequestLog;
  #validator = new TrafficValidator();
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  /** The number of the last request that is validated. */
  #validated = 0;
  #current: { readonly steps: Generator<void, Validation>; readonly of: Waiting } | undefined;
  #problems: { readonly n: number; readonly requestN: number; readonly problem: TrafficProblem }[] =
    [];
  #problemCount = 0;
  /** Until the next slice. */
  #pause: NodeJS.Timeout | NodeJS.Immediate | undefined;
  readonly #settled: (() => void)[] = [];
  readonly #listeners = new Set<TrafficListener>();

  /** @param secrets API keys, which are removed from everything that is listed */
  constructor(secrets: readonly string[], limits?: LogLimits) {
    this.#log = new RequestLog(secrets, limits);
  }

  /** How many requests there were since the last reset. */
  get count(): number {
    return this.#log.count;
  }

  /** @param context what its events are validated against */
  add(given: Omit<LoggedCall, 'validation'>, context: RuleContext): void {
    const call = { ...given, validation: { events: 0, problems: [] } };
    const n = this.#log.add(call);
    const { content, bytes = content.length } = call.request;
    const hasRoom = this.#waitingBytes + content.length <= MAX_WAITING;
    const request = hasRoom ? call.request : { content: NOTHING, bytes, isCut: true };
    this.#waiting.push({ call: { ...call, request }, n, context });
    this.#waitingBytes += request.content.length;
    this.#pause ??= setTimeout(() => this.#run(), PAUSE_MS).unref();
  }

  #run(): void {
    const end = performance.now() + SLICE_MS;
    this.#pause = undefined;
    while (performance.now() < end) {
      if (this.#step(end)) continue;
      for (const resolve of this.#settled.splice(0)) resolve();
      return;
    }
    this.#pause =
      this.#settled.length > 0
        ? setImmediate(() => this.#run())
        : setTimeout(() => this.#run(), PAUSE_MS).unref();
  }

  /** Validates the next request, or a part of it. @param end on the clock of performance.now() @returns false when none waits */
  #step(end: number): boolean {
    const next = this.#waiting[0];
    if (next === undefined) return false;
    this.#current ??= { steps: this.#validator.validate(recordedRequest(next)), of: next };
    const { steps, of } = this.#current;
    do {
      const step = steps.next();
      if (step.done !== true) continue;
      this.#current = undefined;
      this.#waiting.shift();
      this.#waitingBytes -= of.call.request.content.length;
      this.#keep(of, step.value);
      break;
    } while (performance.now() < end);
    return true;
  }

  #keep({ n, call }: Waiting, found: Validation): void {
    Object.assign(call.validation, found);
    for (const problem of found.problems) {
      this.#problemCount += 1;
      this.#problems.push({ n: this.#problemCount, requestN: n, problem });
    }
    if (this.#problems.length > 2 * MAX_PROBLEMS)
      this.#problems = this.#problems.slice(-MAX_PROBLEMS);
    this.#validated = n;
    for (const each of this.#listeners) each.recorded();
  }

  /** Resolves once every request so far is validated. */
  async settled(): Promise<void> {
    if (this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => {
      if (this.#settled.push(resolve) > 1) return;
      // Not after the pause.
      clearTimeout(this.#pause as NodeJS.Timeout);
      this.#pause = setImmediate(() => this.#run());
    });
  }

  /** The requests whose number is greater than `n`; the first has number 1. */
  since(n: number): readonly Recorded[] {
    return this.#log.since(n);
  }

  /** The same for the first requests of those that are validated. */
  validatedSince(n: number, limit: number): readonly Recorded[] {
    return this.#log.since(n, limit).filter((call) => call.n <= this.#validated);
  }

  /** The problems whose number is greater than `n`; the first has number 1. */
  problemsSince(n: number): readonly ListedProblem[] {
    return this.#problems
      .slice(-MAX_PROBLEMS)
      .filter((problem) => problem.n > n)
      .map(({ problem, ...numbers }) => ({ ...numbers, ...this.#log.redacted(problem) }));
  }

  /** @returns a function that ends it */
  listen(listener: TrafficListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  clear(): void {
    this.#log.clear();
    this.#validator = new TrafficValidator();
    this.#current = undefined;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#validated = 0;
    this.#problems = [];
    this.#problemCount = 0;
    for (const each of this.#listeners) each.cleared();
  }
}

function recordedRequest({ call, n, context }: Waiting): RecordedRequest {
  const { method, path, query, status, requestHeaders, request } = call;
  const { content, isCut } = request;
  const isPost = method === 'POST';
  const isIngest = isPost && path === '/v1/ingest';
  const digest =
    isPost && isCut !== true && content.length > 0
      ? `${path}?${query}#${hash('sha1', content, 'base64')}`
      : undefined;
  const keptBytes = content.length;
  const bytes = isCut === true ? Math.max(request.bytes ?? 0, keptBytes + 1) : keptBytes;
  const text =
    isIngest && isUtf8(content) ? content.toString('utf8').replace(/^\uFEFF/, '') : undefined;
  return {
    n,
    status,
    digest,
    idempotencyKey: valueOf(requestHeaders, 'idempotency-key'),
    ...(isIngest && { ingest: { text, keptBytes, bytes, context } }),
  };
}
