/**
 * A scenario is a kind of failure, in rounds that each create a small setup, break it, and count
 * the results. A round uses only the random numbers that it's given, so that a seed reproduces it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { add, zero, type Counts } from './counts.ts';
import { Random } from './random.ts';

export interface Options {
  /** Checked after each round; at least one is played. */
  readonly isOver: () => boolean;
  /** Called with the details of a count that isn't 0. */
  readonly tell: (what: string) => void;
}

export type Scenario = (random: Random, options: Options) => Promise<Counts>;

/** What a round adds to the counts, with details. */
export interface Round {
  readonly random: Random;
  readonly counts: Counts;
  /** Counts and reports what must not happen. */
  fault(count: keyof Counts, what: string): void;
}

/** A single bug may affect every event. */
const MOST_TOLD = 20;

/** Plays rounds until the time is up. */
export async function rounds(
  random: Random,
  { isOver, tell }: Options,
  play: (round: Round) => Promise<void>,
): Promise<Counts> {
  const counts = zero();
  let told = 0;
  do {
    const number = counts.rounds + 1;
    const round: Round = {
      random: random.fork(),
      counts,
      fault(count, what) {
        add(counts, { [count]: 1 });
        if (++told <= MOST_TOLD) tell(`round ${number}, ${count}: ${what}`);
      },
    };
    try {
      await play(round);
    } catch (error) {
      round.fault(
        'crashes',
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      );
    }
    counts.rounds++;
  } while (!isOver());
  return counts;
}

/** Longer than anything that works takes, even on a busy machine. */
const PATIENCE_MS = 120_000;

export class Hang extends Error {}

/** @throws Hang if the work doesn't end in time */
export async function inTime<T>(what: string, work: Promise<T>, ms = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Hang(`${what} didn't end in ${ms / 1_000} s.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The same for work that shows progress.
 * @param lastSign when it last did, by `performance.now()`
 */
export async function alive<T>(what: string, work: Promise<T>, lastSign: () => number): Promise<T> {
  for (;;) {
    const left = PATIENCE_MS - (performance.now() - lastSign());
    if (left <= 0) throw new Hang(`${what} gave no sign of life for ${PATIENCE_MS / 1_000} s.`);
    const pending = Symbol('pending');
    const timer = new AbortController();
    const first = await Promise.race([
      work,
      sleep(left, pending, { signal: timer.signal }).catch(() => pending),
    ]).finally(() => timer.abort());
    if (first !== pending) return first as T;
  }
}
