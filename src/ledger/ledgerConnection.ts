/**
 * The line to the thread that holds the ledger's file. Nobody who uses it waits long.
 *
 * A change is kept here until the file holds it, and an answer has these changes put over it. While the file can't be used, changes
 * wait (bounded), answers come from them alone, and the file is tried again, less and less often.
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

/** The thread, as far as the client needs it. */
export interface LedgerThread {
  post(message: ToThread): void;
  /** Ends it at once, whatever it is doing. */
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
  /** How long anybody waits. Default 500 ms. */
  readonly patienceMs?: number;
}

/** A thread that was just started reads its code first, on a busy computer for a while. */
const START_MS = 5_000;
const CLOSE_MS = 2_000;
/** Deleting is worth waiting for. */
const DELETE_MS = 10_000;
const RETRY_MS = { first: 100, most: 5_000 } as const;

export class LedgerConnection {
  readonly #queue = new ChangeQueue();
  /** What waits for a message, by the number it goes by; undefined: none will come. */
  readonly #waiting = new Map<number, (message: FromThread | undefined) => void>();
  readonly #replaced = new Emitter<void>();
  readonly #report: TroubleReport;
  readonly #patienceMs: number;
  #thread: LedgerThread | undefined;
  /** The thread has read its code. */
  #isReady = false;
  /** It let somebody wait in vain, and has said nothing since. */
  #isSilent = false;
  /** The file can't be used: changes wait until it is tried again. */
  #isBlocked = false;
  #isClosed = false;
  #retry: NodeJS.Timeout | undefined;
  #retryMs: number = RETRY_MS.first;
  #calls = 0;

  /** Another file stands there than before: what it held is forgotten. */
  readonly onDidReplace = this.#replaced.event;

  constructor(private readonly options: ConnectionOptions) {
    this.#patienceMs = options.patienceMs ?? 500;
    this.#report = new TroubleReport(options);
  }

  /** Deletes the files; what waits for them goes too. @returns false when something is still on the disk */
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

  /** Resolves when the file holds the change, or when that can't be waited for. */
  change(change: Change): Promise<boolean> {
    if (this.#isClosed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const stop = this.#limit(this.#patience, () => this.#becameSilent(() => resolve(false)));
      const queued = this.#queue.add(change, (result) => {
        stop();
        resolve(result);
      });
      this.#flush();
      // Nobody knows when the file will take it.
      if (this.#isBlocked || this.#isSilent) queued.done(false);
    });
  }

  /** @returns also whether the file was asked: else nothing is known but what this window did */
  lookUp<Name extends ReadName>(
    name: Name,
    args: ReadArgs<Name>,
  ): Promise<{ readonly answer: Answer<Name>; readonly isKnown: boolean }> {
    // Put together as the message comes: what the file doesn't hold at that moment is what the answer doesn't hold.
    const toAnswer = (message: FromThread | undefined) => {
      const isKnown = message?.kind === 'answer';
      const found = isKnown ? (message.value as Answer<Name>) : (notKnown[name]() as Answer<Name>);
      return { answer: withChanges(name, this.#queue.changes, found, args), isKnown };
    };
    // A thread that ended is started again by the next try, not by everybody who asks.
    const isGone = this.#isBlocked && this.#thread === undefined;
    if (isGone || this.#isSilent || this.#isClosed) return Promise.resolve(toAnswer(undefined));
    return this.#ask((id) => ({ kind: 'read', id, name, args }), toAnswer, this.#patience);
  }

  get #patience(): number {
    return this.#isReady ? this.#patienceMs : START_MS;
  }

  /** @param toAnswer is given the message as soon as it comes; undefined when none does in time */
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

  /** A message that came while this thread was busy is read before anybody is told that it is late. */
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

  /** What a thread that was given up still says counts no more. */
  #start(): LedgerThread {
    const thread = this.options.start(
      (told) => {
        if (this.#thread === thread) this.#heard(told);
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
        this.options.log(`The ledger left something out: ${message.reason}`);
        this.#queue.take(message.seq)?.done(false);
        break;
      case 'answer':
        this.#waiting.get(message.id)?.(message);
        if (!this.#isBlocked) this.#recovered();
        break;
      case 'unanswered':
        this.options.log(`The ledger could not be read: ${message.reason}`);
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
        // What this window knows of the past is all that is left of it, so it stays.
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
