/**
 * What a scenario is: one kind of trouble, as rounds that each make a small world, break it, and count what came of it. A round takes
 * all its chance from the random numbers that it is given, so that a seed reproduces a round.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { add, zero, type Counts } from './counts.ts';
import { Random } from './random.ts';

export interface Options {
  /** Asked after each round; there is always one. */
  readonly isOver: () => boolean;
  /** Called with what a count that isn't 0 was about. */
  readonly tell: (what: string) => void;
}

export type Scenario = (random: Random, options: Options) => Promise<Counts>;

/** What a round adds to the counts, and a word on what it found. */
export interface Round {
  readonly random: Random;
  readonly counts: Counts;
  /** Counts what must not happen, and reports it. */
  fault(count: keyof Counts, what: string): void;
}

/** One fault of the product may show in every event. */
const MOST_TOLD = 20;

/** Plays rounds until it's over. */
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

/** Longer than anything takes that works at all, on a machine with many other things to do. */
const PATIENCE_MS = 120_000;

export class Hang extends Error {}

/** @throws Hang when the work doesn't end in time */
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

/** The same for work that gives signs of life. @param lastSign when it gave the last one, on the clock of `performance.now()` */
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
