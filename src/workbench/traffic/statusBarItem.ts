/** The item of a running recorder in the status bar. */
import * as vscode from 'vscode';
import { withoutIcons } from '../../std/plain.ts';

/** `4511 → Acme test`. @param url of the recorder @param name of the connection */
export function statusBarItem(url: string, name: string): vscode.StatusBarItem {
  const { port } = new URL(url);
  const item = vscode.window.createStatusBarItem(
    'orb.recorder',
    vscode.StatusBarAlignment.Left,
    49,
  );
  item.name = vscode.l10n.t('Orb Recorder');
  item.text = `$(record) ${withoutIcons(`${port} → ${name}`)}`;
  item.tooltip = vscode.l10n.t(
    'Requests to localhost:{0} are forwarded to {1} and recorded. Select to show them.',
    port,
    name,
  );
  item.accessibilityInformation = {
    label: vscode.l10n.t('Orb recorder, port {0}, forwards to {1}', port, name),
    role: 'button',
  };
  item.command = 'orb.recorder.show';
  item.show();
  return item;
}
