// Helpers for tests of event files: files on disk, problems as short texts, fixes by title.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../helpers/eventually.ts';

const folder = mkdtempSync(join(tmpdir(), 'orb-event-files-'));
let made = 0;

// Not after each suite, since the editor may still be saving a document.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A new file with this content, by default one that is always an event file. */
export function newFile(content: string | Uint8Array, extension = 'orb.ndjson'): vscode.Uri {
  const path = join(folder, `file-${++made}.${extension}`);
  writeFileSync(path, content);
  return vscode.Uri.file(path);
}

export async function open(
  content: string | Uint8Array,
  extension?: string,
): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(newFile(content, extension));
  await vscode.window.showTextDocument(document);
  return document;
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** A valid event as one line, with fields replaced; undefined leaves a field out. */
export const event = (fields: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    idempotency_key: 'k',
    event_name: 'api_call',
    timestamp: minutesAgo(5),
    external_customer_id: 'acme',
    properties: { n: 1 },
    ...fields,
  });

/** `line: code «marked text»`, lines from 1. */
export const told = (document: vscode.TextDocument): readonly string[] =>
  vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === 'orb')
    .map(
      ({ range, code }) =>
        `${range.start.line + 1}: ${code as string} «${document.getText(range)}»`,
    )
    .sort();

/** Waits until exactly these problems are shown. */
export async function problems(
  document: vscode.TextDocument,
  expected: readonly string[],
): Promise<void> {
  const sorted = [...expected].sort();
  try {
    await eventually('the problems', () => {
      const now = told(document);
      return now.length === sorted.length && now.every((each, index) => each === sorted[index]);
    });
  } catch {
    assert.deepEqual(told(document), sorted);
  }
}

/** A quick fix of the first problem with this code. */
export async function quickFix(
  document: vscode.TextDocument,
  code: string,
  title: string,
): Promise<vscode.CodeAction> {
  const diagnostic = await eventually(`a problem ${code}`, () =>
    vscode.languages.getDiagnostics(document.uri).find((each) => each.code === code),
  );
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
    50,
  );
  const action = actions.find((each) => each.title === title);
  assert.ok(action, `no fix "${title}" among ${actions.map((each) => each.title).join(', ')}`);
  return action;
}

/** Chooses a quick fix that is an edit. */
export async function fix(document: vscode.TextDocument, code: string, title: string) {
  const action = await quickFix(document, code, title);
  assert.ok(action.edit, `"${title}" edits nothing`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

export async function lenses(document: vscode.TextDocument): Promise<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
  );
}

/** Replaces a part of a document, as typing would. */
export async function type(
  document: vscode.TextDocument,
  range: vscode.Range,
  text: string,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
