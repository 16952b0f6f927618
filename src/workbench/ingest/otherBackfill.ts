/** A run whose backfill takes no more events goes on in another one. Loaded on first use. */
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
  /** False asks nothing. */
  readonly confirm?: boolean | undefined;
}

/**
 * @returns where the rest goes; undefined when it goes where the run went so far
 * @throws UserError when the wanted one takes no events; vscode.CancellationError when the user turns away
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
      vscode.l10n.t('This run goes into the account itself, not into a backfill.'),
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
    await agree(services, connection, named, confirm);
    return named;
  }
  if (isOther) {
    throw new UserError(vscode.l10n.t('This backfill takes no more events. Choose another one.'));
  }
  const open: Backfill[] = [];
  for await (const each of client.backfills.list()) {
    if (allows(stateOf(each), 'ingest')) open.push(each);
  }
  const chosen = await choose(services, connection, run, open);
  await agree(services, connection, chosen, confirm);
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
    title: vscode.l10n.t('The backfill of this run takes no more events'),
    placeHolder: vscode.l10n.t(
      'Which backfill in {0} takes the lines that were not tried?',
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

/** One that replaces would take away again what the other backfill of this run brought in. */
async function agree(
  services: Services,
  connection: Connection,
  backfill: Backfill,
  confirm: boolean | undefined,
): Promise<void> {
  if (!backfill.replaceExistingEvents) return;
  if (skipsConfirmation(services, connection.id, confirm)) return;
  const { dialogs, connections } = services;
  const agrees = await dialogs.confirm({
    message: vscode.l10n.t(
      'Resume into the backfill of {0} in {1}, which replaces events?',
      frameText(backfill, connections.now(connection.id)),
      nameAndMode(connection),
    ),
    detail: vscode.l10n.t(
      'Once it is closed, it also replaces what this run sent into the other backfill before. One that adds events keeps both.',
    ),
    action: vscode.l10n.t('Resume'),
  });
  if (!agrees) throw new vscode.CancellationError();
}
