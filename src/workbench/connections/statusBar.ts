/**
 * The status bar item: the account and mode of the event in the active editor, or else of the
 * active connection, and what is unusual about a sandbox.
 */
import * as vscode from 'vscode';
import { STATUS_BAR_ITEM } from '../../contributions.ts';
import { waitText } from '../../core/backfillText.ts';
import { hostOf, type Connection } from '../../core/connection.ts';
import { shortTime } from '../../core/timeText.ts';
import { withoutIcons } from '../../std/plain.ts';
import { eventInFront } from '../eventUris.ts';
import type { Services } from '../services.ts';
import type { SandboxState } from '../connectionsApi.ts';
import { modeAndName } from './labels.ts';

/** Shows `Orb LIVE · Acme production`; only live has the error background. */
export function connectionStatusBar({ connections }: Services): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    STATUS_BAR_ITEM,
    vscode.StatusBarAlignment.Left,
    50,
  );
  item.name = vscode.l10n.t('Orb Connection');

  function show(): void {
    const { active } = connections;
    const front = eventInFront();
    const shown = (front && connections.get(front.connectionId)) ?? active;
    if (shown === undefined) {
      item.hide();
      return;
    }
    const state = connections.sandboxState(shown.id);
    const note = noteOf(state);
    const name = modeAndName(shown);
    item.text = withoutIcons(note === undefined ? `Orb ${name}` : `Orb ${name} · ${note}`);
    item.command =
      state.kind === 'stopped'
        ? { command: 'orb.sandbox.start', title: vscode.l10n.t('Start Sandbox') }
        : 'orb.connections.switch';
    item.backgroundColor = backgroundOf(shown, note);
    item.tooltip = tooltipOf(shown, active, state);
    item.accessibilityInformation = {
      label:
        note === undefined
          ? vscode.l10n.t('Orb connection {0}', name)
          : vscode.l10n.t('Orb connection {0}, {1}', name, note),
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

/** What is unusual about a sandbox. */
function noteOf(state: SandboxState): string | undefined {
  switch (state.kind) {
    case 'stopped':
      return vscode.l10n.t('stopped');
    case 'frozen': {
      const time = shortTime(new Date(state.nowMs).toISOString(), Date.now());
      return vscode.l10n.t('clock frozen at {0} UTC', time);
    }
    case 'moved':
      return state.aheadMs > 0
        ? vscode.l10n.t('clock {0} ahead', waitText(state.aheadMs))
        : vscode.l10n.t('clock {0} behind', waitText(-state.aheadMs));
    case 'unknown':
    case 'running':
      return undefined;
  }
}

function backgroundOf({ mode }: Connection, note: string | undefined) {
  if (mode === 'live') return new vscode.ThemeColor('statusBarItem.errorBackground');
  return note === undefined ? undefined : new vscode.ThemeColor('statusBarItem.warningBackground');
}

function tooltipOf(shown: Connection, active: Connection | undefined, state: SandboxState): string {
  if (state.kind === 'stopped') return vscode.l10n.t('The sandbox is stopped. Click to start it.');
  if (state.kind === 'frozen' || state.kind === 'moved') {
    return vscode.l10n.t(
      "The sandbox's clock isn't the real time. Set Sandbox Clock… changes it. Click to switch connections.",
    );
  }
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
