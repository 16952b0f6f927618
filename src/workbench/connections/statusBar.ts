/** The status bar item: always says which account and which mode. */
import * as vscode from 'vscode';
import { withoutIcons } from '../../std/plain.ts';
import { STATUS_BAR_ITEM } from '../../contributions.ts';
import { hostOf } from '../../core/connection.ts';
import type { Services } from '../services.ts';
import { modeAndName } from './labels.ts';

/** Shows the active connection as `Orb LIVE · Acme production`; live alone has the error background. */
export function connectionStatusBar({ connections }: Services): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    STATUS_BAR_ITEM,
    vscode.StatusBarAlignment.Left,
    50,
  );
  item.name = vscode.l10n.t('Orb Connection');
  item.command = 'orb.connections.switch';

  function show(): void {
    const { active } = connections;
    if (active === undefined) {
      item.hide();
      return;
    }
    item.text = withoutIcons(`Orb ${modeAndName(active)}`);
    item.backgroundColor =
      active.mode === 'live' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    item.tooltip =
      active.mode === 'live'
        ? vscode.l10n.t(
            '{0}. Amending and deprecating here changes what customers are billed. Click to switch.',
            hostOf(active),
          )
        : vscode.l10n.t('{0}. Click to switch.', hostOf(active));
    item.accessibilityInformation = {
      label: vscode.l10n.t('Orb connection {0}', modeAndName(active)),
      role: 'button',
    };
    item.show();
  }
  show();
  return vscode.Disposable.from(item, connections.onDidChange(show));
}
