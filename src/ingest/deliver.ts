/**
 * Brings one batch to Orb and finds out what became of each of its lines: sends again what was not answered, in smaller parts
 * what is too large, without the guilty lines what is refused or what breaks Orb.
 */
import { breaksOrb, tooLargeForOrb } from '../core/lineFaults.ts';
import { pauseOf } from '../core/retryAfter.ts';
import { attempt, keyOf, tryNow, type Again, type Failed } from './attempt.ts';
import { bytesOf, halves, type Batch, type BatchLine } from './batch.ts';
import { sameWords, type Outcome } from './outcome.ts';
import { readLine } from './readLines.ts';
import { refuse } from './refuse.ts';
import type { Run } from './run.ts';

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
/** Lines tried alone to learn whether Orb refuses these lines or everything. */
const PROBES = 2;

/** Resolves when each line has its state, or the run has stopped. */
export async function deliver(run: Run, batch: Batch): Promise<void> {
  let failures = 0;
  let breaks = 0;
  let progress = run.progress;
  for (;;) {
    const tried = await tryNow(run, batch);
    if (tried === undefined) return;
    const { lines, outcome } = tried;
    if (outcome.kind !== 'again') {
      await settle(run, lines, outcome);
      return;
    }
    // While anything succeeds the others wait and try again: only failures in a row count.
    failures = run.progress === progress ? failures + 1 : 1;
    progress = run.progress;
    breaks = isBreak(outcome) ? breaks + 1 : 0;
    if (breaks > run.options.maxRetries) {
      await isolate(run, lines, outcome);
      return;
    }
    if (failures > run.options.maxRetries) {
      run.stop({ kind: 'failed', message: outcome.message });
      return;
    }
    // Each batch pauses for itself: a pause of all would keep those waiting that would succeed.
    await run.pause(pauseAfter(failures, outcome));
    run.retries++;
  }
}

/** Never shorter than our own, whatever the server asks for: a wait of nothing would use up all attempts at once. */
const pauseAfter = (failures: number, { pauseMs }: Again): number =>
  pauseOf(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), MAX_PAUSE_MS), pauseMs);

/** What to do about a failure that another attempt would not change. */
async function settle(run: Run, lines: Batch, outcome: Exclude<Failed, Again>): Promise<void> {
  switch (outcome.kind) {
    case 'cancelled':
      run.stop({ kind: 'cancelled' });
      return;
    case 'stop':
      run.stop({ kind: outcome.why, message: outcome.message });
      return;
    case 'smaller':
      await sendSmaller(run, lines);
      return;
    case 'refused':
      await sendWithoutGuilty(run, lines, outcome);
      return;
  }
}

/**
 * Orb has failed on these lines with errors of its own as often as a batch is tried. One of them may be what breaks it: each half
 * goes once more, without retries. Where both fail it is an outage, unless Orb takes a line alone.
 * @param since the run's progress when this began
 */
async function isolate(
  run: Run,
  lines: Batch,
  why: Again,
  since: number = run.progress,
): Promise<void> {
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) {
    if ((await takesLines(run, lines)) === true) await blame(run, only, why);
    else run.stop({ kind: 'failed', message: why.message });
    return;
  }
  const broken: Batch[] = [];
  let last = why;
  for (const half of halves(lines)) {
    const tried = await tryNow(run, half);
    if (run.stopped !== undefined) return;
    if (tried === undefined) continue;
    const { outcome } = tried;
    if (!isBreak(outcome)) await settleOrRetry(run, tried.lines, outcome);
    else {
      broken.push(tried.lines);
      last = outcome;
    }
  }
  if (broken.length === 2) {
    const takes = await takesLines(run, lines);
    // Of two lines that are the last ones, what was taken on the way to them is all that can be known.
    const isAtWork = lines.length === 2 ? (takes ?? run.progress > since) : takes;
    if (isAtWork !== true) {
      run.stop({ kind: 'failed', message: last.message });
      return;
    }
  }
  for (const half of broken) {
    const [one] = half;
    if (half.length === 1 && one !== undefined) await blame(run, one, last);
    else await isolate(run, half, last, since);
  }
}

type Break = Again & { readonly brokeWith: number };
const isBreak = (outcome: Failed): outcome is Break & Failed =>
  outcome.kind === 'again' && outcome.brokeWith !== undefined;

const settleOrRetry = (run: Run, lines: Batch, outcome: Failed): Promise<void> =>
  outcome.kind === 'again' ? deliver(run, lines) : settle(run, lines, outcome);

/** The line gets one more chance, since a server with too much to do fails at random, and one that has just gone down always. */
async function blame(run: Run, line: BatchLine, why: Again): Promise<void> {
  await run.pause(pauseAfter(1, why));
  const tried = await tryNow(run, [line]);
  if (tried === undefined) return;
  const { outcome, lines } = tried;
  if (!isBreak(outcome)) await settleOrRetry(run, lines, outcome);
  else if ((await takesLines(run, lines)) === false) {
    run.stop({ kind: 'failed', message: outcome.message });
  } else await refuse(run, [{ line, reasons: [breaksOrb(outcome.brokeWith)] }]);
}

/**
 * Whether Orb takes a line alone just now: one from elsewhere in the file, or where none is left one of these; undefined where
 * there is none to try.
 */
async function takesLines(run: Run, broken: Batch): Promise<boolean | undefined> {
  const { samples, states, ports } = run;
  const before = run.progress;
  const others = samples.untried(states, PROBES, new Set(broken.map(({ line }) => line)));
  const tries = others.length > 0 || broken.length <= 2 ? others : samples.untried(states, PROBES);
  for (const { line, offset, length } of tries) {
    const bytes = await readLine(ports.source, { offset, length });
    if (!(await run.mayTry(1)) || states.get(line) !== 'good') continue;
    const outcome = await attempt(run, [{ line, offset, bytes }]);
    // A refusal shows as well that Orb is at work.
    if (outcome === undefined || outcome.kind === 'refused') return true;
  }
  return run.progress > before || (tries.length === 0 ? undefined : false);
}

async function sendSmaller(run: Run, lines: Batch): Promise<void> {
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) {
    await refuse(run, [{ line: only, reasons: [tooLargeForOrb()] }]);
    return;
  }
  run.shrink(Math.floor(bytesOf(lines) / 2), Math.ceil(lines.length / 2));
  for (const half of halves(lines)) await deliver(run, half);
}

async function sendWithoutGuilty(
  run: Run,
  lines: Batch,
  { named, words }: Extract<Outcome, { kind: 'refused' }>,
): Promise<void> {
  const guilty = lines.flatMap((line) => {
    const reasons = named.get(keyOf(line));
    return reasons === undefined ? [] : [{ line, reasons }];
  });
  const isEverything = guilty.length === 0 || guilty.length === lines.length;
  const told = guilty.length === 0 ? words : guilty.flatMap(({ reasons }) => reasons);
  if (isEverything && !(await run.isBackfillOpen(sameWords(told)))) {
    run.stop({ kind: 'closed', message: told[0] ?? '' });
    return;
  }
  const isHopeless = isEverything && (await refusesEverything(run, told));
  await refuse(run, guilty);
  if (isHopeless) {
    run.stop({ kind: 'refusesAll', message: told[0] ?? '' });
    return;
  }
  if (guilty.length > 0) {
    const others = new Set(guilty.map(({ line }) => line.line));
    await deliver(
      run,
      lines.filter(({ line }) => !others.has(line)),
    );
    return;
  }
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) await refuse(run, [{ line: only, reasons: words }]);
  else for (const half of halves(lines)) await deliver(run, half);
}

/**
 * True when everything was refused for a second time with the same words and nothing was accepted since, and lines from other
 * parts of the file are refused with these words too: then it is not about the lines (a closed backfill, another account).
 */
async function refusesEverything(run: Run, words: readonly string[]): Promise<boolean> {
  const same = sameWords(words);
  if (!run.refusedAgain(same)) return false;
  const samples = run.samples.untried(run.states, PROBES);
  for (const { line, offset, length } of samples) {
    const bytes = await readLine(run.ports.source, { offset, length });
    if (!(await run.mayTry(1)) || run.states.get(line) !== 'good') return false;
    const outcome = await attempt(run, [{ line, offset, bytes }]);
    // Taken: with these words Orb means lines, now and later.
    if (outcome === undefined) run.refusesOnly(same);
    if (outcome?.kind !== 'refused') return false;
    const told = [...outcome.named.values()].flat();
    if (sameWords(told.length > 0 ? told : outcome.words) !== same) return false;
  }
  return samples.length > 0;
}
