/** What the buttons of a comparison's page do. */
import * as vscode from 'vscode';
import type { RepairAction } from '../../core/reconciliation/repairs.ts';
import { repairButton } from '../../core/texts/reconcileRepairs.ts';
import type { ReconcileAction } from '../../protocol/reconcile.ts';
import { runCommand } from '../callers.ts';
import { savePlace } from '../dialogs.ts';
import { startCommand } from '../notices.ts';
import type { Services } from '../services.ts';
import { everything, type ComparisonModel } from './comparisonModel.ts';
import { curesOf } from './comparisonState.ts';
import type { ReconcileServices } from './comparisons.ts';
import { openLines } from './openLines.ts';
import { availableRepairs, repairOf } from './repairList.ts';
import { reportText, type ReportFormat } from './report.ts';
import type { RowsReader } from './rowsReader.ts';

export async function runAction(
  parts: ReconcileServices,
  model: ComparisonModel,
  reader: RowsReader,
  action: ReconcileAction,
): Promise<unknown> {
  const { services } = parts;
  const { reconcileId, uri, connectionId } = model.record;
  if (isRepair(action)) return repair(model, reader, repairActions[action]);
  switch (action) {
    case 'stop':
      model.stop();
      return undefined;
    case 'resume':
      return startCommand(services, 'orb.reconcile.resume', reconcileId);
    case 'again':
      return startCommand(services, 'orb.reconcile.again', reconcileId);
    case 'export':
      return exportReport(parts, model);
    case 'saveReport':
      return saveReport(parts, model, 'markdown');
    case 'openFile':
      return vscode.window.showTextDocument(vscode.Uri.parse(uri));
    case 'openLines':
      return openLines(parts, model, await reader.lines(model.selection));
    case 'pickRepair':
      return pickRepair(parts, model, reader);
    case 'resumeRepair':
      return resumeRepair(services, model);
    case 'showFailed':
      showFailed(model);
      return undefined;
    case 'replaceKey':
      return startCommand(services, 'orb.connections.replaceKey', { connectionId });
    case 'showUsage':
      return startCommand(services, 'orb.usage.show', { connectionId });
  }
}

type RepairButton = `repair:${RepairAction}`;

const repairActions: Readonly<Record<RepairButton, RepairAction>> = {
  'repair:ingest': 'ingest',
  'repair:backfill': 'backfill',
  'repair:amend': 'amend',
  'repair:replace': 'replace',
  'repair:deprecate': 'deprecate',
  'repair:rekey': 'rekey',
};
const isRepair = (action: ReconcileAction): action is RepairButton =>
  Object.hasOwn(repairActions, action);

/** An ingest is resumed as such. */
async function resumeRepair(services: Services, { repaired }: ComparisonModel): Promise<void> {
  if (repaired === null) return;
  const { action, repairId } = repaired;
  if (repairOf(action).resume === undefined) {
    await startCommand(services, 'orb.ingest.resume', repairId);
  } else await startCommand(services, 'orb.reconcile.repair', { repairId });
}

async function repair(
  model: ComparisonModel,
  reader: RowsReader,
  action: RepairAction,
): Promise<void> {
  const { selection, record } = model;
  const cure = curesOf(model, availableRepairs()).find((each) => each.action === action);
  if (cure === undefined) return;
  const isPart = selection.lines !== null || selection.span !== null;
  const lines = isPart ? await reader.lines(selection) : undefined;
  model.setRunning(cure);
  try {
    await runCommand('orb.reconcile.repair', {
      reconcileId: record.reconcileId,
      action,
      ...(selection.outcome !== null && { outcome: selection.outcome }),
      ...(selection.kind !== null && { kind: selection.kind }),
      ...(lines !== undefined && { lines }),
    });
  } finally {
    model.setRunning(null);
  }
}

/** Asks which of the repairs, for all lines. */
async function pickRepair(
  { services }: ReconcileServices,
  model: ComparisonModel,
  reader: RowsReader,
): Promise<void> {
  const cures = curesOf(model, availableRepairs()).toReversed();
  const picks = cures.map(({ action, count }) => ({ label: repairButton(action, count), action }));
  const placeHolder = vscode.l10n.t('How to repair what differs');
  const chosen = await services.dialogs.pick(picks, { placeHolder });
  if (chosen !== undefined) await repair(model, reader, chosen.action);
}

/** Selects the lines that the last repair failed for. */
function showFailed(model: ComparisonModel): void {
  const lines = model.repaired?.failedLines ?? [];
  if (lines.length > 0) model.select({ ...everything, lines }, lines.length);
}

async function exportReport(parts: ReconcileServices, model: ComparisonModel): Promise<void> {
  const picks = [
    { label: vscode.l10n.t('Copy as CSV'), format: 'csv', isCopy: true },
    { label: vscode.l10n.t('Save as CSV…'), format: 'csv', isCopy: false },
    { label: vscode.l10n.t('Save Report…'), format: 'markdown', isCopy: false },
  ] as const;
  const placeHolder = vscode.l10n.t('Export the comparison of {0}', model.fileName);
  const chosen = await parts.services.dialogs.pick(picks, { placeHolder });
  if (chosen === undefined) return;
  if (!chosen.isCopy) return saveReport(parts, model, chosen.format);
  const { reconcileId } = model.record;
  await vscode.env.clipboard.writeText(await reportText(parts, reconcileId, chosen.format));
}

async function saveReport(
  parts: ReconcileServices,
  model: ComparisonModel,
  format: ReportFormat,
): Promise<void> {
  const extension = format === 'csv' ? 'csv' : 'md';
  const name = model.fileName.replace(/(?:\.orb)?\.(?:ndjson|jsonl)$/i, '');
  const uri = await parts.services.dialogs.saveFile({
    defaultUri: savePlace(`${name}-compared.${extension}`),
    filters: format === 'csv' ? { CSV: ['csv'] } : { Markdown: ['md'] },
  });
  if (uri === undefined) return;
  const text = await reportText(parts, model.record.reconcileId, format);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}
