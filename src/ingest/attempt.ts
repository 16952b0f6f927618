/** One request to Orb, and what its answer says of each line. Every step is in the journal before the next one. */
import type { Batch, BatchLine } from './batch.ts';
import { decodeLine } from './judge.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import type { Run } from './run.ts';

export type Failed = Outcome & { readonly message: string };
export type Again = Extract<Failed, { readonly kind: 'again' }>;

/** Undefined when nothing is left to do: the lines have their states, or the run has stopped. */
export async function tryNow(
  run: Run,
  batch: Batch,
): Promise<{ readonly lines: Batch; readonly outcome: Failed } | undefined> {
  if (batch.length === 0 || !(await run.mayTry(batch.length))) return undefined;
  // Some may have been tried alone while this batch waited for its turn.
  const lines = batch.filter(({ line }) => run.states.get(line) === 'good');
  if (lines.length === 0) return undefined;
  const outcome = await attempt(run, lines);
  return outcome === undefined || run.stopped !== undefined ? undefined : { lines, outcome };
}

/** One request. Undefined when the lines have their states; else why they do not. */
export async function attempt(run: Run, lines: Batch): Promise<Failed | undefined> {
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
      for (const line of numbers) {
        if (outcome.kind !== 'again') continue;
        run.states.set(line, 'good');
        run.unsure.add(line);
      }
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
  if (doubled.length > 0) {
    run.progress++;
    run.mark('known', doubled);
  }
  run.accepted(taken);
}

/** The event ID of a good line. */
export function keyOf({ bytes }: BatchLine): string {
  const event = JSON.parse(decodeLine(bytes) ?? '') as { readonly idempotency_key?: unknown };
  return String(event.idempotency_key);
}
