/**
 * A request with everything that may go wrong: attempts, pauses, time limits, cancellation, and a record of each attempt.
 * In: method, path, body. Out: the response of a success, or an OrbError.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { isConnectionRefused, isOrbError, OrbError } from '../core/errors.ts';
import { secretRemover } from '../core/secrets.ts';
import { Emitter } from '../std/emitter.ts';
import { checkApiKey, normalizeBaseUrl } from './address.ts';
import type { Answer, CallOptions, ClientOptions, RequestRecord } from './orbApi.ts';
import { AnswerCut, ENCODINGS, exchange, type Call, type Request } from './exchange.ts';
import * as failures from './requestFailures.ts';
import { createDispatcher } from './network.ts';
import { recordOf } from './record.ts';
import { retryPause } from './retry.ts';
import { linkedAbort } from './linkedAbort.ts';
import { cleanError } from './withoutKey.ts';

/** The limits of one operation, which may need several requests. */
export interface Limits {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly budgetMs: number | undefined;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly onPause: CallOptions['onPause'];
}

export interface Transport {
  limits(options?: CallOptions): Limits;
  /**
   * @param read turns the response of a success into a value; the key is removed from what it throws
   * @throws OrbError of any kind
   */
  send<T>(call: Call, limits: Limits, read: (reply: failures.Reply) => T): Promise<Answer<T>>;
  readonly requests: Emitter<RequestRecord>;
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** @throws OrbError `invalid` for an invalid base URL or key, `tlsOrProxy` for an invalid proxy. */
export function createTransport(options: ClientOptions): Transport {
  checkApiKey(options.apiKey);
  const base = new URL(normalizeBaseUrl(options.baseUrl, options));
  const dispatcher = createDispatcher(base.origin, options.network ?? {});
  const maxBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES;
  const random = options.random ?? (() => randomInt(2 ** 32) / 2 ** 32);
  const clean = secretRemover(options.apiKey);
  const requests = new Emitter<RequestRecord>();
  const closing = new AbortController();

  function headersOf(call: Call, limits: Limits): Record<string, string> {
    return {
      accept: 'application/json',
      'accept-encoding': ENCODINGS,
      'user-agent': 'orb-events',
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
      ...(call.idempotent === true && { 'idempotency-key': `orb-events-${randomUUID()}` }),
      ...limits.headers,
      authorization: `Bearer ${options.apiKey}`,
    };
  }

  /** One attempt, ended by its own time limit, the deadline, the caller or close(). */
  async function attempt(
    what: string,
    request: Request,
    limits: Limits,
    holdsEvents: boolean,
  ): Promise<failures.Reply | failures.Failure> {
    const remaining = limits.deadline - performance.now();
    const timeoutMs = Math.max(1, Math.min(limits.timeoutMs, remaining));
    using stop = linkedAbort([limits.signal, closing.signal], timeoutMs);
    try {
      const reply = await exchange(dispatcher, base.origin, request, {
        signal: stop.signal,
        maxBytes,
        clean,
        holdsEvents,
      });
      if (reply.status >= 200 && reply.status < 300) return reply;
      const error = failures.refusedByStatus(what, reply);
      return { error, status: reply.status, headers: reply.headers, retryable: true };
    } catch (thrown) {
      if (stop.signal.aborted) {
        const error = stop.timedOut()
          ? failures.timedOut(
              what,
              remaining < limits.timeoutMs ? (limits.budgetMs ?? 0) : timeoutMs,
            )
          : failures.cancelled(stop.signal.reason);
        return { error, headers: {}, retryable: stop.timedOut() };
      }
      if (thrown instanceof AnswerCut) {
        return { error: failures.cutOff(what, thrown), headers: {}, retryable: true };
      }
      if (isOrbError(thrown)) return { error: thrown, headers: {}, retryable: false };
      const failure = failures.failedOnTheWay(what, thrown, base);
      const isFinal = options.retryRefused === false && isConnectionRefused(failure.error);
      return isFinal ? { ...failure, retryable: false } : failure;
    }
  }

  async function send<T>(
    call: Call,
    limits: Limits,
    read: (reply: failures.Reply) => T,
  ): Promise<Answer<T>> {
    const reply = await replyTo(call, limits);
    try {
      return { value: read(reply), raw: reply.text };
    } catch (error) {
      throw call.holdsEvents === true ? cleanError(error, clean) : error;
    }
  }

  async function replyTo(call: Call, limits: Limits): Promise<failures.Reply> {
    const what = clean(`${call.method} ${call.path.split('?', 1)[0] ?? ''}`);
    const headers = headersOf(call, limits);
    const path = base.pathname + call.path;
    const request = {
      method: call.method,
      path,
      headers,
      ...(call.body !== undefined && { body: call.body }),
    };
    for (let retriesMade = 0; ; retriesMade++) {
      if (limits.signal?.aborted === true || closing.signal.aborted) {
        throw failures.cancelled(limits.signal?.reason);
      }
      const started = performance.now();
      const outcome = await attempt(what, request, limits, call.holdsEvents === true);
      const ms = Math.round(performance.now() - started);
      announce(recordOf(call, headers, outcome, { ms, attempt: retriesMade + 1, clean }));
      if ('text' in outcome) return outcome;
      const pause = outcome.retryable
        ? retryPause(outcome, {
            retriesMade,
            firstPauseMs: options.firstPauseMs ?? 500,
            random: random(),
            nowMs: performance.timeOrigin + performance.now(),
          })
        : undefined;
      const inTime = pause !== undefined && performance.now() + pause < limits.deadline;
      if (retriesMade >= limits.maxRetries || !inTime) throw outcome.error;
      limits.onPause?.({ status: outcome.status, ms: pause });
      await pauseFor(pause, limits.signal);
    }
  }

  async function pauseFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
    using stop = linkedAbort([signal, closing.signal]);
    await sleep(ms, undefined, { signal: stop.signal }).catch(() => {
      throw failures.cancelled(stop.signal.reason);
    });
  }

  function announce(record: RequestRecord): void {
    try {
      requests.fire(record);
    } catch (error) {
      // A listener's error must not fail a request that may have changed a bill.
      process.emitWarning(error as Error);
    }
  }

  return {
    requests,
    send,
    limits: (call = {}) => ({
      signal: call.signal,
      timeoutMs: call.timeoutMs ?? options.timeoutMs ?? 60_000,
      maxRetries: call.maxRetries ?? options.maxRetries ?? 4,
      budgetMs: call.budgetMs,
      deadline: performance.now() + (call.budgetMs ?? Infinity),
      headers: lowerCase(call.headers ?? {}),
      onPause: call.onPause,
    }),
    async close() {
      closing.abort();
      await destroy(dispatcher);
    },
  };
}

async function destroy(dispatcher: Dispatcher): Promise<void> {
  await dispatcher.destroy().catch((cause: unknown) => {
    throw new OrbError('unreachable', "Couldn't close the connections.", undefined, { cause });
  });
}

const lowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
