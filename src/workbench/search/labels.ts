/** The name of a search until it's renamed. */
import * as vscode from 'vscode';
import { countText } from '../../core/language.ts';

/** The ID itself, or the number of IDs. @param source where they were found */
export function labelOf(eventIds: readonly string[], source?: string): string {
  const count = countText(eventIds.length);
  if (source !== undefined) {
    return eventIds.length === 1
      ? vscode.l10n.t('1 ID from {0}', source)
      : vscode.l10n.t('{0} IDs from {1}', count, source);
  }
  const [only] = eventIds;
  return eventIds.length === 1 && only !== undefined ? only : vscode.l10n.t('{0} IDs', count);
}
