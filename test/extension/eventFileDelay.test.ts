import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { event, newFile } from './eventFiles.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated } from './helpers.ts';

/** The longest time that the extension host, and so every extension, may be unresponsive. */
const MAX_DELAY_MS = 250;
const LINES = 100_000;
const ROUNDS = 3;

const isEventFile = (...patterns: readonly string[]) =>
  vscode.workspace.getConfiguration().update('orb.ndjson.files', patterns, true);
const found = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).map(({ message }) => message);

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
      "99,001 more problems in this file aren't listed.",
    ],
  ] as const) {
    test(`with ${name} never blocks the extension host`, async () => {
      const head = '\n';
      const lines = Array.from({ length: LINES }, (_, index) =>
        event({ idempotency_key: key(index), properties: { index } }),
      );
      // The editor itself takes a while to read a file this long, so it becomes an event file only after it is open.
      const uri = newFile(head + lines.join('\n'), `delay-${key(5)}.jsonl`);
      const document = await vscode.workspace.openTextDocument(uri);
      assert.equal(document.lineCount, LINES + 1);
      const worst: number[] = [];
      // Delays that the file causes happen every time; those caused by other processes don't.
      for (let round = 0; round < ROUNDS; round++) {
        const delay = monitorEventLoopDelay({ resolution: 5 });
        delay.enable();
        await isEventFile(`**/*.delay-${key(5)}.jsonl`);
        await eventually('the problems', () => found(uri).some((each) => each === message));
        delay.disable();
        worst.push(delay.max / 1e6);
        assert.ok(found(uri).length <= 1_000);
        await isEventFile();
        await eventually('no problems', () => found(uri).length === 0);
      }
      const least = Math.min(...worst);
      assert.ok(least < MAX_DELAY_MS, `The extension host was held for ${least.toFixed(0)} ms.`);
    });
  }
});
