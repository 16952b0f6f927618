/** Shows a line of an event file in the event editor's page. The file takes the role that Orb has for an event. */
import * as vscode from 'vscode';
import { hostOf } from '../../core/connection.ts';
import { memberOf, tryReadJson } from '../../core/jsonTree.ts';
import { eventLineTexts } from '../../core/texts/eventLine.ts';
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import { ingestIssues } from '../../ndjson/checkLine.ts';
import type { Action, EventState, PageState } from '../../protocol/eventEditor.ts';
import type { EditorSource } from '../documents/eventPage.ts';
import { mergeState } from '../documents/pageState.ts';
import { report, startCommand } from '../notices.ts';
import type { Services } from '../services.ts';
import { accountContext } from '../connectionsApi.ts';
import type { LineDocument } from './lineDocument.ts';

export function lineSource(
  services: Services,
  line: LineDocument,
  document: vscode.TextDocument,
): EditorSource {
  const context = () => accountContext(services);
  let texts: EventEditorTexts | undefined;
  let textsLine = 0;
  return {
    /** They contain the line number. */
    get texts() {
      const { number, file } = line.named;
      if (texts === undefined || number !== textsLine) {
        texts = eventLineTexts(number, file);
        textsLine = number;
      }
      return texts;
    },
    state: () => lineState(services, line, document),
    nowMs: () => context().nowMs,
    issues: () => Promise.resolve(ingestIssues(document.getText(), context())),
    run: (action, text) => run(services, line, document, action, text),
    report: (error) => report(services, error),
    choose: (path, side) => line.choose(path, side),
    takeOut: (path) => line.takeOut(path),
    openStep: () => Promise.resolve(),
    readMetric: () => Promise.reject(new Error('Lines have no section Billing.')),
    connected: (page) => line.pages.add(page),
    onDidChange: (listener) =>
      vscode.Disposable.from(
        line.onDidChange(listener),
        services.connections.onDidChange(listener),
      ),
  };
}

/**
 * Runs an action of the page. The others are about events in Orb and aren't offered for a line. Never rejects; the footer shows failures.
 * @param text with `amend` and `retry`: the text on screen
 */
async function run(
  services: Services,
  line: LineDocument,
  document: vscode.TextDocument,
  action: Action,
  text: string | undefined,
): Promise<void> {
  if (action === 'amend' || action === 'retry') await line.save(text);
  else if (action === 'addToFile') await line.addToEnd();
  else if (action === 'compare') await line.place.reveal(vscode.ViewColumn.Beside);
  else if (action === 'discard') {
    await startCommand(services, 'workbench.action.files.revert');
  } else if (action === 'openText') {
    await startCommand(services, 'vscode.openWith', document.uri, 'default');
  }
}

function lineState(
  { connections }: Services,
  line: LineDocument,
  document: vscode.TextDocument,
): PageState {
  const { active } = connections;
  const { held } = line;
  const root = tryReadJson(document.getText()) ?? tryReadJson(held);
  const textOf = (key: string) => {
    const value = root && memberOf(root, key);
    return value?.kind === 'string' ? value.value : undefined;
  };
  const connection: EventState['connection'] =
    active === undefined
      ? { name: vscode.l10n.t('No connection'), mode: 'sandbox', host: '' }
      : { name: active.name, mode: active.mode, host: hostOf(active) };
  return {
    kind: 'event',
    connection,
    event: {
      id: textOf('idempotency_key') ?? '',
      name: textOf('event_name') ?? '',
      customerId: textOf('customer_id') ?? null,
      externalCustomerId: textOf('external_customer_id') ?? null,
      timestamp: textOf('timestamp') ?? '',
      state: 'draft',
      amendments: 0,
      unconfirmed: false,
    },
    held,
    heldAtMs: 0,
    merge: mergeState(line.merge),
    status: line.status,
    history: [],
  };
}
