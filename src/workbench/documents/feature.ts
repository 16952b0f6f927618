/** Event documents: the file systems, what guards their saves, and their commands. Registers at once; reads nothing until asked. */
import * as vscode from 'vscode';
import { REMOTE_SCHEME, SCHEME } from '../../contributions.ts';
import type { EventAddress } from '../events/api.ts';
import type { Feature } from '../services.ts';
import { Bases } from './bases.ts';
import { documentCommands } from './commands.ts';
import { registerEventEditor } from './eventEditor.ts';
import { EventFileSystem } from './fileSystem.ts';
import { Refusals } from './refusals.ts';
import { RemoteEvents } from './remoteEvents.ts';
import { SaveReasons } from './saveReasons.ts';
import { addressOf, eventUri, openEvents } from './uris.ts';
import { Writer } from './writer.ts';

export const documentFeature: Feature = (services) => {
  const { statuses } = services;
  const bases = new Bases(services);
  const reasons = new SaveReasons();
  const refusals = new Refusals();
  const writer = new Writer({ services, bases, reasons, refusals });
  const files = new EventFileSystem(services, bases, writer);
  const remotes = new RemoteEvents(services);

  const adopt = (document: vscode.TextDocument) => {
    const address = document.uri.scheme === SCHEME ? addressOf(document.uri) : undefined;
    if (address !== undefined) bases.adopt(address, document, Date.now());
    return address;
  };
  return vscode.Disposable.from(
    // Without `isCaseSensitive` the editor takes two events whose ids differ only in case for one document.
    vscode.workspace.registerFileSystemProvider(SCHEME, files, { isCaseSensitive: true }),
    vscode.workspace.registerFileSystemProvider(REMOTE_SCHEME, remotes, {
      isCaseSensitive: true,
      isReadonly: true,
    }),
    vscode.workspace.onDidOpenTextDocument(adopt),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const address = adopt(document);
      if (address === undefined || contentChanges.length === 0) return;
      statuses.edited(address);
      refusals.clear(document.uri);
    }),
    vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
      if (document.uri.scheme === SCHEME) reasons.announce(document.uri, reason, Date.now());
    }),
    services.events.onDidChange((addresses) => {
      files.follow(addresses);
      remotes.follow(addresses.flatMap((address) => remoteUri(address) ?? []));
    }),
    services.connections.onDidChange(() => {
      for (const address of openEvents()) {
        const exists = services.connections.get(address.connectionId) !== undefined;
        const { kind } = statuses.get(address);
        // The key may be another one now.
        if (kind === 'keyRefused') statuses.set(address, { kind: 'idle' });
        if (exists === (kind !== 'noConnection')) continue;
        statuses.set(address, { kind: exists ? 'idle' : 'noConnection' });
        files.touch(address);
      }
    }),
    registerEventEditor({ services, files, writer }),
    refusals,
    services.registerCommands(documentCommands(services, files, remotes)),
  );
};

/** Undefined for an id that no URI can hold. */
function remoteUri(address: EventAddress): vscode.Uri | undefined {
  try {
    return eventUri(address, REMOTE_SCHEME);
  } catch {
    return undefined;
  }
}
