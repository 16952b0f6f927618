// Creates an event for each test, and works with its document in the editor.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Status } from '../../src/protocol/eventEditor.ts';
import type { EventDocument } from '../../src/workbench/documents/eventDocument.ts';
import { closeAll } from './editors.ts';
import { activated, callsSince, sandbox, type Call } from './helpers.ts';

export interface Body {
  readonly event_name: string;
  readonly timestamp: string;
  readonly customer_id?: string;
  readonly external_customer_id?: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Ingests an event that no other test uses. */
export async function newEvent(
  properties: Body['properties'] = { tokens: 120, model: 'orb-large' },
  id = `test-${randomUUID()}`,
  customer = 'acme',
): Promise<{ readonly id: string; readonly body: Body }> {
  const body: Body = {
    event_name: 'chat_completion',
    timestamp: new Date(Date.now() - 3_600_000).toISOString(),
    external_customer_id: customer,
    properties,
  };
  await sandbox.api('POST', '/ingest', { events: [{ idempotency_key: id, ...body }] });
  return { id, body };
}

/** A second client amends the event behind the editor's back. */
export async function amendElsewhere(
  id: string,
  body: Body,
  properties: Body['properties'],
): Promise<void> {
  await sandbox.api('PUT', `/events/${encodeURIComponent(id)}`, { ...body, properties });
}

/** What Orb's search shows of the event now. */
export async function inOrb(id: string): Promise<Record<string, unknown> | undefined> {
  const frame = { timeframe_start: new Date(Date.now() - 40 * 86_400_000).toISOString() };
  const found = await sandbox.api('POST', '/events/search', { event_ids: [id], ...frame });
  return (found as { data: Record<string, unknown>[] }).data[0];
}

export async function propertiesInOrb(id: string): Promise<unknown> {
  return (await inOrb(id))?.['properties'];
}

/** Opens the event as text. */
export async function openText(target: unknown): Promise<vscode.TextDocument> {
  const uri = await vscode.commands.executeCommand<string>('orb.event.openText', target);
  return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
}

/** Replaces the first occurrence in a document, as typing would. */
export async function replace(
  document: vscode.TextDocument,
  search: string,
  text: string,
): Promise<void> {
  const at = document.getText().indexOf(search);
  assert.ok(at >= 0, `${search} is not in ${document.getText()}`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + search.length));
  edit.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** The amendments and deprecations that have reached the sandbox since. */
export async function writesSince(n: number): Promise<readonly Call[]> {
  return (await callsSince(n)).filter(({ method }) => method === 'PUT');
}

export async function environmentId(): Promise<string> {
  const { connections } = (await activated()).services;
  const found = connections.all.find(({ name }) => name === 'Environment');
  assert.ok(found, 'The environment gives no connection.');
  return found.id;
}

/** The history of this open event. */
export async function openEvent({ uri }: vscode.TextDocument): Promise<EventDocument> {
  const found = (await (await activated()).documents()).find(uri);
  assert.ok(found, `${uri.toString()} is not open.`);
  return found;
}

/** The status of this document. */
export const status = async (document: vscode.TextDocument): Promise<Status> =>
  (await openEvent(document)).status;

/** Saves as Ctrl+S does in the text editor. @returns whether Orb holds the text */
export async function save(document: vscode.TextDocument): Promise<boolean> {
  await vscode.window.showTextDocument(document, { preview: false });
  const result = await vscode.commands.executeCommand<{ amended: boolean } | undefined>(
    'orb.event.amend',
  );
  return result?.amended === true;
}

/**
 * Starts to save a document and resolves when the save reaches this status.
 * @returns the save, which continues
 * @throws if it ends without reaching it
 */
export async function savingUntil(
  kind: Status['kind'],
  document: vscode.TextDocument,
): Promise<{ readonly saved: Promise<boolean> }> {
  const event = await openEvent(document);
  const reached = new Promise<void>((resolve) => {
    const listening = event.onDidChange(() => {
      if (event.status.kind !== kind) return;
      listening.dispose();
      resolve();
    });
  });
  const saved = save(document);
  const missed = saved.then((is) => {
    const last = JSON.stringify(event.status);
    throw new Error(`The save ended with ${is} and ${last}, and was never ${kind}.`);
  });
  await Promise.race([reached, missed]);
  return { saved };
}

/** Resets everything for a suite: no faults, default settings of the sandbox, no open editors. */
export async function cleanUp(): Promise<void> {
  await sandbox.control('/faults', []);
  await sandbox.control('/settings', { searchDelayMs: 0, searchAmended: 'current' });
  await closeAll();
}

/** Settings are the user's, so a test that changes one restores it. */
export async function withSetting<T>(
  id: string,
  value: unknown,
  work: () => Promise<T>,
): Promise<T> {
  const user = vscode.workspace.getConfiguration();
  await user.update(id, value, vscode.ConfigurationTarget.Global);
  try {
    return await work();
  } finally {
    await user.update(id, undefined, vscode.ConfigurationTarget.Global);
  }
}

/** The event that a document shows. */
export function addressOf({ path }: vscode.Uri): { connectionId: string; eventId: string } {
  const [, connectionId = '', file = ''] = path.split('/');
  return { connectionId, eventId: decodeURIComponent(file.replace(/\.orbevent$/, '')) };
}
