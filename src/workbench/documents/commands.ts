/** Opening, comparing and restoring an event's document. Each reads the event first, so that an error has its words. */
import * as vscode from 'vscode';
import { EVENT_EDITOR, REMOTE_SCHEME } from '../../contributions.ts';
import type { CommandHandlers } from '../commands.ts';

import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';
import type { EventFileSystem } from './fileSystem.ts';
import type { RemoteEvents } from './remoteEvents.ts';
import { localCopy, readView } from './reading.ts';
import { resolveTarget, type ResolvedTarget } from './target.ts';
import { addressOf, eventUri, openDocument } from './uris.ts';

export function documentCommands(
  services: Services,
  files: EventFileSystem,
  remotes: RemoteEvents,
): CommandHandlers {
  const open = async (
    target: ResolvedTarget,
    editor: string,
    options: vscode.TextDocumentShowOptions,
  ) => {
    const uri = uriOf(target);
    await files.prepare(target, await readView(services, target, target.timeframe));
    await vscode.commands.executeCommand('vscode.openWith', uri, editor, options);
    return uri.toString();
  };
  return {
    // Without an argument another event is meant than the one in front, which is open already.
    'orb.event.open': async (argument) =>
      open(await resolveTarget(services, argument, null), EVENT_EDITOR, {}),
    'orb.event.openText': async (argument) => {
      const viewColumn = columnForText(argument);
      return open(await resolveTarget(services, argument), 'default', { viewColumn });
    },
    'orb.event.compare': async (argument) => {
      const target = await resolveTarget(services, argument);
      const uri = uriOf(target);
      const view = await readView(services, target, target.timeframe);
      await files.prepare(target, view);
      const title = vscode.l10n.t('{0}: Orb ↔ document', view.event.eventName);
      const remote = eventUri(target, REMOTE_SCHEME);
      remotes.prepare(remote, view);
      await vscode.commands.executeCommand('vscode.diff', remote, uri, title);
    },
    'orb.event.restorePrevious': (argument) => restorePrevious(services, files, argument),
  };
}

/** Beside the page when both are wanted at once, which is so when the page asks for the text. */
function columnForText(argument: unknown): vscode.ViewColumn {
  const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const fromPage = argument === undefined && active instanceof vscode.TabInputCustom;
  return fromPage && addressOf(active.uri) !== undefined
    ? vscode.ViewColumn.Beside
    : vscode.ViewColumn.Active;
}

/** @throws UserError for an id that no URI can hold */
function uriOf(target: ResolvedTarget): vscode.Uri {
  try {
    return eventUri(target);
  } catch {
    throw new UserError(
      vscode.l10n.t('The id of this event is not valid Unicode, so the editor cannot open it.'),
    );
  }
}

/** Puts the text from before the last amendment into the document, unsaved: saving it is a new amendment. */
async function restorePrevious(
  services: Services,
  files: EventFileSystem,
  argument: unknown,
): Promise<void> {
  const target = await resolveTarget(services, argument);
  const { connectionId, eventId } = target;
  const writes = await services.ledger.writes.of(connectionId, eventId);
  const amendments = writes.filter(({ kind, confirmed }) => kind === 'amend' && confirmed);
  if (amendments.length === 0) {
    throw new UserError(
      vscode.l10n.t('No amendment of this event was sent from here, so there is no earlier text.'),
    );
  }
  const chosen = argument === undefined ? await choose(services, amendments) : amendments.at(-1);
  if (chosen === undefined) throw new vscode.CancellationError();
  const uri = uriOf(target);
  if (openDocument(uri) === undefined && (await localCopy(services, target)) !== undefined) {
    await files.prepare(target, await readView(services, target, target.timeframe));
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const everything = new vscode.Range(
    document.positionAt(0),
    document.positionAt(document.getText().length),
  );
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, everything, chosen.before);
  await vscode.commands.executeCommand('vscode.openWith', uri, EVENT_EDITOR);
  await vscode.workspace.applyEdit(edit);
}

/** Several amendments: which text to bring back. */
async function choose<T extends { readonly atMs: number; readonly before: string }>(
  { dialogs }: Services,
  amendments: readonly T[],
): Promise<T | undefined> {
  if (amendments.length === 1) return amendments[0];
  const items = amendments.toReversed().map((write) => ({
    label: vscode.l10n.t(
      'Before the amendment of {0} UTC',
      new Date(write.atMs).toISOString().slice(0, 19).replace('T', ' '),
    ),
    write,
  }));
  const picked = await dialogs.pick(items, { title: vscode.l10n.t('Restore Previous Version') });
  return picked?.write;
}
