/**
 * Polls backfills that are closing or reverting: with growing pauses, while the view is visible,
 * until they have settled or the policy is exhausted. Also updates the countdown of those that
 * close automatically.
 */
import type { Backfill } from '../../core/backfill.ts';
import { backfillState, isMoving } from '../../core/backfillMoves.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { toUserError } from '../toUserError.ts';
import type { Services } from '../services.ts';
import type { BackfillList } from './backfillList.ts';

export interface BackoffPolicy {
  readonly firstPauseMs: number;
  /** The factor from one pause to the next. */
  readonly growth: number;
  readonly maxPauseMs: number;
  /** Polling ends after this many. */
  readonly rounds: number;
}

/** Ends after about an hour. */
const hourLong: BackoffPolicy = {
  firstPauseMs: 1_000,
  growth: 1.5,
  maxPauseMs: 60_000,
  rounds: 65,
};

export interface PolledView {
  readonly visible: boolean;
}

export class BackfillPoller {
  #timer: NodeJS.Timeout | undefined;
  #rounds = 0;
  /** The backfills whose polls are counted; others start from zero. */
  #followed = '';
  #busy = false;

  constructor(
    private readonly services: Pick<Services, 'connections' | 'log'>,
    private readonly list: BackfillList,
    private readonly view: PolledView,
    private readonly repaint: () => void,
    private readonly policy: BackoffPolicy = hourLong,
  ) {}

  /** Whether polling has ended, so that the state shown is the last one that Orb returned. */
  get isExhausted(): boolean {
    return this.#rounds >= this.policy.rounds;
  }

  /** Call this when the list, the connection, or the view's visibility changes. */
  update(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { active } = this.services.connections;
    if (active === undefined || !this.view.visible || this.#busy) return;
    const now = this.services.connections.now(active.id);
    const all = this.list.all(active.id);
    const moving = all.filter((each) => isMoving(backfillState(each, now)));
    const followed = `${active.id} ${moving.map(({ id, status }) => `${id} ${status}`).join()}`;
    if (followed !== this.#followed) this.#rounds = 0;
    this.#followed = followed;
    if (moving.length > 0 && !this.isExhausted) {
      const { firstPauseMs, growth, maxPauseMs } = this.policy;
      const pause = Math.min(firstPauseMs * growth ** this.#rounds, maxPauseMs);
      this.#timer = setTimeout(() => void this.#ask(active.id, moving), pause);
      return;
    }
    const wait = untilNextClose(all, now);
    if (wait === undefined) return;
    this.#timer = setTimeout(
      () => {
        this.repaint();
        this.update();
      },
      Math.min(wait + 1, this.policy.maxPauseMs),
    );
  }

  /** Starts from zero, for example after a manual refresh. */
  restart(): void {
    const { isExhausted } = this;
    this.#rounds = 0;
    this.update();
    if (isExhausted) this.repaint();
  }

  async #ask(connectionId: string, moving: readonly Backfill[]): Promise<void> {
    this.#rounds += 1;
    this.#busy = true;
    for (const { id } of moving) {
      try {
        await this.list.fetch(connectionId, id);
      } catch (error) {
        // The row keeps the last state; the next round tries again.
        this.services.log.warn(`Couldn't poll a backfill: ${toUserError(error).message}`);
      }
    }
    this.#busy = false;
    if (this.isExhausted) {
      this.services.log.warn("Backfills are no longer polled: they didn't settle in time.");
      this.repaint();
    }
    this.update();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

/** Milliseconds until the next pending backfill closes automatically. */
function untilNextClose(all: readonly Backfill[], now: number): number | undefined {
  const waits = all.flatMap(({ status, closeTime }) => {
    const closes = closeTime === null ? undefined : parseTimestamp(closeTime)?.ms;
    return status === 'pending' && closes !== undefined && closes > now ? [closes - now] : [];
  });
  return waits.length === 0 ? undefined : Math.min(...waits);
}
