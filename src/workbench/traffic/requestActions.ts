/** What the Traffic page does with recorded requests: shows them as documents, sends their events elsewhere, saves them. */
import * as vscode from 'vscode';
import { JSON_LINES } from '../../contributions.ts';
import { toSnippet } from '../../core/search/snippet.ts';
import { eventLines, sentLines } from '../../core/traffic/eventLines.ts';
import { har } from '../../core/traffic/har.ts';
import type { RecordedCall } from '../../core/traffic/recordedCall.ts';
import { wholeBody } from '../../core/traffic/requestDetail.ts';
import { nameAndMode } from '../connections/labels.ts';
import { savePlace } from '../dialogs.ts';
import { startCommand } from '../notices.ts';
import { programs } from '../search/copy.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';

/** Opens a body in an editor of its own. */
export async function openBody(text: string): Promise<void> {
  const content = wholeBody(text);
  const language = /^\s*[{[]/.test(content) ? 'json' : 'plaintext';
  await show(await vscode.workspace.openTextDocument({ language, content }));
}

/** Asks for a connection and ingests the events there, through the question that every ingest asks. */
export async function replay(services: Services, call: RecordedCall): Promise<void> {
  const { connections, dialogs } = services;
  const picked = await dialogs.pick(
    connections.all.map((each) => ({ label: nameAndMode(each), connectionId: each.id })),
    { title: vscode.l10n.t('Replay To…') },
  );
  if (picked === undefined) return;
  const document = await openEvents(sentLines(call));
  await startCommand(services, 'orb.ingest.file', {
    uri: document.uri,
    connectionId: picked.connectionId,
  });
}

/** Compares all accepted events with what Orb has. */
export async function compare(
  services: Services,
  calls: readonly RecordedCall[],
  connectionId: string,
): Promise<void> {
  const { uri } = await openEvents(eventLines(calls));
  await startCommand(services, 'orb.reconcile.file', { uri, connectionId });
}

/** @throws UserError when there are none */
async function openEvents(content: string): Promise<vscode.TextDocument> {
  if (content === '') throw noEvents();
  const document = await vscode.workspace.openTextDocument({ language: JSON_LINES, content });
  await show(document);
  return document;
}

const show = (document: vscode.TextDocument) =>
  vscode.window.showTextDocument(document, { preview: false });

const noEvents = () =>
  new UserError(
    vscode.l10n.t(
      "There are no events to use. Requests of which only the beginning was recorded can't be used.",
    ),
  );

/** Saves as an event file what a request sent. */
export async function saveEvents(services: Services, content: string): Promise<void> {
  if (content === '') throw noEvents();
  const uri = await services.dialogs.saveFile({
    title: vscode.l10n.t('Save Events'),
    filters: { [vscode.l10n.t('Orb event files')]: ['ndjson', 'jsonl'] },
    defaultUri: savePlace('events.orb.ndjson'),
  });
  if (uri === undefined) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  await vscode.window.showTextDocument(uri);
}

/** Saves requests for the network panel of a browser. */
export async function saveHar(
  services: Services,
  calls: readonly RecordedCall[],
  origin: string,
): Promise<void> {
  const uri = await services.dialogs.saveFile({
    title: vscode.l10n.t('Export Recorded Requests'),
    filters: { [vscode.l10n.t('HTTP archives')]: ['har'] },
    defaultUri: savePlace('orb-requests.har'),
  });
  if (uri === undefined) return;
  const { version } = services.context.extension.packageJSON as { readonly version: string };
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(har(calls, origin, version)));
}

/** Copies a program that sends the request again. It never contains a key. */
export async function copyRequest(
  { dialogs }: Services,
  call: RecordedCall,
  baseUrl: string,
): Promise<void> {
  if (call.requestCut) {
    throw new UserError(vscode.l10n.t('Only the beginning of this request was recorded.'));
  }
  const formats = programs.map(([format, label]) => ({ label, format }));
  const picked = await dialogs.pick(formats, { title: vscode.l10n.t('Copy Request As') });
  if (picked === undefined) return;
  const { method, path, query, requestBody } = call;
  const snippet = toSnippet(
    picked.format,
    {
      ...{ operation: 'recorded', baseUrl, method },
      path: query === '' ? path : `${path}?${query}`,
      body: requestBody === '' ? undefined : requestBody,
    },
    0,
  );
  await vscode.env.clipboard.writeText(snippet);
}
