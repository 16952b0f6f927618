/** An event in Orb as the subject of a page. */
import * as vscode from 'vscode';
import { REMOTE_SCHEME } from '../../contributions.ts';
import { eventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { EventAddress } from '../events/api.ts';
import type { PageSubject } from './eventPage.ts';
import { amendIssues } from './issues.ts';
import { runAction, type ActionParts } from './pageActions.ts';
import { pageState } from './pageState.ts';
import { eventUri } from './uris.ts';

export function eventSubject(
  parts: ActionParts,
  address: EventAddress,
  document: vscode.TextDocument,
): PageSubject {
  const { services } = parts;
  const isOwn = ({ connectionId, eventId }: EventAddress) =>
    connectionId === address.connectionId && eventId === address.eventId;
  return {
    texts: eventEditorTexts(),
    state: () => pageState(services, address, document.getText(), document.isDirty),
    nowMs: () => services.connections.now(address.connectionId),
    issues: async () => {
      const view = await services.events.load(address);
      return view === undefined ? [] : amendIssues(document.getText(), view.event);
    },
    run: (action) => runAction(parts, address, document, action),
    openStep: async (id) => {
      if (!/^write=\d+$/.test(id)) return;
      const side = (which: 'before' | 'after') =>
        eventUri(address, REMOTE_SCHEME).with({ query: `${id}&${which}` });
      const title = vscode.l10n.t('{0}: before ↔ after', address.eventId);
      await vscode.commands.executeCommand('vscode.diff', side('before'), side('after'), title);
    },
    onDidChange: (listener) =>
      vscode.Disposable.from(
        services.statuses.onDidChange((changed) => isOwn(changed) && listener()),
        services.events.onDidChange((changed) => changed.some(isOwn) && listener()),
        services.connections.onDidChange(listener),
      ),
  };
}
