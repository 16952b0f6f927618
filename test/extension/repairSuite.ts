// What suites that repair comparisons share: events with IDs of their own, files that were compared, and the repair.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ReconcileSummary, RepairResult } from '../../src/core/reconciliation/results.ts';
import { sandbox } from './helpers.ts';
import { useIngestSuite } from './ingestSuite.ts';

const run = vscode.commands.executeCommand;

/** Call it in a suite. @param name also the customer of its events, since amendments need one */
export function useRepairSuite(name: string) {
  const shared = useIngestSuite(name);
  suiteSetup(async () => {
    await sandbox.control('/customers', { id: `c-${name}`, externalCustomerId: `${name}-test` });
  });
  const key = (index: number) => `${name}-${shared.nowMs}-${shared.prefix}-${index}`;
  return {
    key,
    /** @param ago milliseconds before the suite began */
    event: (index: number, properties: object = { n: 1 }, ago = 60_000) => ({
      idempotency_key: key(index),
      event_name: 'api_call',
      timestamp: new Date(shared.nowMs - ago).toISOString(),
      external_customer_id: `${name}-test`,
      properties,
    }),
    ingest: (...events: readonly object[]) => sandbox.api('POST', '/ingest', { events }),
    /** A file, compared. */
    compared: async (lines: readonly unknown[]): Promise<{ id: string; uri: vscode.Uri }> => {
      const path = join(shared.folder, `${shared.prefix}.orb.ndjson`);
      const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
      await writeFile(path, texts.join('\n'));
      const uri = vscode.Uri.file(path);
      const summary = await run<ReconcileSummary>('orb.reconcile.file', uri);
      return { id: summary.reconcileId, uri };
    },
    repair: (args: object) =>
      run<RepairResult | undefined>('orb.reconcile.repair', { confirm: false, ...args }),
    again: (id: string) => run<ReconcileSummary>('orb.reconcile.again', id),
  };
}
