/**
 * Sends one batch until every line has an outcome. Unanswered requests are retried, batches that are too large are split, and lines that
 * Orb rejects or fails on are taken out of their batch.
 */
import { breaksOrb, tooLargeForOrb } from '../core/lineFaults.ts';
import { pauseOf } from '../core/retryAfter.ts';
import { attempt, tryNow, type Again, type Failed } from './attempt.ts';
import { bytesOf, halves, type Batch, type BatchLine } from './batch.ts';
import { causeOf, type Outcome } from './outcome.ts';
import { readLine } from './readLines.ts';
import { refuse } from './refuse.ts';
import type { Run } from './run.ts';
import { keyOf } from './validateLine.ts';

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
/** How many other lines are sent alone to find out whether Orb rejects these lines or everything. */
const PROBES = 2;

/** Resolves when every line has its state, or the run has stopped. */
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
    // Only failures in a row count: as long as other batches succeed, this one keeps retrying.
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
    // Each batch pauses on its own, so that batches that would succeed needn't wait.
    await run.pause(pauseAfter(failures, outcome));
    run.retries++;
  }
}

/** At least our own backoff, whatever the server asks for: a Retry-After of 0 would use up all attempts at once. */
const pauseAfter = (failures: number, { pauseMs }: Again): number =>
  pauseOf(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), MAX_PAUSE_MS), pauseMs);

/** Handles a failure that a retry wouldn't change. */
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
      await sendWithoutRejected(run, lines, outcome);
      return;
  }
}

/**
 * Handles a batch for which Orb kept responding with server errors. One of the lines may be the cause, so each half is sent once more,
 * without retries. When both halves fail, it is an outage, unless Orb accepts another line alone.
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
    if ((await acceptsLines(run, lines)) === true) await blame(run, only, why);
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
    const accepts = await acceptsLines(run, lines);
    // For the last two lines of a file, earlier progress is the only evidence.
    const isWorking = lines.length === 2 ? (accepts ?? run.progress > since) : accepts;
    if (isWorking !== true) {
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

/** Sends the line once more before rejecting it: an overloaded server fails at random, and one that just went down fails always. */
async function blame(run: Run, line: BatchLine, why: Again): Promise<void> {
  await run.pause(pauseAfter(1, why));
  const tried = await tryNow(run, [line]);
  if (tried === undefined) return;
  const { outcome, lines } = tried;
  if (!isBreak(outcome)) await settleOrRetry(run, lines, outcome);
  else if ((await acceptsLines(run, lines)) === false) {
    run.stop({ kind: 'failed', message: outcome.message });
  } else await refuse(run, [{ line, reasons: [breaksOrb(outcome.brokeWith)] }]);
}

/**
 * Whether Orb accepts events now. Sends another line of the file alone, or one of these when there is no other. A rejection doesn't count:
 * during an outage Orb may still validate events without being able to store them.
 * @returns undefined when there is no line to send
 */
async function acceptsLines(run: Run, broken: Batch): Promise<boolean | undefined> {
  const { samples, states, ports } = run;
  const before = run.progress;
  const others = samples.untried(states, PROBES, new Set(broken.map(({ line }) => line)));
  const tries = others.length > 0 || broken.length <= 2 ? others : samples.untried(states, PROBES);
  for (const { line, offset, length } of tries) {
    const bytes = await readLine(ports.source, { offset, length });
    if (!(await run.mayTry(1)) || states.get(line) !== 'good') continue;
    await attempt(run, [{ line, offset, bytes }]);
    if (run.progress > before) return true;
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

async function sendWithoutRejected(
  run: Run,
  lines: Batch,
  { named, reasons: unnamed }: Extract<Outcome, { kind: 'refused' }>,
): Promise<void> {
  const rejected = lines.flatMap((line) => {
    const reasons = named.get(keyOf(line));
    return reasons === undefined ? [] : [{ line, reasons }];
  });
  const isEverything = rejected.length === 0 || rejected.length === lines.length;
  const reasons = rejected.length === 0 ? unnamed : rejected.flatMap((each) => each.reasons);
  if (isEverything && !(await run.isBackfillOpen(causeOf(reasons)))) {
    run.stop({ kind: 'closed', message: reasons[0] ?? '' });
    return;
  }
  const isHopeless = isEverything && (await rejectsEverything(run, reasons));
  await refuse(run, rejected);
  if (isHopeless) {
    run.stop({ kind: 'refusesAll', message: reasons[0] ?? '' });
    return;
  }
  if (rejected.length > 0) {
    const rejectedLines = new Set(rejected.map(({ line }) => line.line));
    await deliver(
      run,
      lines.filter(({ line }) => !rejectedLines.has(line)),
    );
    return;
  }
  const [only] = lines;
  if (lines.length === 1 && only !== undefined)
    await refuse(run, [{ line: only, reasons: unnamed }]);
  else for (const half of halves(lines)) await deliver(run, half);
}

/**
 * True when a whole batch was rejected twice in a row for the same cause, and lines from other parts of the file are rejected for it too.
 * Then the cause isn't in the lines (a closed backfill, another account).
 */
async function rejectsEverything(run: Run, reasons: readonly string[]): Promise<boolean> {
  const cause = causeOf(reasons);
  if (!run.isRepeatedRejection(cause)) return false;
  const samples = run.samples.untried(run.states, PROBES);
  for (const { line, offset, length } of samples) {
    const bytes = await readLine(run.ports.source, { offset, length });
    if (!(await run.mayTry(1)) || run.states.get(line) !== 'good') return false;
    const outcome = await attempt(run, [{ line, offset, bytes }]);
    // Orb accepted this line, so the cause is in the others.
    if (outcome === undefined) run.noteLineCause(cause);
    if (outcome?.kind !== 'refused') return false;
    const named = [...outcome.named.values()].flat();
    if (causeOf(named.length > 0 ? named : outcome.reasons) !== cause) return false;
  }
  return samples.length > 0;
}
