/** Finds the backfill that a command is for: its argument, or one that the user picks. */
import * as vscode from 'vscode';
import type { Backfill } from '../../core/backfill.ts';
import { allows, backfillState, type BackfillMove } from '../../core/backfillMoves.ts';
import { frameText } from '../../core/backfillText.ts';
import type { Connection } from '../../core/connection.ts';
import type { ReadArguments } from '../commandArguments.ts';
import { nameAndMode } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { NothingFound, UserError } from '../userError.ts';
import type { BackfillList } from './backfillList.ts';
import { ingestedText, scopeText, stateIcons, stateText } from './backfillWords.ts';

/** The arguments of commands for a single backfill. */
export type Argument = NonNullable<ReadArguments<'orb.backfills.ingest'>[0]>;

export interface ChosenBackfill {
  readonly connection: Connection;
  readonly backfill: Backfill;
}

/**
 * The backfill as Orb has it now, or one that the user picks among those that allow the operation.
 * @returns undefined when dismissed
 * @throws UserError if it doesn't allow the operation, with what to do instead; what Connections
 * and the client throw
 */
export async function chooseBackfill(
  services: Pick<Services, 'connections' | 'context' | 'dialogs'>,
  list: BackfillList,
  given: Argument | undefined,
  move?: BackfillMove,
): Promise<ChosenBackfill | undefined> {
  const connection = await services.connections.resolve(given?.connectionId);
  const nowMs = () => services.connections.now(connection.id);
  if (given !== undefined) {
    const backfill = await list.fetch(connection.id, given.backfillId);
    const state = backfillState(backfill, nowMs());
    if (move !== undefined && !allows(state, move)) {
      const frame = frameText(backfill, nowMs());
      throw new UserError(wayOut(move, frame, stateText(state)), {
        title: vscode.l10n.t('New Backfill…'),
        command: 'orb.backfills.create',
      });
    }
    return { connection, backfill };
  }
  const all = await list.load(connection.id);
  const possible = all.filter(
    (each) => move === undefined || allows(backfillState(each, nowMs()), move),
  );
  if (possible.length === 0) {
    throw new NothingFound(noneFor(move, nameAndMode(connection)), {
      title: vscode.l10n.t('New Backfill…'),
      command: 'orb.backfills.create',
    });
  }
  const items = possible.map((backfill) => {
    const state = backfillState(backfill, nowMs());
    return {
      label: frameText(backfill, nowMs()),
      iconPath: new vscode.ThemeIcon(stateIcons[state]),
      description: `${stateText(state)} · ${scopeText(backfill, connection.id, services)}`,
      detail: ingestedText(backfill.eventsIngested),
      backfill,
    };
  });
  const placeHolder = vscode.l10n.t('Choose a backfill in {0}', nameAndMode(connection));
  const picked = await services.dialogs.pick(items, { placeHolder, matchOnDescription: true });
  return picked && { connection, backfill: picked.backfill };
}

function wayOut(move: BackfillMove, frame: string, state: string): string {
  switch (move) {
    case 'ingest':
      return vscode.l10n.t(
        'The backfill of {0} is {1} and no longer accepts events. Create another one for the missing events.',
        frame,
        state,
      );
    case 'close':
      return vscode.l10n.t("The backfill of {0} is {1}, so it can't be closed.", frame, state);
    case 'revert':
      return vscode.l10n.t(
        "The backfill of {0} is {1}, so it can't be reverted. Another backfill can correct its time frame.",
        frame,
        state,
      );
  }
}

function noneFor(move: BackfillMove | undefined, account: string): string {
  switch (move) {
    case 'ingest':
      return vscode.l10n.t('No backfill in {0} accepts events.', account);
    case 'close':
      return vscode.l10n.t('No backfill in {0} can be closed.', account);
    case 'revert':
      return vscode.l10n.t('No backfill in {0} can be reverted.', account);
    case undefined:
      return vscode.l10n.t('No backfills in {0}.', account);
  }
}
