/** The rows of the Backfills view. */
import type { BackfillState } from '../../core/backfillMoves.ts';

/** Also a target for the commands on backfills: it has a `backfillId` and a `connectionId`. */
export interface BackfillNode {
  readonly kind: 'backfill';
  readonly connectionId: string;
  readonly backfillId: string;
}

export interface StepNode {
  readonly kind: 'step';
  readonly parent: BackfillNode;
  readonly label: string;
  readonly description?: string;
  readonly progress: 'done' | 'now' | 'toCome';
}

interface FailureNode {
  readonly kind: 'failure';
  readonly connectionId: string;
  readonly message: string;
}

export type Node = BackfillNode | StepNode | FailureNode;

/** The context value of a row, for the menus in package.json. */
export const contextValues: Readonly<Record<BackfillState, string>> = {
  pending: 'orbBackfillPending',
  closing: 'orbBackfillClosing',
  reflected: 'orbBackfillReflected',
  reverting: 'orbBackfillReverting',
  reverted: 'orbBackfillReverted',
};
