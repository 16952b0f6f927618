/** One request to Orb, and what its answer says of each line. Every step is in the journal before the next one. */
import { OrbError } from '../core/errors.ts';
import type { Batch, BatchLine } from './batch.ts';
import { decodeLine } from './validateLine.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import type { Sink } from './ports.ts';
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
    assertAbout(lines, [...refused.keys()], value.debug);
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

/**
 * A success takes all lines that it doesn't refuse, so it must be the answer to this request. One that refuses events which weren't sent,
 * or tells which ones it took and leaves some out, says nothing certain of any line.
 * @throws OrbError `contract`, after which they go again
 */
function assertAbout(
  lines: Batch,
  refused: readonly string[],
  debug: Awaited<ReturnType<Sink['ingest']>>['value']['debug'],
): void {
  if (refused.length === 0 && debug?.ingested === undefined) return;
  const keys = new Set(lines.map(keyOf));
  const stranger = refused.find((key) => !keys.has(key));
  if (stranger !== undefined) {
    throw new OrbError('contract', `The answer is about an event that was not sent: ${stranger}.`);
  }
  if (debug?.ingested === undefined) return;
  const told = new Set([...refused, ...debug.duplicate, ...debug.ingested]);
  const missing = [...keys].find((key) => !told.has(key));
  if (missing !== undefined) {
    throw new OrbError('contract', `The answer leaves out an event that was sent: ${missing}.`);
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
  for (const line of lines) {
    const key = keyOf(line);
    const reasons = refused.get(key);
    if (reasons !== undefined) await run.refuse(line, key, reasons);
    else if (known.has(key)) duplicates.push(line.line);
    else taken.push(line);
  }
  if (duplicates.length > 0) {
    run.progress++;
    run.mark('known', duplicates);
  }
  run.accepted(taken);
}

/** The event ID of a good line. */
export function keyOf({ bytes }: BatchLine): string {
  const event = JSON.parse(decodeLine(bytes) ?? '') as { readonly idempotency_key?: unknown };
  return String(event.idempotency_key);
}
