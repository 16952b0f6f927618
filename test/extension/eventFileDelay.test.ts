import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { event, newFile } from './eventFiles.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated } from './helpers.ts';

/** Longer than this the extension host, and with it every extension, does not answer. */
const MAX_DELAY_MS = 250;
const LINES = 100_000;

suite('an event file of 100,000 lines', () => {
  suiteSetup(activated);
  teardown(async () => {
    await vscode.workspace.getConfiguration().update('orb.ndjson.files', undefined, true);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  for (const [name, key, message] of [
    [
      'one event ID and different content',
      () => 'undefined',
      '100,000 lines share this event ID with different content. None of them will be sent.',
    ],
    [
      'two lines of each event ID',
      (index: number) => String(index >> 1),
      '99001 more problems of this file are not listed.',
    ],
  ] as const) {
    test(`with ${name} never holds the extension host`, async () => {
      const head = '\n';
      const lines = Array.from({ length: LINES }, (_, index) =>
        event({ idempotency_key: key(index), properties: { index } }),
      );
      // Reading a file this long takes the editor itself a while: it is opened first, and becomes an event file then.
      const uri = newFile(head + lines.join('\n'), `delay-${key(5)}.jsonl`);
      const document = await vscode.workspace.openTextDocument(uri);
      assert.equal(document.lineCount, LINES + 1);
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      await vscode.workspace
        .getConfiguration()
        .update('orb.ndjson.files', [`**/*.delay-${key(5)}.jsonl`], true);
      const found = await eventually('the problems', () => {
        const all = vscode.languages.getDiagnostics(uri);
        return all.some((each) => each.message === message) && all;
      });
      delay.disable();
      assert.ok(found.length <= 1_000);
      const worst = delay.max / 1e6;
      assert.ok(worst < MAX_DELAY_MS, `The extension host was held for ${worst.toFixed(0)} ms.`);
    });
  }
});
