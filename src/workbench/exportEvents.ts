/** Writes the events of a search to a file, as lines that can be ingested again. */
import * as vscode from 'vscode';
import { countText } from '../core/language.ts';
import { toIngestLine } from '../core/search/exportLine.ts';
import type { EventView } from './eventStore.ts';
import { showNotice, type Telling } from './notices.ts';
import { savePlace } from './dialogs.ts';
import type { Services } from './services.ts';
import { NothingFound } from './userError.ts';

/**
 * Deprecated events are left out with a message, since Orb rejects a whole batch that has the ID of
 * one.
 * @param uri the target; undefined asks
 * @throws UserError if there's nothing to write
 */
export async function exportResults(
  services: Telling,
  views: readonly EventView[],
  uri: vscode.Uri | undefined,
): Promise<void> {
  const live = views.filter(({ event }) => !event.deprecated);
  if (live.length === 0) {
    throw new NothingFound(
      views.length === 0
        ? vscode.l10n.t('The search found no events to export.')
        : vscode.l10n.t(
            "All events of this search are deprecated, so their IDs can't be ingested again.",
          ),
    );
  }
  const target = uri ?? (await askWhere(services));
  if (target === undefined) return;
  const text = live.map(({ event, raw }) => `${toIngestLine(event, raw)}\n`).join('');
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  const left = views.length - live.length;
  if (left > 0) {
    showNotice(
      services,
      'info',
      left === 1
        ? vscode.l10n.t("1 deprecated event was left out: its ID can't be ingested again.")
        : vscode.l10n.t(
            "{0} deprecated events were left out: their IDs can't be ingested again.",
            countText(left),
          ),
    );
  }
  if (uri === undefined) await vscode.window.showTextDocument(target);
}

async function askWhere({ dialogs }: Pick<Services, 'dialogs'>): Promise<vscode.Uri | undefined> {
  return dialogs.saveFile({
    title: vscode.l10n.t('Export Events'),
    // Not `orb.ndjson`: VS Code's own dialog treats what follows the last dot as the extension, and
    // would add `.orb.ndjson` again.
    filters: { [vscode.l10n.t('Orb event files')]: ['ndjson', 'jsonl'] },
    defaultUri: savePlace('events.orb.ndjson'),
  });
}
