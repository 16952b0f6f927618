/** The states of a backfill, and what each allows (https://docs.withorb.com/api-reference/event/create-backfill). */
import type { Backfill } from './backfill.ts';
import { parseTimestamp } from './timestamp.ts';

/** As users see it. Orb has no status for "closing": its status stays `pending` until the backfill is reflected. */
export type BackfillState = 'pending' | 'closing' | 'reflected' | 'reverting' | 'reverted';
export type BackfillMove = 'ingest' | 'close' | 'revert';

/** @param nowMs by the account's clock: a pending backfill whose close_time has passed is closing */
export function backfillState(
  { status, closeTime }: Pick<Backfill, 'status' | 'closeTime'>,
  nowMs: number,
): BackfillState {
  if (status === 'pending_revert') return 'reverting';
  if (status !== 'pending') return status;
  const closes = closeTime === null ? undefined : parseTimestamp(closeTime)?.ms;
  return closes !== undefined && closes <= nowMs ? 'closing' : 'pending';
}

const moves: Readonly<Record<BackfillState, readonly BackfillMove[]>> = {
  pending: ['ingest', 'close', 'revert'],
  // Orb's documentation doesn't say whether a closing backfill can be reverted.
  closing: ['revert'],
  reflected: ['revert'],
  reverting: [],
  reverted: [],
};

export const allows = (state: BackfillState, move: BackfillMove): boolean =>
  moves[state].includes(move);

/** True while Orb is working on it, so that the state changes by itself. */
export const isMoving = (state: BackfillState): boolean =>
  state === 'closing' || state === 'reverting';
