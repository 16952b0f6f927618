/**
 * The connection to the thread that has the ledger's file open. None of its callers waits long.
 *
 * A change is kept here until it is in the file, and results from the file are overlaid with these changes. While the file can't be used,
 * changes wait (bounded), results come from them alone, and the file is tried again, less and less often.
 */
import { Emitter } from '../std/emitter.ts';
import { ChangeQueue } from './changeQueue.ts';
import type {
  Answer,
  Change,
  FromThread,
  ReadArgs,
  ReadName,
  ToThread,
  Trouble,
} from './messages.ts';
import { notKnown, withChanges } from './overlay.ts';
import { TroubleReport, type TroubleSinks } from './troubleReport.ts';

/** The parts of the thread that the client needs. */
export interface LedgerThread {
  post(message: ToThread): void;
  /** Ends it immediately, whatever it is doing. */
  stop(): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

export interface ConnectionOptions extends TroubleSinks {
  /**
   * Starts the thread, on first use and again after it ended.
   * @param failed it ended, or never began
   * @throws when it can't be started
   */
  start(heard: (message: FromThread) => void, failed: (error: unknown) => void): LedgerThread;
  /** How long a caller waits. Default 500 ms. */
  readonly patienceMs?: number;
}

/** A new thread loads its code first, which takes a while on a busy computer. */
const START_MS = 5_000;
const CLOSE_MS = 2_000;
/** Deleting is worth waiting for. */
const DELETE_MS = 10_000;
const RETRY_MS = { first: 100, most: 5_000 } as const;

export class LedgerConnection {
  readonly #queue = new ChangeQueue();
  /** What waits for a message, by the message's number; called with undefined when none will come. */
  readonly #waiting = new Map<number, (message: FromThread | undefined) => void>();
  readonly #replaced = new Emitter<void>();
  readonly #report: TroubleReport;
  readonly #patienceMs: number;
  #thread: LedgerThread | undefined;
  /** The thread has loaded its code. */
  #isReady = false;
  /** It let a caller wait too long, and hasn't sent anything since. */
  #isSilent = false;
  /** The file can't be used: changes wait until it is tried again. */
  #isBlocked = false;
  #isClosed = false;
  #retry: NodeJS.Timeout | undefined;
  #retryMs: number = RETRY_MS.first;
  #calls = 0;

  /** There is another file now: what the previous one contained is gone. */
  readonly onDidReplace = this.#replaced.event;

  constructor(private readonly options: ConnectionOptions) {
    this.#patienceMs = options.patienceMs ?? 500;
    this.#report = new TroubleReport(options);
  }

  /** Deletes the files and the waiting changes. @returns false when something is still on the disk */
  deleteAll(): Promise<boolean> {
    this.#queue.clear();
    return this.#ask(
      (id) => ({ kind: 'deleteAll', id }),
      (message) => message?.kind === 'deleted' && message.complete,
      DELETE_MS,
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#report.dispose();
    const thread = this.#thread;
    thread?.post({ kind: 'close' });
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => {
        thread?.stop();
        resolve();
      }, CLOSE_MS);
      void Promise.resolve(thread?.ended).then(() => {
        clearTimeout(late);
        resolve();
      });
    });
    this.#queue.release();
  }

  /** Resolves when the change is in the file, or when waiting for that makes no sense. */
  change(change: Change): Promise<boolean> {
    if (this.#isClosed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const stop = this.#limit(this.#patience, () => this.#becameSilent(() => resolve(false)));
      const queued = this.#queue.add(change, (result) => {
        stop();
        resolve(result);
      });
      this.#flush();
      // It isn't known when the file can be written again.
      if (this.#isBlocked || this.#isSilent) queued.done(false);
    });
  }

  /** @returns also whether the file was read; if not, the answer only has what this window did */
  lookUp<Name extends ReadName>(
    name: Name,
    args: ReadArgs<Name>,
  ): Promise<{ readonly answer: Answer<Name>; readonly isKnown: boolean }> {
    // Overlaid when the message arrives: the changes still queued then are those that the file's answer doesn't include.
    const toAnswer = (message: FromThread | undefined) => {
      const isKnown = message?.kind === 'answer';
      const found = isKnown ? (message.value as Answer<Name>) : (notKnown[name]() as Answer<Name>);
      return { answer: withChanges(name, this.#queue.changes, found, args), isKnown };
    };
    // A thread that ended is started again by the next retry, not by each caller.
    const isGone = this.#isBlocked && this.#thread === undefined;
    if (isGone || this.#isSilent || this.#isClosed) return Promise.resolve(toAnswer(undefined));
    return this.#ask((id) => ({ kind: 'read', id, name, args }), toAnswer, this.#patience);
  }

  get #patience(): number {
    return this.#isReady ? this.#patienceMs : START_MS;
  }

  /** @param toAnswer receives the message as soon as it arrives; undefined when none does in time */
  #ask<T>(
    toMessage: (id: number) => ToThread,
    toAnswer: (message: FromThread | undefined) => T,
    patienceMs: number,
  ): Promise<T> {
    const id = (this.#calls += 1);
    return new Promise((resolve) => {
      const answer = (message: FromThread | undefined) => {
        stop();
        this.#waiting.delete(id);
        resolve(toAnswer(message));
      };
      const stop = this.#limit(patienceMs, () => this.#becameSilent(() => answer(undefined)));
      this.#waiting.set(id, answer);
      this.#post(toMessage(id));
    });
  }

  /** A message that arrived while this thread was busy is read before the wait counts as too long. */
  #limit(ms: number, late: () => void): () => void {
    let isOver = false;
    const timer = setTimeout(() => setImmediate(() => isOver || late()), ms);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }

  #becameSilent(then: () => void): void {
    this.#isSilent = true;
    if (!this.#isBlocked) this.#report.began('silent', "The ledger's thread doesn't respond.");
    then();
  }

  #post(message: ToThread): void {
    try {
      this.#thread ??= this.#start();
      this.#thread.post(message);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Messages of a thread that was given up are ignored. */
  #start(): LedgerThread {
    const thread = this.options.start(
      (message) => {
        if (this.#thread === thread) this.#heard(message);
      },
      (error) => {
        if (this.#thread === thread) this.#failed(error);
      },
    );
    return thread;
  }

  #flush(): void {
    if (this.#isBlocked || this.#isSilent || this.#isClosed) return;
    for (const queued of this.#queue.all) {
      if (queued.posted) continue;
      queued.posted = true;
      this.#post({ kind: 'change', seq: queued.seq, change: queued.change });
    }
  }

  #heard(message: FromThread): void {
    if (this.#isClosed) return;
    const wasSilent = this.#isSilent;
    this.#isSilent = false;
    switch (message.kind) {
      case 'ready':
        this.#isReady = true;
        break;
      case 'applied':
        this.#queue.take(message.seq)?.done(message.result);
        this.#recovered();
        break;
      case 'dropped':
        this.options.log(`A change couldn't be recorded: ${message.reason}`);
        this.#queue.take(message.seq)?.done(false);
        break;
      case 'answer':
        this.#waiting.get(message.id)?.(message);
        if (!this.#isBlocked) this.#recovered();
        break;
      case 'unanswered':
        this.options.log(`Recorded data couldn't be read: ${message.reason}`);
        this.#waiting.get(message.id)?.(message);
        break;
      case 'trouble':
        this.#blocked(message.trouble, message.reason);
        break;
      case 'usable':
        this.#isBlocked = false;
        for (const queued of this.#queue.all) queued.posted = false;
        if (this.#queue.all.length === 0) this.#recovered();
        this.#flush();
        break;
      case 'deleted':
        this.#isBlocked = false;
        this.#waiting.get(message.id)?.(message);
        this.#recovered();
        this.#flush();
        break;
      case 'replaced':
        this.#replaced.fire();
        break;
      case 'setAside':
        // What this window knows of the past is all that is left, so it is kept.
        this.#report.setAside(message.fileName, message.reason);
    }
    if (wasSilent) this.#flush();
  }

  #failed(error: unknown): void {
    if (this.#isClosed) return;
    this.#thread = undefined;
    this.#isReady = false;
    this.#isSilent = false;
    this.#blocked('unusable', error instanceof Error ? error.message : String(error));
    for (const answer of [...this.#waiting.values()]) answer(undefined);
  }

  #blocked(trouble: Trouble, reason: string): void {
    this.#isBlocked = true;
    this.#report.began(trouble, reason);
    this.#queue.release();
    if (this.#retry !== undefined) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#post({ kind: 'resume' });
    }, this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS.most);
  }

  #recovered(): void {
    this.#retryMs = RETRY_MS.first;
    this.#report.ended();
  }
}
