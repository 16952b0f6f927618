/** The rest of a run whose backfill no longer accepts events goes into another one. Loaded on first use. */
import * as vscode from 'vscode';
import type { Backfill } from '../../core/backfill.ts';
import { allows, backfillState, type BackfillState } from '../../core/backfillMoves.ts';
import { frameText } from '../../core/backfillText.ts';
import type { Connection } from '../../core/connection.ts';
import { isOrbError } from '../../core/errors.ts';
import type { RunRecord } from '../../ingest/journal.ts';
import { scopeText } from '../backfills/backfillWords.ts';
import { runCommand } from '../callers.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { skipsConfirmation } from '../settings.ts';
import { UserError } from '../userError.ts';

export interface Wanted {
  readonly backfillId?: string | undefined;
  /** False skips all questions. */
  readonly confirm?: boolean | undefined;
}

/**
 * @returns the backfill for the rest; undefined if the rest goes where the run went so far
 * @throws UserError if the requested one doesn't accept events; vscode.CancellationError when the
 * user cancels
 */
export async function otherBackfill(
  services: Services,
  connection: Connection,
  run: RunRecord,
  { backfillId, confirm }: Wanted,
): Promise<Backfill | undefined> {
  const client = await services.connections.client(connection.id);
  const stateOf = (backfill: Backfill): BackfillState =>
    backfillState(backfill, services.connections.now(connection.id));
  const wanted = backfillId ?? run.backfillId;
  if (wanted === undefined) return undefined;
  const isOther = backfillId !== undefined && backfillId !== run.backfillId;
  if (isOther && run.backfillId === undefined) {
    throw new UserError(
      vscode.l10n.t("This ingest doesn't use a backfill, so it can't be resumed into one."),
    );
  }
  const named = await client.backfills.fetch(wanted).then(
    ({ value }) => value,
    (error: unknown) => {
      if (isOther || !isOrbError(error, 'notFound')) throw error;
      return undefined;
    },
  );
  if (named !== undefined && allows(stateOf(named), 'ingest')) {
    if (!isOther) return undefined;
    await confirmReplacing(services, connection, named, confirm);
    return named;
  }
  if (isOther) {
    throw new UserError(
      vscode.l10n.t('This backfill no longer accepts events. Choose another one.'),
    );
  }
  const open: Backfill[] = [];
  for await (const each of client.backfills.list()) {
    if (allows(stateOf(each), 'ingest')) open.push(each);
  }
  const chosen = await choose(services, connection, run, open);
  await confirmReplacing(services, connection, chosen, confirm);
  return chosen;
}

async function choose(
  services: Services,
  connection: Connection,
  { context }: RunRecord,
  open: readonly Backfill[],
): Promise<Backfill> {
  const { dialogs, connections } = services;
  const create = {
    label: vscode.l10n.t('New Backfill…'),
    iconPath: new vscode.ThemeIcon('add'),
    backfill: undefined,
  };
  const items = open.map((backfill) => ({
    label: frameText(backfill, connections.now(connection.id)),
    description: [
      scopeText(backfill, connection.id, services),
      backfill.replaceExistingEvents ? vscode.l10n.t('replacing') : vscode.l10n.t('adding'),
    ].join(' · '),
    backfill,
  }));
  const picked = await dialogs.pick([...items, create], {
    title: vscode.l10n.t('The backfill of this ingest no longer accepts events'),
    placeHolder: vscode.l10n.t(
      'Which backfill in {0} should get the remaining lines?',
      nameAndMode(connection),
    ),
  });
  if (picked === undefined) throw new vscode.CancellationError();
  if (picked.backfill !== undefined) return picked.backfill;
  const { timeframeStart, timeframeEnd, customerId } = context.backfill ?? {};
  const created = await runCommand('orb.backfills.create', {
    connectionId: connection.id,
    ...(timeframeStart !== undefined && { timeframeStart }),
    ...(timeframeEnd !== undefined && { timeframeEnd }),
    ...(customerId != null && { customerId }),
  });
  if (created === undefined) throw new vscode.CancellationError();
  return created;
}

/** A backfill that replaces events also replaces what this run sent into the other one. */
async function confirmReplacing(
  services: Services,
  connection: Connection,
  backfill: Backfill,
  confirm: boolean | undefined,
): Promise<void> {
  if (!backfill.replaceExistingEvents) return;
  if (skipsConfirmation(services, connection.id, confirm)) return;
  const { dialogs, connections } = services;
  const isConfirmed = await dialogs.confirm({
    message: vscode.l10n.t(
      'Resume into the backfill of {0} in {1}, which replaces events?',
      frameText(backfill, connections.now(connection.id)),
      nameAndMode(connection),
    ),
    detail: vscode.l10n.t(
      'When it closes, it also replaces what this ingest sent to the other backfill. A backfill that adds events keeps both.',
    ),
    action: vscode.l10n.t('Resume'),
  });
  if (!isConfirmed) throw new vscode.CancellationError();
}
