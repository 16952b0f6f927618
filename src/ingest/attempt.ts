/** One ingest request and what its response says about each line. Every step is written to the journal before the next one starts. */
import { OrbError } from '../core/errors.ts';
import type { Batch, BatchLine } from './batch.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import type { Sink } from './ports.ts';
import { refuse, type Refused } from './refuse.ts';
import type { Run } from './run.ts';
import { keyOf } from './validateLine.ts';

export type Failed = Outcome & { readonly message: string };
export type Again = Extract<Failed, { readonly kind: 'again' }>;

/** Sends the lines that still need sending. @returns undefined when nothing is left to do: the lines have their states, or the run has stopped */
export async function tryNow(
  run: Run,
  batch: Batch,
): Promise<{ readonly lines: Batch; readonly outcome: Failed } | undefined> {
  if (batch.length === 0 || !(await run.mayTry(batch.length))) return undefined;
  // Some lines may have been sent alone while this batch waited for its turn.
  const lines = batch.filter(({ line }) => run.states.get(line) === 'good');
  if (lines.length === 0) return undefined;
  const outcome = await attempt(run, lines);
  return outcome === undefined || run.stopped !== undefined ? undefined : { lines, outcome };
}

/** Sends one request. @returns undefined when the lines have their states, else why it failed */
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
    assertComplete(lines, [...refused.keys()], value.debug);
    await accept(run, lines, refused, known);
    return undefined;
  } catch (error) {
    const outcome = outcomeOf(error);
    const message = error instanceof Error ? error.message : '';
    // Orb accepted nothing, so the lines can be sent again, even after a crash. Without a response we can't know.
    if (outcome.kind === 'refused' || outcome.kind === 'smaller' || outcome.kind === 'stop') {
      run.returned(numbers);
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

/**
 * A success accepts every line that it doesn't reject, so it must be the response to this request. If it rejects events that weren't
 * sent, or lists accepted events and leaves some out, no line's outcome is certain.
 * @throws OrbError `contract`, after which the lines are sent again
 */
function assertComplete(
  lines: Batch,
  refused: readonly string[],
  debug: Awaited<ReturnType<Sink['ingest']>>['value']['debug'],
): void {
  if (refused.length === 0 && debug?.ingested === undefined) return;
  const keys = new Set(lines.map(keyOf));
  const unknown = refused.find((key) => !keys.has(key));
  if (unknown !== undefined) {
    throw new OrbError('contract', `The response is about an event that wasn't sent: ${unknown}.`);
  }
  if (debug?.ingested === undefined) return;
  const answered = new Set([...refused, ...debug.duplicate, ...debug.ingested]);
  const missing = [...keys].find((key) => !answered.has(key));
  if (missing !== undefined) {
    throw new OrbError('contract', `The response leaves out an event that was sent: ${missing}.`);
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
  const duplicates: number[] = [];
  const rejected: Refused[] = [];
  for (const line of lines) {
    const key = keyOf(line);
    const reasons = refused.get(key);
    if (reasons !== undefined) rejected.push({ line, reasons });
    else if (known.has(key)) duplicates.push(line.line);
    else taken.push(line);
  }
  if (duplicates.length > 0) {
    run.progress++;
    run.mark('known', duplicates);
  }
  run.accepted(taken);
  await refuse(run, rejected);
}
