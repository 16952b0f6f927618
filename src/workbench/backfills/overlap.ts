/** A backfill that is not finished keeps others of the same time from being created: which one it is, and the ways out. */
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

/** What Orb answers when the list that was looked at is not the newest any more. */
export const overlapRefused = (cause: string): UserError =>
  new UserError(
    vscode.l10n.t(
      'A backfill that is not finished overlaps with this one. Close or revert that one first.',
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
      'The backfill of {0} ({1}, {2}) overlaps with this one. Close or revert that one first.',
      frameText(other, nowMs),
      stateText(backfillState(other, nowMs)),
      scopeText(other, id, { context }),
    ),
    showBackfills(),
  );
}

/**
 * True when no unfinished backfill stands in the way, or the one that does was reverted at the user's wish.
 * @throws UserError where only waiting helps
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
    vscode.l10n.t('The backfill of {0} is not finished and overlaps with this one.', name),
    vscode.l10n.t(
      '{0}, {1}. Orb takes no two unfinished backfills of the same time.',
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
      'The backfill of {0} is {1} and overlaps with this one. Create the new one when that is done.',
      name,
      state,
    ),
    showBackfills(),
  );
