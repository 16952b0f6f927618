/**
 * Orb doesn't allow two unfinished backfills with overlapping time frames. Finds the one in the
 * way, and what to do about it.
 */
import * as vscode from 'vscode';
import { backfillState, isMoving } from '../../core/backfillMoves.ts';
import { frameText } from '../../core/backfillText.ts';
import type { Connection } from '../../core/connection.ts';
import { overlapping } from '../../core/rules/backfill.ts';
import type { Timeframe } from '../../core/timeframe.ts';
import { runCommand } from '../callers.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import type { BackfillList } from './backfillList.ts';
import { scopeText, stateText } from './backfillWords.ts';

const showBackfills = (): UserError['nextStep'] => ({
  title: vscode.l10n.t('Show Backfills'),
  command: 'orb.backfills.focus',
});

/** For a rejection by Orb although the list doesn't show an overlap. */
export const overlapRefused = (cause: string): UserError =>
  new UserError(
    vscode.l10n.t(
      'An unfinished backfill overlaps with this time frame. Close or revert it first.',
    ),
    showBackfills(),
    { cause },
  );

/** @throws UserError that names the backfill in the way; what the client throws */
export async function checkFree(
  { connections, context }: Pick<Services, 'connections' | 'context'>,
  list: BackfillList,
  { id }: Connection,
  frame: Timeframe,
): Promise<void> {
  const other = overlapping(frame, await list.load(id));
  if (other === undefined) return;
  const nowMs = connections.now(id);
  throw new UserError(
    vscode.l10n.t(
      'The backfill of {0} ({1}, {2}) overlaps with this time frame. Close or revert it first.',
      frameText(other, nowMs),
      stateText(backfillState(other, nowMs)),
      scopeText(other, id, { context }),
    ),
    showBackfills(),
  );
}

/**
 * Offers to close or revert the backfill that is in the way.
 * @returns whether a new one can be created now
 * @throws UserError if the user has to wait
 */
export async function makeFree(
  { dialogs, connections, context }: Services,
  list: BackfillList,
  { id: connectionId }: Connection,
  frame: Timeframe,
): Promise<boolean> {
  const other = overlapping(frame, await list.load(connectionId));
  if (other === undefined) return true;
  const nowMs = connections.now(connectionId);
  const name = frameText(other, nowMs);
  const state = backfillState(other, nowMs);
  if (isMoving(state)) throw mustWait(name, stateText(state));
  const close = vscode.l10n.t('Close It…');
  const revert = vscode.l10n.t('Revert It…');
  const chosen = await dialogs.choose(
    vscode.l10n.t("The backfill of {0} isn't finished and overlaps with this time frame.", name),
    vscode.l10n.t(
      "It is {0}, for {1}. Orb doesn't allow two unfinished backfills for the same time.",
      stateText(state),
      scopeText(other, connectionId, { context }),
    ),
    [close, revert],
  );
  if (chosen === undefined) return false;
  const target = { backfillId: other.id, connectionId };
  if (chosen === revert) {
    const reverted = await runCommand('orb.backfills.revert', target);
    return reverted?.status === 'reverted';
  }
  const closed = await runCommand('orb.backfills.close', target);
  if (closed !== undefined) throw mustWait(name, stateText('closing'));
  return false;
}

const mustWait = (name: string, state: string): UserError =>
  new UserError(
    vscode.l10n.t(
      'The backfill of {0} is {1} and overlaps with this time frame. Create the new one when it has finished.',
      name,
      state,
    ),
    showBackfills(),
  );
