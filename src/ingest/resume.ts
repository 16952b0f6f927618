/** Going on where the journal ends: nothing acknowledged is sent again, and a file that has changed is refused. */
import { otherVersionInOrb } from '../core/lineFaults.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import type { ValidatedFile } from './validateFile.ts';
import { applyJournal, Journal, toRanges, type ReadJournal, type RunRecord } from './journal.ts';
import { SourceChanged } from './batchReader.ts';
import type { JournalLog } from './ports.ts';
import { verifyLines, type VerifyPorts } from './verify.ts';

/**
 * Puts what the journal proves into the states of a fresh examination by the run's own clock.
 * @returns why Orb refused lines. @throws SourceChanged
 */
export function continueFrom(
  validated: ValidatedFile,
  { run, answers }: ReadJournal,
): Map<number, readonly string[]> {
  const { bytes, digest } = validated.fingerprint;
  if (bytes !== run.fingerprint.bytes || digest !== run.fingerprint.digest) {
    throw new SourceChanged();
  }
  return applyJournal(answers, validated.states);
}

/** What to do with lines that were sent and never answered. */
export type Unanswered =
  | 'none' // there are none
  | 'sendAgain' // safe: Orb knows their keys
  | 'search' // the grace period is over, and with it Orb's memory of keys: look which ones it holds
  | 'ask'; // a backfill shows nothing before it is reflected, so only the user can decide

/** @param nowMs by the account's clock */
export function unansweredOf(validated: ValidatedFile, run: RunRecord, nowMs: number): Unanswered {
  if (validated.states.count('unanswered') === 0) return 'none';
  if (run.backfillId !== undefined) return 'ask';
  const { nowMs: startedMs, gracePeriodHours } = run.context;
  return nowMs - startedMs < gracePeriodHours * HOUR_MS ? 'sendAgain' : 'search';
}

/** Lets all unanswered lines be sent again. @returns which they are */
export function sendAgain({ states }: ValidatedFile): readonly number[] {
  const lines: number[] = [];
  for (let line = 1; line <= states.last; line++) {
    if (states.get(line) !== 'unanswered') continue;
    states.set(line, 'good');
    lines.push(line);
  }
  return lines;
}

/**
 * Searches the unanswered lines: what Orb holds is accepted, what it holds otherwise is refused, and what it does not hold is
 * sent again.
 */
export async function settleBySearch(
  ports: VerifyPorts & { readonly journal: JournalLog },
  validated: ValidatedFile,
  refusals: Map<number, readonly string[]>,
  searchesPerSecond: number,
  signal: AbortSignal,
): Promise<void> {
  const journal = new Journal(ports.journal);
  const { states } = validated;
  const found = verifyLines(ports, validated, ['unanswered'], searchesPerSecond, signal);
  for await (const batch of found) {
    const lines = batch.filter(({ outcome }) => outcome === 'found').map(({ line }) => line);
    if (lines.length > 0) journal.write({ kind: 'accepted', lines: toRanges(lines) });
    for (const { line, outcome, heldAt } of batch) {
      if (outcome === 'found') states.set(line, 'accepted');
      else if (outcome === 'missing') states.set(line, 'good');
      else {
        const reasons = [otherVersionInOrb(heldAt)];
        journal.write({ kind: 'refused', line, reasons });
        states.set(line, 'refused');
        refusals.set(line, reasons);
      }
    }
  }
}
