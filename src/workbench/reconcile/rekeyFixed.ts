/** Corrects events that can't be amended: deprecates each, and sends the file's line under a new ID. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import type { Connection } from '../../core/connection.ts';
import { planTotals } from '../../core/reconciliation/plan.ts';
import { eventCount } from '../../core/texts/ingest.ts';
import { continueRepair, repairFolder, startRepair } from '../../ingestWorker/repairFolder.ts';
import { RekeyState } from '../../reconcile/rekeyJournal.ts';
import type { RepairLine } from '../../reconcile/repairLine.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { capReached, newRepairId, splitByCap, writePlan } from './changeEvents.ts';
import type { KeptComparison, ReconcileServices, RepairWork } from './comparisons.ts';
import { findUsedId, planCopies } from './copies.ts';
import type { KeptRepair } from './keptRepairs.ts';
import { capLines, planLines } from './repairTexts.ts';
import type { PlannedRepair, Repair } from './repairTypes.ts';
import { graceOf, nameOf } from './report.ts';
import { runBackfills } from './runBackfills.ts';
import { sendRepair } from './sendRepair.ts';

const DEFAULT_SUFFIX = '-corrected';

export const rekeyFixed: Repair = {
  action: 'rekey',
  label: (count) => vscode.l10n.t("Correct Events That Can't Be Amended ({0})", count),
  nothing: () =>
    vscode.l10n.t('None of these lines has another timestamp or customer in Orb than in the file.'),
  plan,
  resume: async (parts, kept, { repairId }: KeptRepair) => {
    using repair = await continueRepair(RekeyState, kept.folder, repairId);
    return await run(parts, kept, repair.state, 0);
  },
};

async function plan(
  parts: ReconcileServices,
  { kept, worker, filter, grace, confirm, suffix: given }: RepairWork,
): Promise<PlannedRepair | undefined> {
  const { services } = parts;
  const { comparison, folder } = kept;
  const connection = await services.connections.resolve(comparison.connectionId);
  const isAsked = given === undefined && confirm !== false;
  const suffix = isAsked ? await askSuffix(services) : (given ?? DEFAULT_SUFFIX);
  if (suffix === undefined) throw new vscode.CancellationError();
  const message = { kind: 'listRepairs', folder, filter, grace, suffix } as const;
  const { lines } = await worker.ask(message, 'repairs');
  if (lines.length === 0) return undefined;
  const { within, over } = await splitByCap(services, connection, lines, 'deprecate');
  if (within.length === 0) throw new UserError(capReached('deprecate'));
  const used = await findUsedId(services, connection, within, suffix);
  if (used !== undefined) throw new UserError(usedText(used));
  return {
    connection,
    question: question(services, connection, within, over.length, suffix),
    run: () => start(parts, kept, within, over.length),
  };
}

const askSuffix = ({ dialogs }: Services): Promise<string | undefined> =>
  dialogs.input({
    title: vscode.l10n.t('New Event IDs'),
    prompt: vscode.l10n.t("The ID of a deprecated event can't be used again. New IDs end with:"),
    value: DEFAULT_SUFFIX,
    validateInput: (text) =>
      text.trim() === '' ? vscode.l10n.t('Enter at least one character.') : undefined,
  });

const usedText = (id: string) =>
  vscode.l10n.t('Orb already has an event "{0}". Choose another ending.', visible(id, 100));

function question(
  { connections }: Services,
  connection: Connection,
  lines: readonly RepairLine[],
  over: number,
  suffix: string,
) {
  const nowMs = connections.now(connection.id);
  const [first] = lines;
  const id = first?.id ?? '';
  return {
    lines: lines.length,
    message: vscode.l10n.t(
      'Correct {0} in {1} under new event IDs?',
      eventCount(lines.length),
      nameAndMode(connection),
    ),
    detail: [
      ...planLines(planTotals(lines), nowMs),
      vscode.l10n.t('Example: {0} → {1}', visible(id, 60), visible(`${id}${suffix}`, 80)),
      '',
      vscode.l10n.t(
        "Each event is deprecated, then the file's line is sent under the new ID. Deprecating can't be undone.",
      ),
      vscode.l10n.t(
        'Events past the grace period go into a backfill, which counts once you close it in the Backfills view.',
      ),
      ...capLines('deprecate', over),
    ].join('\n'),
    action: vscode.l10n.t('Correct'),
  };
}

async function start(
  parts: ReconcileServices,
  kept: KeptComparison,
  lines: readonly RepairLine[],
  over: number,
): Promise<RepairResult> {
  using repair = startRepair(RekeyState, kept.folder, {
    ...{ kind: 'repair', version: 1, repairId: newRepairId('rekey'), action: 'rekey' },
    connectionId: kept.comparison.connectionId,
    startedMs: Date.now(),
  });
  writePlan(repair.state.deprecations, lines);
  repair.state.note({ kind: 'start' });
  return await run(parts, kept, repair.state, over);
}

/** @param over lines that were left out of the plan */
async function run(
  { services }: ReconcileServices,
  { comparison, folder }: KeptComparison,
  state: RekeyState,
  over: number,
): Promise<RepairResult> {
  const connection = await services.connections.resolve(comparison.connectionId);
  const { deprecations, copies } = state;
  let cancelled = false;
  if (deprecations.left.length > 0) {
    const title = vscode.l10n.t(
      'Deprecating {0} in {1}',
      eventCount(deprecations.left.length),
      nameAndMode(connection),
    );
    cancelled = await sendRepair(services, connection, title, deprecations);
  }
  // Even after a stop: what is deprecated isn't billed until its copy is there.
  await planCopies(services, state, {
    grace: graceOf(services, comparison),
    connection,
    pathFor: () =>
      join(repairFolder(folder, state.record.repairId), randomUUID(), nameOf(comparison)),
  });
  cancelled = (await runBackfills(services, connection, copies)) || cancelled;
  const { counts, planned, record } = state;
  return {
    repairId: record.repairId,
    planned: planned + over,
    ...counts,
    failed: counts.failed.map((each) => withCopy(each, copies)),
    notTried: counts.notTried + over,
    backfillIds: copies.backfills.flatMap(({ backfillId }) => backfillId ?? []),
    cancelled,
  };
}

/** Says of a rejected copy that its event is deprecated. */
function withCopy(
  failure: RepairResult['failed'][number],
  { counts }: RekeyState['copies'],
): RepairResult['failed'][number] {
  if (!counts.failed.some(({ line }) => line === failure.line)) return failure;
  const message = vscode.l10n.t(
    'The event is deprecated, but Orb rejected its copy. Correct the line, and ingest it under a new ID. {0}',
    failure.message,
  );
  return { ...failure, message };
}
