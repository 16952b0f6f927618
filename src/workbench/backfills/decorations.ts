/** Colors the rows of backfills for ALL customers: only a decoration can color a row's text. */
import * as vscode from 'vscode';

const SCHEME = 'orb-backfill-of-all';

export const allCustomersUri = (backfillId: string): vscode.Uri =>
  vscode.Uri.from({ scheme: SCHEME, path: `/${encodeURIComponent(backfillId)}` });

export function backfillDecorations(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) =>
      uri.scheme === SCHEME
        ? new vscode.FileDecoration(
            undefined,
            vscode.l10n.t('For ALL customers'),
            new vscode.ThemeColor('list.warningForeground'),
          )
        : undefined,
  });
}
