import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  amendElsewhere,
  cleanUp,
  newEvent,
  openEvent,
  openText,
  propertiesInOrb,
  replace,
  save,
  savingUntil,
  status,
  withSetting,
  writesSince,
  type Body,
} from './eventDocuments.ts';
import { eventually } from '../helpers/eventually.ts';
import { answer, lastRequest, sandbox } from './helpers.ts';

const PROPERTIES = { tokens: 120, region: 'east' };

/** A document with the edit 120 → 150, and someone else's amendment. */
async function bothChanged(theirs: Body['properties']) {
  const { id, body } = await newEvent(PROPERTIES);
  const document = await openText(id);
  await replace(document, '120', '150');
  await amendElsewhere(id, body, theirs);
  return { id, body, document };
}

suite("an event that someone else amends while it's being edited", () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  test('is merged by the first save, which sends nothing, and sent by the next', async () => {
    const { id, document } = await bothChanged({ tokens: 120, region: 'west' });
    const said = await answer({});
    const before = await lastRequest();
    assert.equal(await save(document), false);
    assert.deepEqual(await writesSince(before), []);
    assert.match(said[0]!, /Orb changed region in the meantime\. Your change to tokens is kept\./);
    assert.match(document.getText(), /"tokens": 150,\n {4}"region": "west"/);
    assert.equal(document.isDirty, true);
    assert.deepEqual(await status(document), { kind: 'merged' });

    assert.equal(await save(document), true);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, region: 'west' });
    assert.equal(document.isDirty, false);
  });

  test('is merged in one step that Undo visibly reverts', async () => {
    const { document } = await bothChanged({ tokens: 120, region: 'west', tier: 'scale' });
    await save(document);
    assert.match(document.getText(), /"west"[^]*"tier": "scale"/);
    await vscode.commands.executeCommand('undo');
    await eventually('the merge is undone', () => document.getText().includes('"east"'));
    assert.doesNotMatch(document.getText(), /tier/);
    assert.match(document.getText(), /150/);
    assert.equal(document.isDirty, true);
  });

  test('blocks every save until a field that both changed is decided', async () => {
    const { id, document } = await bothChanged({ tokens: 121, region: 'east' });
    const before = await lastRequest();
    for (let tries = 0; tries < 2; tries += 1) {
      assert.equal(await save(document), false);
      const { merge } = await openEvent(document);
      assert.deepEqual(merge.conflicts, [
        { path: ['properties', 'tokens'], was: '120', yours: '150', orbs: '121', choice: null },
      ]);
    }
    assert.equal(await document.save(), false, 'also one that was started elsewhere');
    assert.deepEqual(await writesSince(before), []);

    await (await openEvent(document)).choose(['properties', 'tokens'], 'yours');
    assert.equal(await save(document), true);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, region: 'east' });
  });

  test("can switch between Orb's value and yours as often as the user likes", async () => {
    const { id, document } = await bothChanged({ tokens: 121, region: 'east' });
    await save(document);
    const event = await openEvent(document);
    await event.choose(null, 'orbs');
    assert.match(document.getText(), /"tokens": 121/);
    await event.choose(null, 'yours');
    assert.match(document.getText(), /"tokens": 150/);
    await event.choose(null, 'orbs');
    const before = await lastRequest();
    assert.equal(await save(document), true);
    assert.deepEqual(await writesSince(before), [], 'there is nothing to send');
    assert.equal(document.isDirty, false);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 121, region: 'east' });
  });

  test("is decided by typing Orb's value, too", async () => {
    const { document } = await bothChanged({ tokens: 121, region: 'east' });
    await save(document);
    await replace(document, '150', '121');
    assert.equal(await save(document), true);
    assert.equal(document.isDirty, false);
  });

  test('needs no decision if both changed a field to the same value', async () => {
    const { document } = await bothChanged({ tokens: 150, region: 'east' });
    const before = await lastRequest();
    assert.equal(await save(document), true);
    assert.deepEqual(await writesSince(before), []);
    assert.equal((await status(document)).kind, 'sameChange');
    assert.equal(document.isDirty, false);
  });

  test('asks again when a decided field is changed once more', async () => {
    const { id, body, document } = await bothChanged({ tokens: 121, region: 'east' });
    await save(document);
    await (await openEvent(document)).choose(null, 'yours');
    await amendElsewhere(id, body, { tokens: 122, region: 'east' });
    assert.equal(await save(document), false);
    const [conflict] = (await openEvent(document)).merge.conflicts;
    assert.deepEqual(
      [conflict?.was, conflict?.yours, conflict?.orbs, conflict?.choice],
      ['120', '150', '122', null],
    );
  });

  test("reports that the text isn't JSON, and sends nothing", async () => {
    const { id, body } = await newEvent(PROPERTIES);
    const document = await openText(id);
    await replace(document, '120', '150');
    await withSetting('orb.amend.confirm', 'always', async () => {
      // While the question is open, the text becomes invalid and Orb's version changes.
      await answer({
        confirm: async () => {
          await replace(document, '150', '150,,');
          await amendElsewhere(id, body, { tokens: 120, region: 'south' });
          return true;
        },
      });
      await save(document);
      assert.deepEqual(await status(document), { kind: 'changedInvalid' });
      const before = await lastRequest();
      assert.equal(await save(document), false);
      assert.deepEqual(await writesSince(before), []);
    });
    assert.match(document.getText(), /150,,/);
    assert.equal(document.isDirty, true);
  });

  test('drops its conflicts when the edits are discarded', async () => {
    const { id, body, document } = await bothChanged({ tokens: 121, region: 'east' });
    await save(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually('it is reverted', () => document.getText().includes('121'));
    assert.equal((await openEvent(document)).merge.isEmpty, true);
    // Nothing is left to overwrite the next change by someone else.
    await replace(document, '121', '150');
    await amendElsewhere(id, body, { tokens: 130, region: 'east' });
    assert.equal(await save(document), false);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 130, region: 'east' });
  });

  test('keeps the edits if it was deprecated, and says that it was', async () => {
    const { id } = await newEvent(PROPERTIES);
    const document = await openText(id);
    await replace(document, '120', '150');
    await sandbox.api('PUT', `/events/${id}/deprecate`);
    const said = await answer({});
    assert.equal(await save(document), false);
    assert.match(said[0]!, /This event was deprecated in the meantime/);
    assert.deepEqual(await status(document), { kind: 'deprecatedElsewhere' });
    assert.match(document.getText(), /150/);
    assert.equal(document.isDirty, true);
  });
});

suite('what is sent is what was confirmed', () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  test("a change by someone else while the question is open isn't overwritten", async () => {
    const { id, body } = await newEvent(PROPERTIES);
    const document = await openText(id);
    await replace(document, '120', '150');
    await withSetting('orb.amend.confirm', 'always', async () => {
      let asked = 0;
      const said = await answer({
        confirm: async () => {
          asked += 1;
          if (asked === 1) await amendElsewhere(id, body, { tokens: 120, region: 'west' });
          return true;
        },
      });
      assert.equal(await save(document), false);
      assert.deepEqual(await propertiesInOrb(id), { tokens: 120, region: 'west' });
      assert.equal((await status(document)).kind, 'changedWhileAsked');
      assert.match(document.getText(), /150[^]*west/);
      assert.equal(await save(document), true);
      const questions = said.filter((line) => line.startsWith('confirm'));
      assert.equal(questions.length, 2);
      assert.doesNotMatch(questions[1]!, /region/, 'what Orb holds already is no change');
    });
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, region: 'west' });
  });

  test("what is typed while the amendment is on its way stays as an unsaved edit and isn't sent", async () => {
    const { id } = await newEvent(PROPERTIES);
    const document = await openText(id);
    await replace(document, '120', '150');
    await sandbox.control('/faults', [{ method: 'PUT', path: `/v1/events/${id}`, delayMs: 700 }]);
    const said = await answer({});
    const { saved } = await savingUntil('sending', document);
    await replace(document, '150', '160');
    assert.equal(await saved, true);
    assert.deepEqual(said, []);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, region: 'east' });
    assert.match(document.getText(), /160/);
    assert.equal(document.isDirty, true);
  });

  test('an undo while the amendment is on its way leaves the document marked as changed', async () => {
    const { id } = await newEvent(PROPERTIES);
    const document = await openText(id);
    await replace(document, '120', '150');
    await sandbox.control('/faults', [{ method: 'PUT', path: `/v1/events/${id}`, delayMs: 700 }]);
    const { saved } = await savingUntil('sending', document);
    await vscode.commands.executeCommand('undo');
    await eventually('the edit is undone', () => document.getText().includes('120'));
    assert.equal(await saved, true);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, region: 'east' });
    await eventually('it is marked as changed', () => document.isDirty);
    assert.match(document.getText(), /120/, 'what the user sees is what they left there');
    assert.equal(await save(document), true);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 120, region: 'east' });
  });

  test('undoing past an amendment leaves the document marked as changed', async () => {
    const { id } = await newEvent(PROPERTIES);
    const document = await openText(id);
    await replace(document, '120', '150');
    await sandbox.control('/faults', [{ method: 'PUT', path: `/v1/events/${id}`, delayMs: 700 }]);
    const { saved } = await savingUntil('sending', document);
    await replace(document, '150', '160');
    assert.equal(await saved, true);
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    await eventually('both edits are undone', () => document.getText().includes('120'));
    await eventually('it is marked as changed', () => document.isDirty);
    assert.match(document.getText(), /120/);
  });

  test("a document that isn't shown behaves the same", async () => {
    const { id } = await newEvent(PROPERTIES);
    const document = await openText(id);
    const { uri } = document;
    await replace(document, '120', '150');
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content: 'in front' }),
    );
    await sandbox.control('/faults', [{ method: 'PUT', path: `/v1/events/${id}`, delayMs: 700 }]);
    let questions = 0;
    await answer({ confirm: () => Promise.resolve((questions += 1) === 1) });
    const event = await openEvent(document);
    const sending = new Promise<void>((resolve) => {
      event.onDidChange(() => event.status.kind === 'sending' && resolve());
    });
    const saved = vscode.workspace.save(uri);
    await sending;
    await replace(document, '150', '160');
    await saved;
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, region: 'east' });
    await eventually('its tab is marked as changed', () =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ input, isDirty }) => {
          const isText = input instanceof vscode.TabInputText;
          return isText && input.uri.toString() === uri.toString() && isDirty;
        }),
      ),
    );
    assert.match(document.getText(), /160/);
  });
});
