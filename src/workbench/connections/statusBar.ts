/** The status bar item: always says which account and which mode; of the event in front where one is, else of the active connection. */
import * as vscode from 'vscode';
import { STATUS_BAR_ITEM } from '../../contributions.ts';
import { hostOf, type Connection } from '../../core/connection.ts';
import { withoutIcons } from '../../std/plain.ts';
import { eventInFront } from '../events/targets.ts';
import type { Services } from '../services.ts';
import { modeAndName } from './labels.ts';

/** Shows `Orb LIVE · Acme production`; live alone has the error background. */
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
    const front = eventInFront();
    const shown = (front && connections.get(front.connectionId)) ?? active;
    if (shown === undefined) {
      item.hide();
      return;
    }
    item.text = withoutIcons(`Orb ${modeAndName(shown)}`);
    item.backgroundColor =
      shown.mode === 'live' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    item.tooltip = tooltipOf(shown, active);
    item.accessibilityInformation = {
      label: vscode.l10n.t('Orb connection {0}', modeAndName(shown)),
      role: 'button',
    };
    item.show();
  }
  show();
  return vscode.Disposable.from(
    item,
    connections.onDidChange(show),
    vscode.window.tabGroups.onDidChangeTabs(show),
    vscode.window.tabGroups.onDidChangeTabGroups(show),
  );
}

function tooltipOf(shown: Connection, active: Connection | undefined): string {
  if (active !== undefined && active.id !== shown.id) {
    return vscode.l10n.t(
      'This event is in {0}. The active connection is {1}. Click to switch.',
      modeAndName(shown),
      modeAndName(active),
    );
  }
  return shown.mode === 'live'
    ? vscode.l10n.t(
        '{0}. Amending and deprecating here changes what customers are billed. Click to switch.',
        hostOf(shown),
      )
    : vscode.l10n.t('{0}. Click to switch.', hostOf(shown));
}
