/** What happens or happened to each document: the event editor's page shows it, saves set it. */
import type { Status } from '../../protocol/eventEditor.ts';
import { Emitter } from '../../std/emitter.ts';
import { keyOf, type EventAddress } from '../events/api.ts';

const IDLE: Status = { kind: 'idle' };

export class Statuses {
  readonly #statuses = new Map<string, Status>();
  readonly #running = new Map<string, AbortController>();
  readonly #changed = new Emitter<EventAddress>();
  readonly onDidChange = this.#changed.event;

  get(address: EventAddress): Status {
    return this.#statuses.get(keyOf(address)) ?? IDLE;
  }

  set(address: EventAddress, status: Status): void {
    if (status.kind === 'idle') this.#statuses.delete(keyOf(address));
    else this.#statuses.set(keyOf(address), status);
    this.#changed.fire(address);
  }

  /** Something begins that `cancel` can stop. */
  begin(address: EventAddress): AbortSignal {
    const controller = new AbortController();
    this.#running.set(keyOf(address), controller);
    return controller.signal;
  }

  end(address: EventAddress): void {
    this.#running.delete(keyOf(address));
  }

  /** Stops what is under way. */
  cancel(address: EventAddress): void {
    this.#running.get(keyOf(address))?.abort();
  }

  /** The outcome of a save is told until the next edit; what is under way, or still stands in the way, stays. */
  edited(address: EventAddress): void {
    const { kind } = this.get(address);
    if (kind === 'sent' || kind === 'refused' || kind === 'notSent') this.set(address, IDLE);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
