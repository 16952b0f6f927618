/** The changes that aren't in the ledger's file yet, oldest first. Bounded: what Orb can show again is dropped first. */
import type { Change } from './messages.ts';

export interface Queued {
  readonly seq: number;
  readonly change: Change;
  /** The thread has it. */
  posted: boolean;
  /** Called when it is in the file, or when no one needs to wait for that any longer. */
  readonly done: (result: boolean) => void;
}

const MAX_CHANGES = 5_000;
const MAX_CHARACTERS = 20_000_000;

export class ChangeQueue {
  #all: Queued[] = [];
  #characters = 0;
  #seq = 0;

  get all(): readonly Queued[] {
    return this.#all;
  }

  get changes(): readonly Change[] {
    return this.#all.map(({ change }) => change);
  }

  add(change: Change, done: (result: boolean) => void): Queued {
    const queued = { seq: (this.#seq += 1), change, posted: false, done };
    this.#all.push(queued);
    this.#characters += sizeOf(change);
    while (this.#all.length > MAX_CHANGES || this.#characters > MAX_CHARACTERS) {
      const least = Math.min(...this.#all.map((each) => worth[each.change.kind]));
      const oldest = this.#all.find((each) => worth[each.change.kind] === least);
      if (oldest === undefined) break;
      this.take(oldest.seq)?.done(false);
    }
    return queued;
  }

  /** Removes a change. @returns undefined when it was dropped before */
  take(seq: number): Queued | undefined {
    const index = this.#all.findIndex((each) => each.seq === seq);
    const [queued] = index === -1 ? [] : this.#all.splice(index, 1);
    if (queued !== undefined) this.#characters -= sizeOf(queued.change);
    return queued;
  }

  /** Ends all waiting. */
  release(): void {
    for (const { done } of this.#all) done(false);
  }

  clear(): void {
    this.release();
    this.#all = [];
    this.#characters = 0;
  }
}

const worth: Readonly<Record<Change['kind'], number>> = {
  seen: 0,
  sentEvents: 1,
  document: 2,
  answersFrom: 3,
  sentHours: 3,
  shown: 4,
  begun: 5,
  confirmed: 5,
  refused: 5,
};

/** The length of its texts, roughly. */
function sizeOf(change: Change): number {
  switch (change.kind) {
    case 'seen':
      return change.events.reduce((sum, { raw }) => sum + raw.length, 0);
    case 'begun':
      return change.write.before.length + (change.write.after?.length ?? 0);
    case 'document':
      return change.kept.base.length + change.kept.text.length;
    case 'sentEvents':
      return change.eventIds.reduce((sum, id) => sum + id.length, 0);
    case 'sentHours':
      return change.hours.size;
    case 'confirmed':
    case 'shown':
    case 'refused':
    case 'answersFrom':
      return 0;
  }
}
