/** The repairs that change events one by one, within Orb's limit of changed events: amend and deprecate. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import type { Connection } from '../../core/connection.ts';
import { planTotals, withinCap } from '../../core/reconciliation/plan.ts';
import { CHANGE_CAP_DAYS, MAX_CHANGED_EVENTS } from '../../core/rules/context.ts';
import { eventCount } from '../../core/texts/ingest.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import { MAX_BATCH } from '../../core/event.ts';
import { continueRepair, startRepair } from '../../ingestWorker/repairFolder.ts';
import { RepairState } from '../../reconcile/repairJournal.ts';
import type { RepairLine } from '../../reconcile/repairLine.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../settings.ts';
import { UserError } from '../userError.ts';
import type { KeptComparison, ReconcileServices, RepairWork } from './comparisons.ts';
import type { KeptRepair } from './keptRepairs.ts';
import { capLines, planLines } from './repairTexts.ts';
import type { PlannedRepair, Repair } from './repairTypes.ts';
import { sendRepair } from './sendRepair.ts';

type Change = 'amend' | 'deprecate';

export const amendDifferent: Repair = {
  action: 'amend',
  label: (count) => vscode.l10n.t('Amend Different Events ({0})', count),
  nothing: () =>
    vscode.l10n.t(
      "None of these lines can be amended. An amendment can't change the timestamp or the customer.",
    ),
  plan: (parts, work) => planChange(parts, work, 'amend'),
  resume: resumeChange,
};

export const deprecateSelected: Repair = {
  action: 'deprecate',
  label: (count) => vscode.l10n.t('Deprecate Events ({0})', count),
  nothing: () => vscode.l10n.t("Orb has none of these lines' events, or they were deprecated."),
  plan: (parts, work) => {
    const { lines, kind, outcome } = work.filter;
    if (lines ?? kind ?? outcome) return planChange(parts, work, 'deprecate');
    throw new UserError(vscode.l10n.t('Choose the lines whose events are to be deprecated.'));
  },
  resume: resumeChange,
};

async function planChange(
  { services }: ReconcileServices,
  { kept, worker, filter, grace, confirm }: RepairWork,
  kind: Change,
): Promise<PlannedRepair | undefined> {
  const { comparison, folder } = kept;
  const connection = await services.connections.resolve(comparison.connectionId);
  const message = { kind: 'listRepairs', folder, filter, grace } as const;
  const { lines } = await worker.ask(message, 'repairs');
  if (lines.length === 0) return undefined;
  const { within, over } = await splitByCap(services, connection, lines, kind);
  if (within.length === 0) throw new UserError(capReached(kind));
  const nowMs = services.connections.now(connection.id);
  const isAsked = !skipsConfirmation(services, connection.id, confirm);
  const costs = isAsked ? await costOf(services, connection, within) : undefined;
  return {
    connection,
    question: {
      ...words[kind](eventCount(within.length), nameAndMode(connection)),
      lines: within.length,
      detail: [
        ...planLines(planTotals(within), nowMs),
        '',
        ...words[kind]('', '').about,
        ...(costs === undefined ? [] : [costs]),
        ...capLines(kind, over.length),
      ].join('\n'),
    },
    run: () => send(services, kept, connection, { kind, lines: within, over: over.length }),
  };
}

async function costOf(
  services: Services,
  connection: Connection,
  lines: readonly RepairLine[],
): Promise<string | undefined> {
  const { askCost } = await import('../costQuestion.ts');
  const cost = askCost(services, connection, {
    before: lines.map(({ comparedText }) => comparedText),
    after: lines.flatMap(({ text }) => text ?? []),
  });
  const said = await cost?.line();
  cost?.dispose();
  return said;
}

const words = {
  amend: (count: string, where: string) => ({
    message: vscode.l10n.t('Amend {0} in {1}?', count, where),
    action: vscode.l10n.t('Amend'),
    about: [vscode.l10n.t('Each event is compared with Orb once more before it is amended.')],
  }),
  deprecate: (count: string, where: string) => ({
    message: vscode.l10n.t('Deprecate {0} in {1}?', count, where),
    action: vscode.l10n.t('Deprecate'),
    about: [
      vscode.l10n.t(
        "They will no longer be billed. This can't be undone, and their IDs can't be ingested again.",
      ),
      vscode.l10n.t('Each event is compared with Orb once more before it is deprecated.'),
    ],
  }),
} as const;

/** Splits lines by Orb's limit, as far as this editor knows. Customers are counted by their external ID, where it is known. */
export async function splitByCap(
  services: Services,
  connection: Connection,
  lines: readonly RepairLine[],
  kind: Change,
): Promise<ReturnType<typeof withinCap<RepairLine>>> {
  const named = await Promise.all(lines.map((line) => withLedgerName(services, connection, line)));
  const since = services.connections.now(connection.id) - CHANGE_CAP_DAYS * DAY_MS;
  const customers = [...new Set(named.map(({ customer }) => customer.id))];
  const used = await Promise.all(
    customers.map(
      async (customer) =>
        [
          customer,
          await services.ledger.writes.count(kind, connection.id, customer, since),
        ] as const,
    ),
  );
  return withinCap(named, new Map(used));
}

async function withLedgerName(
  { ledger }: Services,
  { id }: Connection,
  line: RepairLine,
): Promise<RepairLine> {
  const { customer } = line;
  if (customer.key === 'external_customer_id') return line;
  const external = await ledger.seen.externalCustomerId(id, customer.id);
  return external === undefined
    ? line
    : { ...line, customer: { key: 'external_customer_id', id: external } };
}

export const capReached = (kind: Change) =>
  kind === 'amend'
    ? vscode.l10n.t(
        'All {0} amendments that Orb allows per customer in {1} days are used. Use a backfill.',
        MAX_CHANGED_EVENTS,
        CHANGE_CAP_DAYS,
      )
    : vscode.l10n.t(
        'All {0} deprecations that Orb allows per customer in {1} days are used.',
        MAX_CHANGED_EVENTS,
        CHANGE_CAP_DAYS,
      );

/** IDs sort by time. */
export const newRepairId = (action: string): string =>
  `${action}-${new Date().toISOString().replaceAll(/\D/g, '')}-${randomBytes(2).toString('hex')}`;

async function send(
  services: Services,
  { comparison, folder }: KeptComparison,
  connection: Connection,
  plan: { readonly kind: Change; readonly lines: readonly RepairLine[]; readonly over: number },
): Promise<RepairResult> {
  const { kind, lines, over } = plan;
  using repair = startRepair(RepairState, folder, {
    ...{ kind: 'repair', version: 1, repairId: newRepairId(kind), action: kind },
    connectionId: comparison.connectionId,
    startedMs: Date.now(),
  });
  writePlan(repair.state, lines);
  repair.state.note({ kind: 'start' });
  return await sendLeft(services, connection, repair.state, over);
}

export function writePlan(state: RepairState, lines: readonly RepairLine[]): void {
  for (let at = 0; at < lines.length; at += MAX_BATCH) {
    state.note({ kind: 'lines', lines: lines.slice(at, at + MAX_BATCH) });
  }
}

async function resumeChange(
  { services }: ReconcileServices,
  { folder, comparison }: KeptComparison,
  { repairId }: KeptRepair,
): Promise<RepairResult> {
  const connection = await services.connections.resolve(comparison.connectionId);
  using repair = await continueRepair(RepairState, folder, repairId);
  return await sendLeft(services, connection, repair.state, 0);
}

/** @param over lines that were left out of the plan */
async function sendLeft(
  services: Services,
  connection: Connection,
  state: RepairState,
  over: number,
): Promise<RepairResult> {
  const count = eventCount(state.left.length);
  const where = nameAndMode(connection);
  const title =
    state.record.action === 'amend'
      ? vscode.l10n.t('Amending {0} in {1}', count, where)
      : vscode.l10n.t('Deprecating {0} in {1}', count, where);
  const cancelled = await sendRepair(services, connection, title, state);
  const { counts, record, lines } = state;
  return {
    repairId: record.repairId,
    planned: lines.length + over,
    ...counts,
    notTried: counts.notTried + over,
    cancelled,
  };
}
