/** Asks the process that runs metrics, one request after the other, and ends it when it takes too long. */
import { fork, type ChildProcess } from 'node:child_process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Account } from '../account.ts';
import { readEvents } from './countedEvents.ts';
import { withoutVariables } from '../../std/environment.ts';
import type { FromMetrics, MetricEvent, MetricQuery, MetricResult, ToMetrics } from './messages.ts';

/** Longer than any metric needs over the events of a sandbox. */
const LIMIT_MS = 5_000;
/** The events of a preview. */
const PREVIEW = 'preview';

/** How much of an account's events the process has. */
interface Loaded {
  readonly seq: number;
  readonly rewritten: number;
}

export interface EvaluatorOptions {
  readonly limitMs?: number;
  /** The bundle of child.ts; by default next to this one's. */
  readonly file?: URL;
}

export class MetricEvaluator implements Disposable {
  readonly #limitMs: number;
  readonly #file: URL;
  #child: ChildProcess | undefined;
  #loaded = new Map<number, Loaded>();
  /** The last request; the next one waits for it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({ limitMs = LIMIT_MS, file }: EvaluatorOptions = {}) {
    this.#limitMs = limitMs;
    this.#file = file ?? new URL('sandboxMetrics.js', import.meta.url);
  }

  /** Over given events only. @param queries their results come in the same order */
  preview(
    events: readonly MetricEvent[],
    queries: readonly MetricQuery[],
  ): Promise<readonly MetricResult[]> {
    return this.#next(async () => {
      await this.#send({ kind: 'load', table: PREVIEW, isNew: true, events });
      return this.#ask(PREVIEW, queries);
    });
  }

  /** Over the events of an account that count. @param queries their results come in the same order */
  evaluate(account: Account, queries: readonly MetricQuery[]): Promise<readonly MetricResult[]> {
    return this.#next(async () => {
      const table = `account${String(account.number)}`;
      await this.#load(account, table);
      return this.#ask(table, queries);
    });
  }

  [Symbol.dispose](): void {
    this.#end();
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Sends what the process doesn't have yet: new events, or all after others changed. */
  async #load(account: Account, table: string): Promise<void> {
    const known = this.#loaded.get(account.number);
    const { rewritten } = account;
    let isNew = known?.rewritten !== rewritten;
    let seq = isNew ? 0 : (known?.seq ?? 0);
    for (;;) {
      const part = readEvents(account, seq);
      if (part.events.length > 0 || isNew) {
        await this.#send({ kind: 'load', table, isNew, events: part.events });
      }
      [isNew, seq] = [false, part.seq];
      this.#loaded.set(account.number, { seq, rewritten });
      if (part.isLast) return;
      // Other requests are handled in between; the next evaluation notices what they change.
      await nextTurn();
    }
  }

  #ask(table: string, queries: readonly MetricQuery[]): Promise<readonly MetricResult[]> {
    const child = this.#running();
    return new Promise((resolve) => {
      const finish = (results: readonly MetricResult[]) => {
        clearTimeout(timer);
        child.removeAllListeners('message').removeAllListeners('exit');
        resolve(results);
      };
      const fail = (problem: string) => {
        this.#end();
        finish(queries.map(() => ({ problem })));
      };
      const timer = setTimeout(() => {
        fail(`The metric took longer than ${String(this.#limitMs / 1_000)} s.`);
      }, this.#limitMs);
      child.once('message', (results) => finish(results as FromMetrics));
      child.once('exit', () => fail('The process that runs metrics ended. Try again.'));
      void this.#send({ kind: 'ask', table, queries });
    });
  }

  /** Resolves when the process has room for more. One that ended is noticed when it's asked. */
  #send(message: ToMetrics): Promise<void> {
    return new Promise((resolve) => this.#running().send(message, () => resolve()));
  }

  #running(): ChildProcess {
    return (this.#child ??= fork(fileURLToPath(this.#file), {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: withoutVariables(process.env, 'ORB_'),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }));
  }

  #end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    this.#loaded = new Map();
  }
}
