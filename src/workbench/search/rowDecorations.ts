/**
 * Colors and badges of rows, which VS Code only takes from decorations: a row selects its
 * decoration by its URI.
 */
import * as vscode from 'vscode';

/** Not the scheme of any document. */
const ROW_SCHEME = 'orb-row';

interface Row {
  /** Properties that are probably mistakes. */
  readonly warnings?: number;
  /** Rows of a live account that isn't the active one. */
  readonly isLiveElsewhere?: boolean;
}

/** Rows that look the same share a URI, so there are few of them. */
export function decorate(
  item: vscode.TreeItem,
  { warnings = 0, isLiveElsewhere = false }: Row,
): void {
  if (warnings === 0 && !isLiveElsewhere) return;
  const count = String(Math.min(warnings, 100));
  const path = `/${isLiveElsewhere ? 'live' : 'active'}/${count}`;
  item.resourceUri = vscode.Uri.from({ scheme: ROW_SCHEME, path });
}

export const warningCount = (warnings: number): string =>
  warnings === 1 ? vscode.l10n.t('1 warning') : vscode.l10n.t('{0} warnings', warnings);

export const rowDecorations = (): vscode.Disposable =>
  vscode.window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      if (uri.scheme !== ROW_SCHEME) return undefined;
      const [, account, count] = uri.path.split('/');
      const isLive = account === 'live';
      const color = isLive ? 'list.errorForeground' : 'list.warningForeground';
      const warnings = Number(count);
      const badge = warnings > 9 ? '9+' : String(warnings);
      return warnings === 0
        ? new vscode.FileDecoration(undefined, undefined, new vscode.ThemeColor(color))
        : new vscode.FileDecoration(badge, warningCount(warnings), new vscode.ThemeColor(color));
    },
  });
