/** A line of an event file as the subject of the event editor's page: what it was stands where Orb's version stands for an event. */
import * as vscode from 'vscode';
import { memberOf, tryReadJson } from '../../core/jsonTree.ts';
import { eventLineTexts } from '../../core/texts/eventLine.ts';
import { ingestIssues } from '../../ndjson/ingestIssues.ts';
import type { Action, EventState, PageState } from '../../protocol/eventEditor.ts';
import { ConnectedPages } from '../documents/connectedPages.ts';
import type { PageSubject } from '../documents/eventPage.ts';
import type { Services } from '../services.ts';
import { accountContext } from './account.ts';
import type { LineAddress } from './lineUris.ts';

/** @param held the line as it stands in its file, formatted; undefined when it is not found any more */
export function lineSubject(
  services: Services,
  { source, line }: LineAddress,
  document: vscode.TextDocument,
  held: string | undefined,
): PageSubject {
  let inFile = held ?? document.getText();
  const context = () => accountContext(services);
  const pages = new ConnectedPages(document.uri);
  const follow = (changed: vscode.TextDocument, listener: () => void) => {
    if (changed !== document || document.isDirty) return;
    inFile = document.getText();
    listener();
  };
  return {
    texts: eventLineTexts(line + 1, source.path.split('/').at(-1) ?? ''),
    state: () => lineState(services, document.getText(), inFile),
    nowMs: () => context().nowMs,
    issues: () => Promise.resolve(ingestIssues(document.getText(), context())),
    run: (action) => run(document, action),
    choose: () => Promise.resolve(),
    takeOut: () => Promise.resolve(),
    openStep: () => Promise.resolve(),
    connected: (page) => pages.add(page),
    onDidChange: (listener) =>
      vscode.Disposable.from(
        vscode.workspace.onWillSaveTextDocument((event) => {
          if (event.document === document) event.waitUntil(pages.settle().then(() => undefined));
        }),
        vscode.workspace.onDidSaveTextDocument((saved) => follow(saved, listener)),
        vscode.workspace.onDidChangeTextDocument(({ document: changed, contentChanges }) => {
          // With the changes themselves the document does not know yet whether it is dirty; that comes after, without changes.
          if (contentChanges.length === 0) follow(changed, listener);
        }),
        services.connections.onDidChange(listener),
      ),
  };
}

/** The page's other actions are about events in Orb, and it does not offer them for a line. */
async function run(document: vscode.TextDocument, action: Action): Promise<void> {
  if (action === 'amend' || action === 'retry') await document.save();
  if (action === 'discard') {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  if (action === 'openText') {
    await vscode.commands.executeCommand('vscode.openWith', document.uri, 'default');
  }
}

function lineState({ connections }: Services, text: string, held: string): PageState {
  const { active } = connections;
  const root = tryReadJson(text) ?? tryReadJson(held);
  const words = (key: string) => {
    const value = root && memberOf(root, key);
    return value?.kind === 'string' ? value.value : undefined;
  };
  const connection: EventState['connection'] =
    active === undefined
      ? { name: vscode.l10n.t('No connection'), mode: 'sandbox', host: '' }
      : { name: active.name, mode: active.mode, host: URL.parse(active.baseUrl)?.host ?? '' };
  return {
    kind: 'event',
    connection,
    event: {
      id: words('idempotency_key') ?? '',
      name: words('event_name') ?? '',
      customerId: words('customer_id') ?? null,
      externalCustomerId: words('external_customer_id') ?? null,
      timestamp: words('timestamp') ?? '',
      state: 'draft',
      amendments: 0,
      unconfirmed: false,
    },
    held,
    heldAtMs: 0,
    merge: null,
    status: { kind: 'idle' },
    history: [],
  };
}
