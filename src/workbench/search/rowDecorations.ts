/** Colors and badges of rows, which VS Code takes from decorations alone: a row says by its URI which it wants. */
import * as vscode from 'vscode';

/** Of no document. */
const ROW_SCHEME = 'orb-row';

interface Row {
  /** Properties that are probably not meant as they are. */
  readonly warnings?: number;
  /** In a live account that isn't the active one. */
  readonly isLiveElsewhere?: boolean;
}

/** Rows that look the same share a URI, so there are few of them. */
export function decorate(
  item: vscode.TreeItem,
  { warnings = 0, isLiveElsewhere = false }: Row,
): void {
  if (warnings === 0 && !isLiveElsewhere) return;
  const path = isLiveElsewhere ? '/live' : `/warnings/${String(Math.min(warnings, 100))}`;
  item.resourceUri = vscode.Uri.from({ scheme: ROW_SCHEME, path });
}

export const warningCount = (warnings: number): string =>
  warnings === 1 ? vscode.l10n.t('1 warning') : vscode.l10n.t('{0} warnings', warnings);

export const rowDecorations = (): vscode.Disposable =>
  vscode.window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      if (uri.scheme !== ROW_SCHEME) return undefined;
      const color = (id: string) => new vscode.ThemeColor(id);
      if (uri.path === '/live') {
        return new vscode.FileDecoration(undefined, undefined, color('list.errorForeground'));
      }
      const warnings = Number(uri.path.split('/').at(-1));
      const badge = warnings > 9 ? '9+' : String(warnings);
      const tooltip = warningCount(warnings);
      return new vscode.FileDecoration(badge, tooltip, color('list.warningForeground'));
    },
  });
