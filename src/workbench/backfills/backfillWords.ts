/** How backfills are named in rows, questions, and pick lists. */
import * as vscode from 'vscode';
import type { Backfill } from '../../core/backfill.ts';
import type { BackfillState } from '../../core/backfillMoves.ts';
import { countText } from '../../core/language.ts';
import { visible } from '../../std/visible.ts';
import type { Services } from '../services.ts';
import { aliasOf } from './aliases.ts';

export function stateText(state: BackfillState): string {
  switch (state) {
    case 'pending':
      return vscode.l10n.t('pending');
    case 'closing':
      return vscode.l10n.t('closing');
    case 'reflected':
      return vscode.l10n.t('reflected');
    case 'reverting':
      return vscode.l10n.t('pending revert');
    case 'reverted':
      return vscode.l10n.t('reverted');
  }
}

export const stateIcons: Readonly<Record<BackfillState, string>> = {
  pending: 'circle-large-outline',
  closing: 'sync',
  reflected: 'pass',
  reverting: 'sync',
  reverted: 'discard',
};

/** The customer, by external ID if it's known, or ALL customers. */
export function scopeText(
  { customerId }: Pick<Backfill, 'customerId'>,
  connectionId: string,
  { context }: Pick<Services, 'context'>,
): string {
  if (customerId === null) return vscode.l10n.t('ALL customers');
  return visible(aliasOf(context, connectionId, customerId) ?? customerId, 100);
}

export const ingestedText = (count: number): string =>
  count === 1
    ? vscode.l10n.t('1 event ingested')
    : vscode.l10n.t('{0} events ingested', countText(count));
