/**
 * Brings one batch to Orb and finds out what became of each of its lines: sends again what was not answered, in smaller parts
 * what is too large, without the guilty lines what is refused. Every step is in the journal before the next one.
 */
import { tooLargeForOrb } from '../core/lineFaults.ts';
import { bytesOf, halves, type Batch, type BatchLine } from './batch.ts';
import { decodeLine } from './judge.ts';
import { outcomeOf, sameWords, type Outcome } from './outcome.ts';
import { readLine } from './doubles.ts';
import type { Run } from './run.ts';

const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
/** Lines tried alone to learn whether Orb refuses these lines or everything. */
const PROBES = 2;

/** Resolves when each line has its state, or the run has stopped. */
export async function deliver(run: Run, batch: Batch): Promise<void> {
  let failures = 0;
  let progress = run.progress;
  for (;;) {
    if (batch.length === 0 || !(await run.mayTry(batch.length))) return;
    // Some may have been tried alone while this batch waited for its turn.
    const lines = batch.filter(({ line }) => run.states.get(line) === 'good');
    if (lines.length === 0) return;
    const outcome = await attempt(run, lines);
    if (outcome === undefined || run.stopped !== undefined) return;
    switch (outcome.kind) {
      case 'cancelled':
        run.stop({ kind: 'cancelled' });
        return;
      case 'stop':
        run.stop({ kind: outcome.why, message: outcome.message });
        return;
      case 'again':
        // While anything succeeds the others wait and try again: only failures in a row count.
        failures = run.progress === progress ? failures + 1 : 1;
        progress = run.progress;
        if (failures > run.options.maxRetries) {
          run.stop({ kind: 'failed', message: outcome.message });
          return;
        }
        // Each batch pauses for itself: a pause of all would keep those waiting that would succeed.
        await run.pause(
          outcome.pauseMs ?? Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), MAX_PAUSE_MS),
        );
        run.retries++;
        break;
      case 'smaller':
        await sendSmaller(run, lines);
        return;
      case 'refused':
        await sendWithoutGuilty(run, lines, outcome);
        return;
    }
  }
}

/** One request. Undefined when the lines have their states; else why they do not. */
async function attempt(
  run: Run,
  lines: Batch,
): Promise<(Outcome & { readonly message: string }) | undefined> {
  const numbers = lines.map(({ line }) => line);
  run.mark('sent', numbers);
  run.requests++;
  try {
    const { value } = await run.ports.sink.ingest(
      { lines: lines.map(({ bytes }) => bytes) },
      {
        signal: run.signal,
        maxRetries: 0,
        ...(run.options.backfillId !== undefined && { backfillId: run.options.backfillId }),
      },
    );
    const refused = new Map(
      value.validationFailed.map(({ idempotencyKey, messages }) => [idempotencyKey, messages]),
    );
    const known = new Set(value.debug?.duplicate);
    await accept(run, lines, refused, known);
    return undefined;
  } catch (error) {
    const outcome = outcomeOf(error);
    const message = error instanceof Error ? error.message : '';
    // An answer that takes nothing: the lines may go again, also after a crash. Without an answer nobody knows.
    if (outcome.kind === 'refused' || outcome.kind === 'smaller' || outcome.kind === 'stop') {
      run.mark('returned', numbers);
    } else {
      for (const line of numbers) if (outcome.kind === 'again') run.states.set(line, 'good');
    }
    return { ...outcome, message };
  }
}

async function accept(
  run: Run,
  lines: Batch,
  refused: ReadonlyMap<string, readonly string[]>,
  known: ReadonlySet<string>,
): Promise<void> {
  if (refused.size === 0 && known.size === 0) {
    run.accepted(lines);
    return;
  }
  const taken: BatchLine[] = [];
  const doubled: number[] = [];
  for (const line of lines) {
    const key = keyOf(line);
    const reasons = refused.get(key);
    if (reasons !== undefined) await run.refuse(line, key, reasons);
    else if (known.has(key)) doubled.push(line.line);
    else taken.push(line);
  }
  if (doubled.length > 0) run.mark('known', doubled);
  run.accepted(taken);
}

async function sendSmaller(run: Run, lines: Batch): Promise<void> {
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) {
    await run.refuse(only, keyOf(only), [tooLargeForOrb()]);
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
    const key = keyOf(line);
    const reasons = named.get(key);
    return reasons === undefined ? [] : [{ line, key, reasons }];
  });
  const isEverything = guilty.length === 0 || guilty.length === lines.length;
  const told = guilty.length === 0 ? words : guilty.flatMap(({ reasons }) => reasons);
  if (isEverything && !(await run.takesEvents(sameWords(told)))) {
    run.stop({ kind: 'closed', message: told[0] ?? '' });
    return;
  }
  const isHopeless = isEverything && (await refusesEverything(run, told));
  for (const { line, key, reasons } of guilty) await run.refuse(line, key, reasons);
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
  if (lines.length === 1 && only !== undefined) await run.refuse(only, keyOf(only), words);
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

function keyOf({ bytes }: BatchLine): string {
  const event = JSON.parse(decodeLine(bytes) ?? '') as { readonly idempotency_key?: unknown };
  return String(event.idempotency_key);
}
