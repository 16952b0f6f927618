import * as vscode from 'vscode';
import { eventUri } from '../../src/workbench/documents/uris.ts';
import { cleanUp, environmentId, newEvent } from './eventDocuments.ts';
import { activated, answer } from './helpers.ts';
import { median, note } from './notes.ts';

suite("an event's document", () => {
  suiteSetup(() => answer({}));
  teardown(cleanUp);

  test("opens after Orb's answer, with the client loaded", async () => {
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
});
