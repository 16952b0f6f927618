/** The commands `orb.connections.*`. They ask only for what they aren't given. */
import * as vscode from 'vscode';
import { withoutIcons } from '../../std/plain.ts';
import type { CommandHandlers } from '../registerCommands.ts';
import { showNotice } from '../notices.ts';
import type { Services } from '../services.ts';
import { addConnection } from './addConnection.ts';
import type { Check } from '../connectionsApi.ts';
import { editConnection, replaceKey } from './editConnection.ts';
import { nameAndMode } from './labels.ts';
import { askConnection } from './questions.ts';

export const connectionCommands = (services: Services): CommandHandlers => ({
  'orb.connections.add': (given) => addConnection(services, given),
  'orb.connections.switch': (id) => switchConnection(services, id),
  'orb.connections.remove': (id) => removeConnection(services, id),
  'orb.connections.check': (id) => checkConnection(services, id),
  'orb.connections.edit': (given) => editConnection(services, given),
  'orb.connections.replaceKey': (given) => replaceKey(services, given),
});

async function switchConnection(services: Services, id: string | undefined): Promise<void> {
  const { connections } = services;
  if (id !== undefined) {
    await connections.activate(id);
    return;
  }
  if (connections.all.length === 0) {
    await addConnection(services);
    return;
  }
  const placeHolder = vscode.l10n.t('Choose the active connection');
  const chosen = await askConnection(services, { placeHolder });
  if (chosen !== undefined) await connections.activate(chosen.id);
}

async function removeConnection(services: Services, id: string | undefined): Promise<void> {
  const { connections, dialogs } = services;
  if (id !== undefined) {
    await connections.remove(id);
    return;
  }
  const placeHolder = vscode.l10n.t('Choose a connection to remove');
  const chosen = await askConnection(services, { placeHolder }, (each) =>
    connections.isEditable(each.id),
  );
  if (chosen === undefined) return;
  const sure = await dialogs.confirm({
    message: vscode.l10n.t('Remove {0}?', nameAndMode(chosen)),
    detail: vscode.l10n.t(
      'Its API key is deleted from this machine, and its open events become read-only. Nothing changes in Orb.',
    ),
    action: vscode.l10n.t('Remove'),
  });
  if (sure) await connections.remove(chosen.id);
}

async function checkConnection(services: Services, id: string | undefined): Promise<Check> {
  const { connections } = services;
  const connection = await connections.resolve(id);
  const { ok, status, message } = await connections.check(connection);
  const check = {
    ok,
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message }),
  };
  if (id !== undefined) return check;
  if (check.ok) {
    const text = vscode.l10n.t('{0} works.', nameAndMode(connection));
    vscode.window.setStatusBarMessage(`$(check) ${withoutIcons(text)}`, 5_000);
  } else {
    showNotice(services, 'error', `${nameAndMode(connection)}: ${check.message ?? ''}`);
  }
  return check;
}
