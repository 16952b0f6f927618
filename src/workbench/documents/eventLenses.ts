/**
 * The code lenses above the JSON in a text editor: where Ctrl+S sends it, what would be sent, and
 * other actions.
 */
import * as vscode from 'vscode';
import { EVENT_EDITOR, EVENT_LANGUAGE, SCHEME } from '../../contributions.ts';
import { visible } from '../../std/visible.ts';
import { commandFor } from '../callers.ts';
import { modeAndName } from '../connections/labels.ts';
import type { Services } from '../services.ts';
import { changesOf, sentenceOf } from './documentSentence.ts';
import type { EventDocument } from './eventDocument.ts';
import type { EventDocuments } from './eventDocuments.ts';

const TOP = new vscode.Range(0, 0, 0, 0);

export function eventLenses(services: Services, documents: EventDocuments): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses({ uri }) {
      const document = documents.find(uri);
      const commands = document === undefined ? [] : commandsOf(services, document);
      return commands.map((command) => new vscode.CodeLens(TOP, command));
    },
  };
  const copies: vscode.CodeLensProvider = {
    provideCodeLenses: () => [new vscode.CodeLens(TOP, copyOnDisk())],
  };
  return vscode.Disposable.from(
    changed,
    documents.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider({ scheme: SCHEME }, provider),
    vscode.languages.registerCodeLensProvider({ scheme: 'file', language: EVENT_LANGUAGE }, copies),
  );
}

/** What Save As… leaves: it looks like the event but isn't one. */
const copyOnDisk = (): vscode.Command => ({
  title: vscode.l10n.t('A copy on disk. Saving it changes nothing in Orb.'),
  command: '',
});

function commandsOf(services: Services, document: EventDocument): readonly vscode.Command[] {
  const { address, uri, file, isReadOnly } = document;
  const connection = services.connections.get(address.connectionId);
  const view = services.events.get(address);
  const changes = changesOf(document);
  const { text } = sentenceOf(document, changes);
  const customer = view?.event.externalCustomerId ?? view?.event.customerId ?? null;
  const state = view?.event.deprecated === true ? vscode.l10n.t('Deprecated') : undefined;
  const account =
    connection === undefined
      ? vscode.l10n.t('{0} · connection removed', address.connectionId)
      : isReadOnly
        ? modeAndName(connection)
        : vscode.l10n.t('{0} · {1} amends this event', modeAndName(connection), saveKey());
  const about = [customer === null ? undefined : visible(customer), state];
  const say = (title: string): vscode.Command => ({ title, command: '' });
  const canAmend = file.isDirty && !isReadOnly;
  return [
    say(account),
    ...about.filter((part) => part !== undefined).map(say),
    say(text),
    ...(canAmend
      ? [
          commandFor(vscode.l10n.t('Amend ({0})', saveKey()), 'orb.event.amend'),
          commandFor(vscode.l10n.t('Discard'), 'workbench.action.files.revert'),
        ]
      : []),
    commandFor(vscode.l10n.t('Compare'), 'orb.event.compare', address),
    commandFor(vscode.l10n.t('Open in Event Editor'), 'vscode.openWith', uri, EVENT_EDITOR),
  ];
}

/** In a remote window, the user's platform isn't known, so neither is its keyboard. */
const saveKey = () =>
  process.platform === 'darwin' && vscode.env.remoteName === undefined ? '⌘S' : 'Ctrl+S';
