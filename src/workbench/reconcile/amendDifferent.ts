/** Amends the events that differ: asks with the whole plan, then sends. */
import * as vscode from 'vscode';
import type { RepairResult } from '../../core/reconciliation/results.ts';
import type { Connection } from '../../core/connection.ts';
import { countText } from '../../core/language.ts';
import { planTotals, withinCap, type PlanTotals } from '../../core/reconciliation/plan.ts';
import { CHANGE_CAP_DAYS, MAX_CHANGED_EVENTS } from '../../core/rules/context.ts';
import { eventCount } from '../../core/texts/ingest.ts';
import { shortTime } from '../../core/timeText.ts';
import { DAY_MS } from '../../core/timeframe.ts';
import type { RepairLine } from '../../ingestWorker/reconcileMessages.ts';
import { visible } from '../../std/visible.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../settings.ts';
import { NothingFound, UserError } from '../userError.ts';
import type { ReconcileServices, RepairWork } from './comparisons.ts';
import { sendAmendments } from './sendAmendments.ts';

/** The question names no more customers than these. */
const MAX_CUSTOMERS = 5;

/** @returns undefined when the user declines */
export async function amendDifferent(
  { services }: ReconcileServices,
  { kept, worker, filter, grace, confirm }: RepairWork,
): Promise<RepairResult | undefined> {
  const { comparison, folder } = kept;
  const connection = await services.connections.resolve(comparison.connectionId);
  const message = { kind: 'listRepairs', folder, filter, grace } as const;
  const { lines } = await worker.ask(message, 'repairs');
  if (lines.length === 0) {
    throw new NothingFound(
      vscode.l10n.t(
        "None of these lines can be amended. An amendment can't change the timestamp or the customer.",
      ),
    );
  }
  const named = await Promise.all(lines.map((line) => withLedgerName(services, connection, line)));
  const used = await usedOf(services, connection, named);
  const { within, over } = withinCap(named, used);
  if (within.length === 0) throw new UserError(capReached());
  const skips = skipsConfirmation(services, connection.id, confirm);
  if (!skips && !(await confirmed(services, connection, within, over.length))) return undefined;
  const sent = await sendAmendments(services, connection, within);
  return {
    repairId: `amend-${new Date().toISOString().replaceAll(/\D/g, '')}`,
    planned: lines.length,
    ...sent,
    notTried: sent.notTried + over.length,
  };
}

/** Amendments are counted by the external ID of their customer, where it is known. */
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

/** Customer → events amended from here in the last 100 days. */
async function usedOf(
  { ledger, connections }: Services,
  { id }: Connection,
  lines: readonly RepairLine[],
): Promise<ReadonlyMap<string, number>> {
  const since = connections.now(id) - CHANGE_CAP_DAYS * DAY_MS;
  const customers = [...new Set(lines.map(({ customer }) => customer.id))];
  return new Map(
    await Promise.all(
      customers.map(
        async (customer) =>
          [customer, await ledger.writes.count('amend', id, customer, since)] as const,
      ),
    ),
  );
}

async function confirmed(
  { dialogs, connections }: Services,
  connection: Connection,
  within: readonly RepairLine[],
  over: number,
): Promise<boolean> {
  const totals = planTotals(within);
  const count = eventCount(totals.lines);
  const agreed = await dialogs.confirm({
    message: vscode.l10n.t('Amend {0} in {1}?', count, nameAndMode(connection)),
    detail: [
      ...planLines(totals, connections.now(connection.id)),
      '',
      vscode.l10n.t('Each event is compared with Orb once more before it is amended.'),
      ...(over > 0 ? [overText(over)] : []),
    ].join('\n'),
    action: vscode.l10n.t('Amend'),
  });
  if (!agreed || connection.mode !== 'live') return agreed;
  const typed = String(totals.lines);
  const answer = await dialogs.input({
    title: vscode.l10n.t('Amend {0} in {1}', count, nameAndMode(connection)),
    prompt: vscode.l10n.t('{0} is a LIVE account. Type {1} to amend.', connection.name, typed),
  });
  return answer?.trim() === typed;
}

function planLines({ customers, span }: PlanTotals, nowMs: number): readonly string[] {
  const time = (ms: number) => shortTime(new Date(ms).toISOString(), nowMs);
  const names = customers
    .slice(0, MAX_CUSTOMERS)
    .map(({ id, lines }) => vscode.l10n.t('{0} ({1})', visible(id, 60), countText(lines)));
  const more = customers.length > MAX_CUSTOMERS ? ', …' : '';
  return [
    vscode.l10n.t('Customers: {0}', `${names.join(', ')}${more}`),
    ...(span === undefined
      ? []
      : [vscode.l10n.t('From {0} to {1} UTC', time(span.firstMs), time(span.lastMs))]),
  ];
}

const capReached = () =>
  vscode.l10n.t(
    'All {0} amendments that Orb allows per customer in {1} days are used. Use a backfill.',
    MAX_CHANGED_EVENTS,
    CHANGE_CAP_DAYS,
  );

const overText = (over: number): string =>
  over === 1
    ? vscode.l10n.t(
        "1 more isn't sent: Orb allows {0} amended events per customer in {1} days.",
        MAX_CHANGED_EVENTS,
        CHANGE_CAP_DAYS,
      )
    : vscode.l10n.t(
        "{0} more aren't sent: Orb allows {1} amended events per customer in {2} days.",
        countText(over),
        MAX_CHANGED_EVENTS,
        CHANGE_CAP_DAYS,
      );
