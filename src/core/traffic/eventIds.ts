/** The event IDs of recorded requests: an ID belongs to one event, whatever was sent first. */
import { RecentMap } from '../../std/recentMap.ts';
import * as texts from '../texts/traffic.ts';
import type { TrafficProblem } from './problem.ts';

/** The oldest IDs leave. */
const MAX_IDS = 100_000;

/** An event, as far as two with the same ID are compared. */
export interface SeenEvent {
  readonly id: string;
  /** The same for the same customer. */
  readonly customer: number;
  /** The same for the same content. */
  readonly content: number;
}

interface Seen extends Omit<SeenEvent, 'id'> {
  /** The number of its request. */
  readonly n: number;
}

type IdProblem = Pick<TrafficProblem, 'code' | 'severity' | 'message' | 'relatedN'>;

export class EventIds {
  readonly #seen = new RecentMap<Seen>(MAX_IDS);

  /**
   * Compares an event with the earlier one that has its ID. The first event with an ID is the one that counts.
   * @param n the number of its request
   */
  add({ id, customer, content }: SeenEvent, n: number): IdProblem | undefined {
    const earlier = this.#seen.get(id);
    if (earlier === undefined) {
      this.#seen.set(id, { customer, content, n });
      return undefined;
    }
    const isSame = earlier.content === content;
    if (earlier.n === n) {
      return isSame
        ? { code: 'key-repeated', severity: 'warning', message: texts.sameEventInRequest() }
        : { code: 'key-conflict', severity: 'error', message: texts.sameIdInRequest() };
    }
    // The same event again is a retry.
    if (isSame) return undefined;
    return earlier.customer === customer
      ? {
          code: 'key-conflict',
          severity: 'error',
          message: texts.sameIdEarlier(earlier.n),
          relatedN: earlier.n,
        }
      : {
          code: 'key-other-customer',
          severity: 'error',
          message: texts.sameIdOtherCustomer(earlier.n),
          relatedN: earlier.n,
        };
  }

  /** Takes back what a request added, because Orb rejected it as a whole. */
  remove(ids: readonly string[], n: number): void {
    for (const id of ids) if (this.#seen.get(id)?.n === n) this.#seen.delete(id);
  }
}
