/** Ingests the missing events under their own IDs, as an ingest of a file that has only their lines. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import { runCommand } from '../callers.ts';
import { keptRoot } from '../keptFolders.ts';
import { NothingFound } from '../userError.ts';
import type { ReconcileServices, RepairWork } from './comparisons.ts';
import { nameOf } from './report.ts';

/**
 * The lines keep their numbers. What was sent, and what is left after a stop, is recorded as for any ingest.
 * @returns undefined when the user declines
 */
export async function ingestMissing(
  { services }: ReconcileServices,
  { kept, worker, filter, grace, confirm }: RepairWork,
): Promise<RepairResult | undefined> {
  const { comparison, folder } = kept;
  const own = join(folder, `repair-${Date.now()}`);
  await mkdir(own);
  const to = join(own, nameOf(comparison));
  const message = { kind: 'writeRepairFile', folder, filter, grace, to } as const;
  const { lines } = await worker.ask(message, 'repairFileWritten');
  if (lines === 0) {
    throw new NothingFound(
      vscode.l10n.t('None of these lines is missing in Orb and inside the grace period.'),
    );
  }
  const summary = await runCommand('orb.ingest.file', {
    uri: to,
    connectionId: comparison.connectionId,
    ...(confirm !== undefined && { confirm }),
  });
  if (summary === undefined) return undefined;
  const { runId, accepted, duplicates, notTried, cancelled } = summary;
  const failed = await rejectedLines(join(keptRoot(services.context, 'runs'), runId));
  return {
    repairId: runId,
    planned: lines,
    done: accepted + duplicates,
    failed,
    notTried,
    cancelled,
  };
}

/** The lines that an ingest did not send or Orb rejected, with the reasons. */
async function rejectedLines(runFolder: string): Promise<RepairResult['failed']> {
  const text = await readFile(join(runFolder, 'rejected.reasons.ndjson'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const read = JSON.parse(line) as {
        readonly line: number;
        readonly reasons: readonly string[];
      };
      return { line: read.line, message: read.reasons.join(' ') };
    })
    .toSorted((a, b) => a.line - b.line);
}
