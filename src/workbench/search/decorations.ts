/** Marks the tabs of events that were amended from here or are deprecated. */
import * as vscode from 'vscode';
import { SCHEME } from '../../contributions.ts';
import { stateOf } from '../../core/search/arrange.ts';
import { addressOf, eventUri } from '../eventUris.ts';
import type { EventStore } from '../eventStore.ts';

export function eventDecorations(events: EventStore): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri[]>();
  const provider: vscode.FileDecorationProvider = {
    onDidChangeFileDecorations: changed.event,
    async provideFileDecoration(uri) {
      const address = uri.scheme === SCHEME ? addressOf(uri) : undefined;
      const view = address && (await events.load(address));
      return view && decorations[stateOf(view)]();
    },
  };
  return vscode.Disposable.from(
    vscode.window.registerFileDecorationProvider(provider),
    events.onDidChange((addresses) =>
      changed.fire(addresses.filter(isWellFormed).map((each) => eventUri(each))),
    ),
    changed,
  );
}

/** An ID that isn't valid Unicode has no URI, and so no tab. */
const isWellFormed = ({ eventId }: { readonly eventId: string }) => eventId.isWellFormed();

const decorations = {
  active: () => undefined,
  amended: () =>
    new vscode.FileDecoration(
      'A',
      vscode.l10n.t('Amended from this editor'),
      new vscode.ThemeColor('gitDecoration.modifiedResourceForeground'),
    ),
  deprecated: () =>
    new vscode.FileDecoration(
      'D',
      vscode.l10n.t('Deprecated'),
      new vscode.ThemeColor('disabledForeground'),
    ),
};
