import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { eventually } from '../helpers/eventually.ts';
import { replace } from './eventDocuments.ts';
import { event, open } from './eventFiles.ts';
import { callsDuring } from './helpers.ts';
import {
  a,
  b,
  c,
  changed,
  nameOf,
  openLine,
  openSecond,
  quietly,
  says,
  sentence,
  stands,
} from './openLines.ts';

suite('a line of an event file, open as an event', () => {
  quietly();

  suite('without edits', () => {
    test('follows its line, and shows that', async () => {
      const opened = await openSecond();
      const { source, document, line } = opened;
      await stands(opened, { kind: 'idle' });
      await replace(source, b, changed(b, ['120', '7001']));
      await says(document, '"tokens": 7001');
      await eventually('it says so', () => line.status.kind === 'followed');
      assert.equal(document.isDirty, false);
      assert.equal(line.held, document.getText());
      await vscode.window.showTextDocument(source);
      await vscode.commands.executeCommand('undo');
      await says(document, '"tokens": 120');
    });

    test('stays the same when lines are added and removed above it, and knows its position', async () => {
      const opened = await openSecond();
      const { source, document, line } = opened;
      const { version } = document;
      await replace(source, a, `${a}\n\n${event({ idempotency_key: 'x' })}`);
      await eventually('it has moved', () => line.named.number === 4);
      await replace(source, `${a}\n`, '');
      await eventually('it has moved', () => line.named.number === 3);
      await stands(opened, { kind: 'idle' });
      assert.equal(document.version, version);
      await replace(document, '120', '121');
      assert.equal(await document.save(), true);
      assert.equal(source.lineAt(2).text, changed(b, ['120', '121']));
    });

    test('follows changes of equal length, and saves afterwards', async () => {
      const { source, document } = await openSecond();
      for (const [from, to] of [
        ['120', '121'],
        ['121', '3'],
        ['"tokens":3', '"tokens":45678'],
      ] as const) {
        const text = source.lineAt(1).text;
        await replace(source, text, text.replace(from, to));
        await says(document, to.split(':').at(-1)!);
      }
      await replace(document, '45678', '9');
      assert.equal(await document.save(), true);
      assert.equal(source.lineAt(1).text, changed(b, ['120', '9']));
      assert.equal(document.isDirty, false);
    });

    test('says when its line is gone and when it is back', async () => {
      const opened = await openSecond();
      const { source, document, line } = opened;
      await replace(source, `${b}\n`, '');
      await stands(opened, { kind: 'gone' });
      assert.match(document.getText(), /"tokens": 120/);
      assert.equal(line.held, '{}\n', 'the file has nothing of it');
      await replace(source, `${c}\n`, `${c}\n${b}\n`);
      await stands(opened, { kind: 'idle' });
      assert.equal(line.named.number, 3);
    });

    test('shows an invalid line unchanged, so that it can be fixed', async () => {
      const broken = b.slice(0, -1);
      const opened = await openLine(await open(`${a}\n${broken}\n`), broken);
      const { source, document, line } = opened;
      const name = nameOf(source);
      await stands(
        opened,
        sentence(`Line 2 of ${name} isn't valid JSON. Fix it here or in the file.`),
      );
      assert.equal(document.getText(), `${broken}\n`);
      await replace(document, broken, b);
      assert.equal(await line.save(document.getText()), undefined);
      assert.equal(source.lineAt(1).text, b);
      assert.equal(line.status.kind, 'sent');
    });
  });

  suite('with edits', () => {
    test('is written to the document of its file, which then has to be saved', async () => {
      const opened = await openSecond();
      const { source, document, line } = opened;
      await replace(document, '120', '150');
      const calls = await callsDuring(async () => {
        assert.equal(await line.save(document.getText()), undefined);
      });
      assert.deepEqual(calls, []);
      assert.equal(source.getText(), `${a}\n${changed(b, ['120', '150'])}\n${c}\n`);
      assert.deepEqual([source.isDirty, document.isDirty], [true, false]);
      assert.equal(line.status.kind, 'sent');
      assert.equal(readFileSync(source.uri.fsPath, 'utf8'), `${a}\n${b}\n${c}\n`);
      assert.equal(await source.save(), true);
      await stands(opened, { kind: 'idle' });
    });

    test('is written as shown; what is typed after that stays', async () => {
      const { source, document, line } = await openSecond();
      await replace(document, '120', '150');
      const asked = document.getText();
      await replace(document, '150', '160');
      assert.equal(await line.save(asked), undefined);
      assert.equal(source.lineAt(1).text, changed(b, ['120', '150']));
      assert.match(document.getText(), /160/);
      assert.equal(document.isDirty, true);
      assert.equal(await line.save(), undefined);
      assert.equal(source.lineAt(1).text, changed(b, ['120', '160']));
    });

    test('is merged when the line changed, and written by the next save', async () => {
      const opened = await openSecond();
      const { source, document, line } = opened;
      await replace(document, '120', '150');
      const theirs = changed(b, ['east', 'west']);
      await replace(source, b, theirs);
      const name = nameOf(source);
      await stands(
        opened,
        sentence(`Line 2 of ${name} changed. Writing back merges the change first.`),
      );
      assert.match(line.held, /"west"/, 'the page shows what the file has now');
      assert.equal(await document.save(), false);
      assert.equal(source.lineAt(1).text, theirs);
      assert.match(document.getText(), /"tokens": 150,\n {4}"region": "west"/);
      await stands(opened, { kind: 'merged' });
      assert.deepEqual(
        line.merge.merged.map(({ path }) => path),
        [['properties', 'region']],
      );
      assert.equal(await document.save(), true);
      assert.equal(source.lineAt(1).text, changed(theirs, ['120', '150']));
    });

    test('removes a merged field again, and the next save writes that', async () => {
      const { source, document, line } = await openSecond();
      await replace(document, '120', '150');
      await replace(source, b, changed(b, ['east', 'west']));
      await line.save(document.getText());
      await line.takeOut(['properties', 'region']);
      assert.match(document.getText(), /"east"/);
      assert.equal(await line.save(document.getText()), undefined);
      assert.equal(source.lineAt(1).text, changed(b, ['120', '150']));
    });

    test('writes nothing until a conflict is resolved', async () => {
      for (const [side, value] of [
        ['yours', '150'],
        ['orbs', '130'],
      ] as const) {
        const opened = await openSecond();
        const { source, document, line } = opened;
        await replace(document, '120', '150');
        const theirs = changed(b, ['120', '130'], ['east', 'west']);
        await replace(source, b, theirs);
        for (let tries = 0; tries < 2; tries += 1) {
          assert.notEqual(await line.save(document.getText()), undefined);
          assert.equal(source.lineAt(1).text, theirs);
          assert.deepEqual(line.merge.conflicts, [
            { path: ['properties', 'tokens'], was: '120', yours: '150', orbs: '130', choice: null },
          ]);
        }
        assert.equal(await document.save(), false, 'also one that was started elsewhere');
        await line.choose(null, side);
        assert.equal(await line.save(document.getText()), undefined);
        assert.equal(source.lineAt(1).text, changed(theirs, ['130', value]));
        assert.equal(document.isDirty, false);
        assert.equal(line.merge.isEmpty, true);
      }
    });

    test('overwrites a reformatted line only when saved again', async () => {
      const { source, document, line } = await openSecond();
      await replace(document, '120', '150');
      const spaced = changed(b, ['{', '{ ']);
      await replace(source, b, spaced);
      assert.match((await line.save(document.getText()))!.message, /was reformatted/);
      assert.equal(source.lineAt(1).text, spaced);
      assert.equal(line.status.kind, 'notSent');
      assert.equal(await line.save(document.getText()), undefined);
      assert.equal(source.lineAt(1).text, changed(b, ['120', '150']));
    });

    test('needs no decision when the file got the same change', async () => {
      const { source, document, line } = await openSecond();
      await replace(document, '120', '150');
      await replace(source, b, changed(b, ['120', '150']));
      const { version } = source;
      assert.equal(await line.save(document.getText()), undefined);
      assert.equal(source.version, version);
      assert.equal(line.status.kind, 'sameChange');
      assert.equal(document.isDirty, false);
    });

    test("doesn't overwrite an invalid line until it is fixed", async () => {
      const opened = await openSecond();
      const { source, document, line } = opened;
      await replace(document, '120', '150');
      await replace(source, b, b.slice(0, -1));
      const words = `Line 2 of ${nameOf(source)} changed and is no longer valid JSON. Fix it there first. Nothing was written.`;
      await stands(opened, sentence(words));
      assert.equal((await line.save(document.getText()))?.message, words);
      assert.equal(await document.save(), false);
      assert.equal(source.lineAt(1).text, b.slice(0, -1));
      await replace(source, b.slice(0, -1), b);
      await stands(opened, { kind: 'idle' });
      assert.equal(await line.save(document.getText()), undefined);
    });

    test('writes nothing while it is invalid JSON, and says so', async () => {
      const { source, document, line } = await openSecond();
      await replace(document, '120', '120,,');
      assert.match((await line.save(document.getText()))!.message, /isn't valid JSON \(line 7\)/);
      const theirs = changed(b, ['east', 'west']);
      await replace(source, b, theirs);
      await eventually('it says so', () => line.status.kind === 'changedInvalid');
      assert.notEqual(await line.save(document.getText()), undefined);
      assert.equal(source.lineAt(1).text, theirs);
      assert.match(document.getText(), /120,,/);
    });

    test('that change only the notation are written, too', async () => {
      const opened = await openSecond();
      const { source, document, line } = opened;
      await replace(document, '"properties": {', '"properties": {\n    "region": "east",');
      await replace(document, ',\n    "region": "east"\n', '\n');
      const name = nameOf(source);
      await stands(
        opened,
        sentence(
          `Same values as line 2 of ${name}, formatted differently. Writing back uses your format.`,
        ),
      );
      assert.equal(await line.save(document.getText()), undefined);
      assert.match(source.lineAt(1).text, /"region":"east","tokens":120/);
    });

    test("that change only white space don't change the file", async () => {
      const { source, document, line } = await openSecond();
      await replace(document, '"tokens": 120', '"tokens":   120');
      const { version } = source;
      assert.equal(await line.save(document.getText()), undefined);
      assert.deepEqual([source.version, document.isDirty], [version, false]);
    });

    test('are discarded to the current line, and can be made again', async () => {
      const { source, document, line } = await openSecond();
      await replace(document, '120', '150');
      await replace(source, b, changed(b, ['120', '1234567']));
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await says(document, '1234567');
      assert.equal(document.isDirty, false);
      await replace(document, '1234567', '8');
      assert.equal(await document.save(), true);
      assert.equal(source.lineAt(1).text, changed(b, ['120', '8']));
      assert.equal(line.merge.isEmpty, true);
    });

    test('stay marked as changed after undoing past a merge', async () => {
      const { source, document, line } = await openSecond();
      await replace(document, '120', '150');
      await replace(source, b, changed(b, ['east', 'west']));
      await line.save(document.getText());
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('undo');
      await vscode.commands.executeCommand('undo');
      await eventually('both are undone', () => /120[^]*east/.test(document.getText()));
      await eventually('it is marked as changed', () => document.isDirty);
      assert.equal(source.lineAt(1).text, changed(b, ['east', 'west']));
    });

    test('follows again after undoing all edits', async () => {
      const { source, document } = await openSecond();
      await vscode.window.showTextDocument(document);
      await replace(document, '120', '150');
      await replace(source, b, changed(b, ['east', 'west']));
      await vscode.commands.executeCommand('undo');
      await says(document, '"west"');
      assert.match(document.getText(), /120/);
      assert.equal(document.isDirty, false);
    });
  });
});
