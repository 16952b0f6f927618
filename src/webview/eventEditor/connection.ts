/**
 * Checks whether the extension host responds, and moves to the next one when it has ended.
 *
 * - Silent for a tick: asks through the door which host is running. If it's the same, it's only busy.
 *   If it's another, the channel moves there, and `reopen` is called.
 * - Silent for three ticks: not connected, until every call has a response.
 *
 * It counts ticks rather than milliseconds, so that a browser that was asleep, or slows the timers
 * of hidden windows, doesn't look like a silent host.
 */
import type { Channel } from '../../protocol/rpc.ts';
import type { Door } from '../door.ts';

/** Two seconds after the last response, the page says that the extension isn't responding. */
const TICK_MS = 400;
const SILENT_TICKS = 3;

interface Parts {
  readonly channel: Pick<Channel<unknown>, 'use'> & {
    readonly remote: { ping(): Promise<unknown> };
  };
  /** Undefined if the page is on its own in a browser. */
  readonly door: Door | undefined;
  /** The host at the other end of the channel. */
  readonly host: string;
  onChange(isConnected: boolean): void;
  /**
   * Asks the host for everything again, because another one has taken over and doesn't know this
   * page, or because an edit failed. All pending calls have been rejected.
   */
  reopen(): Promise<void>;
}

export class Connection {
  #host: string;
  /**
   * Messages reach only the host that created the page; through the door, the same host can be
   * entered again.
   */
  #throughDoor = false;
  /** Increases with each host entered, so that calls to earlier ones are ignored. */
  #stay = 0;
  #ticksThere = 0;
  #quietTicks = 0;
  #pinging = false;
  /** Calls with what was typed, and the ticks that each has waited. */
  readonly #awaited = new Map<symbol, number>();
  /** Such a call failed, or the page couldn't apply a change. */
  #failed = false;
  #reopening = false;
  #knocking = false;
  #connected = true;

  constructor(private readonly parts: Parts) {
    this.#host = parts.host;
  }

  start(): void {
    setInterval(() => this.tick(), TICK_MS);
  }

  /**
   * Watches a call with what was typed. Until it has a response, the page isn't connected. If it
   * fails, its outcome is unknown, and page and host start over.
   */
  async awaited<T>(call: Promise<T>): Promise<T> {
    const stay = this.#stay;
    const own = Symbol();
    this.#awaited.set(own, 0);
    try {
      return await call;
    } catch (error) {
      if (stay === this.#stay) this.#failed = true;
      throw error;
    } finally {
      this.#awaited.delete(own);
      this.#answered();
    }
  }

  /** The page couldn't apply a change, so it starts over. */
  failed(): void {
    this.#failed = true;
  }

  tick(): void {
    const late = [...this.#awaited.values()].some((ticks) => ticks > 0);
    for (const [call, ticks] of this.#awaited) this.#awaited.set(call, ticks + 1);
    this.#ticksThere += 1;
    if (this.#pinging || late || this.#failed || this.#reopening) {
      this.#quietTicks += 1;
      if (this.#failed && !this.#pinging) void this.#reopen();
      else void this.#knock();
    }
    if (!this.#pinging) void this.#ping();
    this.#update();
  }

  async #ping(): Promise<void> {
    const stay = this.#stay;
    this.#pinging = true;
    // A failure is a response, too.
    await this.parts.channel.remote.ping().catch(() => undefined);
    if (stay !== this.#stay) return;
    this.#pinging = false;
    this.#answered();
  }

  async #knock(): Promise<void> {
    if (this.#knocking || this.parts.door === undefined) return;
    this.#knocking = true;
    const host = await this.parts.door.hello().catch(() => undefined);
    this.#knocking = false;
    if (host === undefined || this.#quietTicks === 0) return;
    const isOther = host !== this.#host;
    if (!isOther && !(this.#throughDoor && this.#ticksThere > SILENT_TICKS)) return;
    this.#host = host;
    this.#throughDoor = true;
    this.#stay += 1;
    this.#ticksThere = 0;
    this.#pinging = false;
    this.parts.channel.use(this.parts.door.enter());
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    const stay = this.#stay;
    this.#failed = false;
    this.#reopening = true;
    const reopened = await this.parts.reopen().then(
      () => true,
      () => false,
    );
    if (stay !== this.#stay) return;
    if (!reopened) this.#failed = true;
    this.#reopening = false;
    this.#answered();
  }

  /** After a lost connection, the page is connected again when every call has a response. */
  #answered(): void {
    const waits = this.#pinging || this.#awaited.size > 0 || this.#failed || this.#reopening;
    if (!waits) this.#quietTicks = 0;
    this.#update();
  }

  #update(): void {
    const connected = this.#quietTicks < SILENT_TICKS;
    if (connected === this.#connected) return;
    this.#connected = connected;
    this.parts.onChange(connected);
  }
}
