/**
 * Whether the extension host is there, and the way to the next one when it has ended.
 *
 *   quiet for a tick: asks through the door which host runs. The same: it is only busy. Another: the channel moves there, `reopen`.
 *   quiet for three ticks: not connected, until everything asked has been answered.
 *
 * Ticks are counted, not milliseconds: a browser that was asleep, or slows the timers of a hidden window, must not look like a silent host.
 */
import type { Channel } from '../../protocol/rpc.ts';
import type { Door } from '../door.ts';

/** Two seconds after the last response the page says that the extension isn't responding. */
const TICK_MS = 400;
const SILENT_TICKS = 3;

interface Parts {
  readonly channel: Pick<Channel<unknown>, 'use'> & {
    readonly remote: { ping(): Promise<unknown> };
  };
  /** Undefined where a page is alone in a browser. */
  readonly door: Door | undefined;
  /** The host at the other end of the channel. */
  readonly host: string;
  onChange(isConnected: boolean): void;
  /**
   * Asks the host for everything again: another one took over, which knows nothing of this page, or an edit failed. Everything
   * unanswered was rejected.
   */
  reopen(): Promise<void>;
}

export class Connection {
  #host: string;
  /** Messages reach only the host that made the page; through the door, the same host can be entered again. */
  #throughDoor = false;
  /** Grows with each host entered: what was asked of an earlier one says nothing. */
  #stay = 0;
  #ticksThere = 0;
  #quietTicks = 0;
  #pinging = false;
  /** Calls that carry what was typed, with the ticks each has waited. */
  readonly #awaited = new Map<symbol, number>();
  /** Such a call failed, or the page couldn't follow. */
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
   * Follows a call that carries what was typed: without its answer, the page isn't connected; when it fails, nobody knows what became of
   * it, and page and host begin again.
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

  /** The page couldn't take what it was told: it begins again. */
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
    // A failure is an answer, too.
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

  /** Once lost, the page is connected again when everything asked has been answered. */
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
