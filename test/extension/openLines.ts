// Helpers for tests of open lines: a file of three lines, with the second one open as an event.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LineDocument } from '../../src/workbench/lines/lineDocument.ts';
import { eventually } from '../helpers/eventually.ts';
import { cleanUp } from './eventDocuments.ts';
import { event, open } from './eventFiles.ts';
import { activated, answer } from './helpers.ts';

export const [a, b, c] = ['a', 'b', 'c'].map((id) =>
  event({ idempotency_key: id, properties: { tokens: 120, region: 'east' } }),
) as [string, string, string];

export interface Opened {
  readonly source: vscode.TextDocument;
  readonly document: vscode.TextDocument;
  readonly line: LineDocument;
}

/** Opens the line with this text as an event. */
export async function openLine(source: vscode.TextDocument, text: string): Promise<Opened> {
  const at = source.getText().split(/\r?\n/).indexOf(text);
  assert.ok(at >= 0, `no line ${text}`);
  await vscode.commands.executeCommand('orb.ndjson.openLine', source.uri.toString(), at);
  const lines = await (await activated()).lines();
  const uri = await lines.uriFor({ source: source.uri, line: at });
  const document = await vscode.workspace.openTextDocument(uri);
  const line = await eventually('the line', () => lines.find(uri));
  await eventually('its page is there', () => line.pages.isShown);
  return { source, document, line };
}

export const openSecond = async () => openLine(await open(`${a}\n${b}\n${c}\n`), b);

export const says = async (document: vscode.TextDocument, text: string) =>
  eventually(`it says ${text}`, () => document.getText().includes(text));
export const stands = async ({ line }: Opened, status: unknown) => {
  try {
    await eventually('the status', () => JSON.stringify(line.status) === JSON.stringify(status));
  } catch {
    assert.deepEqual(line.status, status);
  }
};
export const sentence = (text: string) => ({ kind: 'notSent', sentence: text });
export const nameOf = ({ uri }: vscode.TextDocument) => uri.path.split('/').at(-1)!;
export const inOneLine = (text: string) => JSON.stringify(JSON.parse(text));
/** The line in the file, as expected after the edits. */
export const changed = (text: string, ...edits: readonly (readonly [string, string])[]) =>
  edits.reduce((done, [from, to]) => done.replace(from, to), text);

/** Call this in a suite: closes other editors before each test, and expects no dialogs or notices. */
export function quietly(): void {
  let said: readonly string[] = [];
  const settings = vscode.workspace.getConfiguration();
  const global = vscode.ConfigurationTarget.Global;
  // In a browser, VS Code saves files automatically a second after each edit.
  suiteSetup(async () => settings.update('files.autoSave', 'off', global));
  suiteTeardown(async () => settings.update('files.autoSave', undefined, global));
  setup(async () => {
    await cleanUp();
    said = await answer({});
  });
  teardown(() => assert.deepEqual(said, []));
  suiteTeardown(cleanUp);
}
