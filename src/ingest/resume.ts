/** Continues a run from its journal. Nothing that Orb acknowledged is sent again, and a file that has changed isn't resumed. */
import { otherVersionInOrb } from '../core/lineFaults.ts';
import { HOUR_MS } from '../core/timeframe.ts';
import type { ValidatedFile } from './validateFile.ts';
import { applyJournal, Journal, toRanges, type ReadJournal, type RunRecord } from './journal.ts';
import { SourceChanged } from './batchReader.ts';
import type { JournalLog } from './ports.ts';
import { verifyLines, type VerifyPorts } from './verify.ts';

/**
 * Applies the journal to a file that was just validated in the run's own context.
 * @returns line → why Orb rejected it
 * @throws SourceChanged
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

/** What to do about lines that were sent and never answered. */
export type Unanswered =
  | 'none' // there are none
  | 'sendAgain' // safe: within the grace period Orb recognizes their event IDs
  | 'search' // after the grace period Orb no longer recognizes their event IDs, so search for them first
  | 'ask'; // events of an open backfill can't be searched, so the user has to decide

/** @param nowMs by the account's clock */
export function unansweredOf(validated: ValidatedFile, run: RunRecord, nowMs: number): Unanswered {
  if (validated.states.count('unanswered') === 0) return 'none';
  if (run.backfillId !== undefined) return 'ask';
  const { nowMs: startedMs, gracePeriodHours } = run.context;
  return nowMs - startedMs < gracePeriodHours * HOUR_MS ? 'sendAgain' : 'search';
}

/** Marks all unanswered lines to be sent again. @returns their line numbers */
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
 * Searches for the unanswered lines. A line that Orb has is accepted, one that Orb has with different content is rejected, and one that Orb
 * doesn't have is sent again.
 */
export async function settleBySearch(
  ports: VerifyPorts & { readonly journal: JournalLog },
  validated: ValidatedFile,
  rejectionReasons: Map<number, readonly string[]>,
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
        rejectionReasons.set(line, reasons);
      }
    }
  }
}
