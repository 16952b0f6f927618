/**
 * Handles lines that Orb rejects. If an earlier request for a line got no response, Orb may have the event anyway and reject it now only
 * because the retry came too late. Sending it under another event ID would bill it twice, so we search for it before we call it rejected.
 */
import { otherVersionInOrb } from '../core/lineFaults.ts';
import type { BatchLine } from './batch.ts';
import type { Run } from './run.ts';
import { keyOf } from './validateLine.ts';
import { verifyBatch, type VerifiedLine } from './verify.ts';

export interface Refused {
  readonly line: BatchLine;
  readonly reasons: readonly string[];
}

/** Gives each line its state. When the search fails, lines that Orb may have stay unanswered, for a resume. */
export async function refuse(run: Run, refused: readonly Refused[]): Promise<void> {
  const inOrb = await lookUp(run, refused);
  for (const { line, reasons } of refused) {
    const found = inOrb.get(line.line);
    if (found === 'unknown') run.mark('sent', [line.line]);
    else if (found?.outcome === 'found') run.confirmed([line]);
    else {
      const ownReasons =
        found?.outcome === 'different' ? [otherVersionInOrb(found.heldAt)] : reasons;
      await run.reject(line, keyOf(line), ownReasons);
    }
  }
}

/** Searches for the lines that Orb may have. Search doesn't show events of a backfill, so those aren't searched. */
async function lookUp(
  run: Run,
  refused: readonly Refused[],
): Promise<ReadonlyMap<number, VerifiedLine | 'unknown'>> {
  const lines = refused.map(({ line }) => line).filter(({ line }) => run.unsure.has(line));
  if (lines.length === 0 || run.options.backfillId !== undefined) return new Map();
  try {
    const { ports, searchTurns, signal } = run;
    const found = await verifyBatch(ports.sink, lines, searchTurns, signal);
    return new Map(found.map((each) => [each.line, each]));
  } catch {
    return new Map(lines.map(({ line }) => [line, 'unknown']));
  }
}
