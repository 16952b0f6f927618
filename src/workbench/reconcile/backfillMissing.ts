/** Adds the missing events past the grace period in backfills that replace nothing. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import type { Connection } from '../../core/connection.ts';
import { frameText } from '../../core/backfillText.ts';
import { countText } from '../../core/language.ts';
import { overlapping } from '../../core/rules/backfill.ts';
import { eventCount } from '../../core/texts/ingest.ts';
import { shortTime } from '../../core/timeText.ts';
import { continueRepair, startRepair } from '../../ingestWorker/repairFolder.ts';
import {
  BackfillState,
  type BackfillPlan,
  type PlannedBackfill,
} from '../../reconcile/backfillJournal.ts';
import { frameOf } from '../../reconcile/fillBackfills.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import { newRepairId } from './changeEvents.ts';
import type { KeptComparison, ReconcileServices, RepairWork } from './comparisons.ts';
import type { KeptRepair } from './keptRepairs.ts';
import { planLines } from './repairTexts.ts';
import type { PlannedRepair, Repair } from './repairTypes.ts';
import { nameOf } from './report.ts';
import { CLOSES_AFTER_MS, loadBackfills, runBackfills } from './runBackfills.ts';

export const backfillMissing: Repair = {
  action: 'backfill',
  label: (count) => vscode.l10n.t('Backfill Missing Events ({0})', count),
  nothing: () => vscode.l10n.t('None of these lines is missing in Orb and past the grace period.'),
  plan,
  resume,
};

async function plan(
  { services }: ReconcileServices,
  { kept, worker, filter, grace }: RepairWork,
): Promise<PlannedRepair | undefined> {
  const { comparison, folder } = kept;
  const connection = await services.connections.resolve(comparison.connectionId);
  const unfinished = (await loadBackfills(connection)).filter(
    ({ status }) => status === 'pending' || status === 'pending_revert',
  );
  const pending = unfinished.map(({ timeframeStart, timeframeEnd }) => ({
    startMs: Date.parse(timeframeStart),
    endMs: Date.parse(timeframeEnd),
  }));
  const into = join(folder, 'repairFiles', randomUUID());
  await mkdir(into, { recursive: true });
  const name = nameOf(comparison);
  const message = { kind: 'planBackfills', folder, filter, grace, pending, into, name } as const;
  const planned = await worker.ask(message, 'backfillsPlanned');
  if (planned.totals.lines === 0) return undefined;
  const free = planned.backfills.filter(
    (each) => overlapping(frameOf(each), unfinished) === undefined,
  );
  if (free.length === 0) throw allWait();
  return {
    connection,
    question: question(services, connection, planned, free),
    run: () => start(services, kept, connection, planned),
  };
}

const allWait = () =>
  new UserError(
    vscode.l10n.t(
      "All of these events are in the time frame of a backfill that isn't finished. Close or revert it first.",
    ),
    { title: vscode.l10n.t('Show Backfills'), command: 'orb.backfills.focus' },
  );

/** How many backfills the question names at most. */
const MAX_FRAMES = 6;

function question(
  { connections }: Services,
  connection: Connection,
  { totals, backfills }: BackfillPlan,
  free: readonly PlannedBackfill[],
) {
  const nowMs = connections.now(connection.id);
  const lines = free.reduce((sum, each) => sum + each.lines, 0);
  const waiting = totals.lines - lines;
  const closes = shortTime(new Date(nowMs + CLOSES_AFTER_MS).toISOString(), nowMs);
  const more = free.length - MAX_FRAMES;
  return {
    lines,
    message: vscode.l10n.t('Backfill {0} in {1}?', eventCount(lines), nameAndMode(connection)),
    detail: [
      ...planLines(totals, nowMs),
      ...free.slice(0, MAX_FRAMES).map((each) => frameLine(each, nowMs)),
      ...(more > 0 ? [vscode.l10n.t('… and {0} more', countText(more))] : []),
      '',
      vscode.l10n.t("They are added to Orb's events; nothing is replaced."),
      free.length === 1
        ? vscode.l10n.t(
            'They count once you close the backfill in the Backfills view. Orb closes it automatically at {0} UTC.',
            closes,
          )
        : vscode.l10n.t(
            'They count once you close the backfills in the Backfills view. Orb closes them automatically at {0} UTC.',
            closes,
          ),
      ...(backfills.length > free.length ? [waitingText(waiting)] : []),
    ].join('\n'),
    action: vscode.l10n.t('Backfill'),
  };
}

function frameLine(backfill: PlannedBackfill, nowMs: number): string {
  const { customer, lines } = backfill;
  const frame = frameText(frameOf(backfill), nowMs);
  return customer === undefined
    ? vscode.l10n.t('Backfill of {0}: {1}, for all customers', frame, eventCount(lines))
    : vscode.l10n.t(
        'Backfill of {0}: {1}, for {2}',
        frame,
        eventCount(lines),
        visible(customer.id, 60),
      );
}

const waitingText = (waiting: number): string =>
  waiting === 1
    ? vscode.l10n.t(
        "1 more waits for a backfill that isn't finished. Close or revert that one, then resume the repair.",
      )
    : vscode.l10n.t(
        "{0} more wait for a backfill that isn't finished. Close or revert that one, then resume the repair.",
        countText(waiting),
      );

async function start(
  services: Services,
  { comparison, folder }: KeptComparison,
  connection: Connection,
  { backfills }: BackfillPlan,
): Promise<RepairResult> {
  using repair = startRepair(BackfillState, folder, {
    ...{ kind: 'repair', version: 1, repairId: newRepairId('backfill'), action: 'backfill' },
    connectionId: comparison.connectionId,
    startedMs: Date.now(),
  });
  for (const backfill of backfills) repair.state.note({ kind: 'backfill', backfill });
  repair.state.note({ kind: 'start' });
  return await run(services, connection, repair.state);
}

async function resume(
  { services }: ReconcileServices,
  { comparison, folder }: KeptComparison,
  { repairId }: KeptRepair,
): Promise<RepairResult> {
  const connection = await services.connections.resolve(comparison.connectionId);
  using repair = await continueRepair(BackfillState, folder, repairId);
  return await run(services, connection, repair.state);
}

async function run(
  services: Services,
  connection: Connection,
  state: BackfillState,
): Promise<RepairResult> {
  const cancelled = await runBackfills(services, connection, state);
  const { record, planned, counts, backfills } = state;
  return {
    repairId: record.repairId,
    planned,
    ...counts,
    backfillIds: backfills.flatMap(({ backfillId }) => backfillId ?? []),
    cancelled,
  };
}
