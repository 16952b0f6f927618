/** Plans the backfills that lines need, and writes the lines of each to a file of its own. */
import { join } from 'node:path';
import { readJson } from '../core/jsonTree.ts';
import { planTotals, repairStretches, type PlanLine } from '../core/reconciliation/plan.ts';
import { customerOf } from '../core/rules/customer.ts';
import type { PlannedBackfill } from '../reconcile/backfillJournal.ts';
import { toFileLine } from '../reconcile/fileLine.ts';
import { LineFiles } from './lineFiles.ts';
import type { FromReconcile, ToReconcile } from './reconcileMessages.ts';
import { repairBatches } from './repairLines.ts';
import type { OpenRunFile } from './runFile.ts';

/** @throws SourceChanged, or what node:fs does */
export async function planBackfills(
  message: Extract<ToReconcile, { kind: 'planBackfills' }>,
  file: OpenRunFile,
  signal: AbortSignal,
): Promise<Extract<FromReconcile, { kind: 'backfillsPlanned' }>> {
  const lines: PlanLine[] = [];
  for await (const batch of repairBatches(message, file, signal)) {
    for (const [batchLine] of batch) {
      const { line, ms, text } = toFileLine(batchLine);
      const customer = customerOf(readJson(text));
      if (customer !== undefined) lines.push({ line, ms, customer });
    }
  }
  const stretches = repairStretches(lines, message.pending);
  const backfills = stretches.map(
    ({ startMs, endMs, customer, lines: its }, index): PlannedBackfill => ({
      ...{ index, startMs, endMs, lines: its.length },
      path: join(message.into, String(index), message.name),
      ...(customer !== undefined && { customer }),
    }),
  );
  const pathOf = new Map<number, string>();
  for (const [index, stretch] of stretches.entries()) {
    for (const { line } of stretch.lines) pathOf.set(line, backfills[index]?.path ?? '');
  }
  await using files = new LineFiles();
  for await (const batch of repairBatches(message, file, signal)) {
    for (const [{ line, bytes }] of batch) {
      const path = pathOf.get(line);
      if (path !== undefined) await files.add(path, line, bytes);
    }
  }
  return { kind: 'backfillsPlanned', backfills, totals: planTotals(lines) };
}
