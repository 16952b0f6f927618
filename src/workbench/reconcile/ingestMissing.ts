/** Ingests the missing events under their own IDs, as an ingest of a file that has only their lines. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { IngestSummary } from '../../contributions.ts';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import { runCommand } from '../callers.ts';
import { keptRoot } from '../keptFolders.ts';
import type { Services } from '../services.ts';
import type { Repair } from './repairTypes.ts';
import { nameOf } from './report.ts';

/** The lines keep their numbers. What was sent, and what is left after a stop, is recorded as for any ingest, which also asks. */
export const ingestMissing: Repair = {
  action: 'ingest',
  label: (count) => vscode.l10n.t('Ingest Missing Events ({0})', count),
  nothing: () =>
    vscode.l10n.t('None of these lines is missing in Orb and inside the grace period.'),
  async plan({ services }, { kept, worker, filter, grace, confirm }) {
    const { comparison, folder } = kept;
    const own = join(folder, `repair-${Date.now()}`);
    await mkdir(own);
    const to = join(own, nameOf(comparison));
    const message = { kind: 'writeRepairFile', folder, filter, grace, to } as const;
    const { lines } = await worker.ask(message, 'repairFileWritten');
    if (lines === 0) return undefined;
    const connection = await services.connections.resolve(comparison.connectionId);
    const request = {
      uri: to,
      connectionId: connection.id,
      ...(confirm !== undefined && { confirm }),
    };
    const run = async () => {
      const summary = await runCommand('orb.ingest.file', request);
      return summary && { planned: lines, ...(await outcomeOf(services, summary)) };
    };
    return { connection, run };
  },
};

/** What became of the lines of an ingest, without those that it rejected before it was asked. */
export async function outcomeOf(
  { context }: Services,
  {
    runId,
    accepted,
    duplicates,
    notTried,
    cancelled,
  }: Pick<IngestSummary, 'runId' | 'accepted' | 'duplicates' | 'notTried' | 'cancelled'>,
): Promise<Omit<RepairResult, 'planned'>> {
  const failed = await rejectedLines(join(keptRoot(context, 'runs'), runId));
  return { repairId: runId, done: accepted + duplicates, failed, notTried, cancelled };
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
