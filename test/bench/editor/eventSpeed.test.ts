import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { eventUri } from '../../../src/workbench/eventUris.ts';
import { cleanUp, environmentId, newEvent } from '../../extension/eventDocuments.ts';
import { activated, answer } from '../../extension/helpers.ts';
import { median, note } from './notes.ts';

suite("an event's document", () => {
  suiteSetup(() => answer({}));
  teardown(cleanUp);

  test("opens after Orb's response, with the client loaded", async () => {
    const { services } = await activated();
    const connectionId = await environmentId();
    const client = await services.connections.client(connectionId);
    const times: number[] = [];
    for (let round = 0; round < 21; round++) {
      const uri = eventUri({ connectionId, eventId: (await newEvent()).id });
      let answered = Number.NaN;
      const stop = client.onRequest(() => (answered = performance.now()));
      const opened = new Promise<number>((resolve) => {
        const listening = vscode.workspace.onDidOpenTextDocument((document) => {
          if (document.uri.toString() !== uri.toString()) return;
          listening.dispose();
          resolve(performance.now());
        });
      });
      await vscode.workspace.openTextDocument(uri);
      times.push((await opened) - answered);
      stop();
    }
    note('text', median(times));
  });

  test('accepts keys in an event of 1 MB', async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 40_000 }, (_, index) => [`property_${index}`, index]),
    );
    const connectionId = await environmentId();
    const { id } = await newEvent(properties);
    const document = await vscode.workspace.openTextDocument(
      eventUri({ connectionId, eventId: id }),
    );
    const plain = await vscode.workspace.openTextDocument({
      content: document.getText(),
      language: 'plaintext',
    });
    const [ours, others]: [number[], number[]] = [[], []];
    for (let round = 0; round < 21; round++) {
      others.push(await workOfKey(plain));
      ours.push(await workOfKey(document));
    }
    note('key', median(ours));
    note('plainKey', median(others));
  });
});

/**
 * How many milliseconds the extension host is busy with a key typed into a document, including
 * everything that follows at once.
 */
async function workOfKey(document: vscode.TextDocument): Promise<number> {
  const edit = new vscode.WorkspaceEdit();
  const at = document.positionAt(
    document.getText().indexOf('"property_5":') + '"property_5":'.length,
  );
  edit.insert(document.uri, at, ' ');
  const before = performance.eventLoopUtilization();
  await vscode.workspace.applyEdit(edit);
  await new Promise((resolve) => setImmediate(resolve));
  return performance.eventLoopUtilization(before).active;
}
