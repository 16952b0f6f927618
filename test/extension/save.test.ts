import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll } from './editors.ts';
import {
  addressOf,
  amendElsewhere,
  cleanUp,
  inOrb,
  newEvent,
  openText,
  propertiesInOrb,
  replace,
  save,
  status,
  withSetting,
  writesSince,
} from './eventDocuments.ts';
import { activated, answer, lastRequest, sandbox } from './helpers.ts';

suite('saving an event', () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  test('amends it: the document is clean, and Orb and the store have the new text', async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    assert.equal(document.languageId, 'orb-event');
    await replace(document, '120', '150');
    assert.equal(await save(document), true);
    assert.equal(document.isDirty, false);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
    const { services } = await activated();
    const view = services.events.get(addressOf(document.uri));
    assert.deepEqual([view?.event.properties['tokens'], view?.amendments], [150, 1]);
    assert.equal((await status(document)).kind, 'sent');
    // A second save is based on that.
    await replace(document, '150', '160');
    assert.equal(await save(document), true);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 160, model: 'orb-large' });
  });

  test('sends a body with every value as Orb wrote it', async () => {
    const { id, body } = await newEvent();
    const document = await openText(id);
    assert.equal(
      document.getText(),
      `{
  "event_name": "chat_completion",
  "timestamp": ${JSON.stringify((await inOrb(id))?.['timestamp'])},
  "external_customer_id": "acme",
  "properties": {
    "tokens": 120,
    "model": "orb-large"
  }
}
`,
    );
    assert.ok(body);
  });

  test('sends numbers exactly as they were typed', async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    await replace(document, '120', '9007199254740993, "ratio": 1.0');
    const before = await lastRequest();
    assert.equal(await save(document), true);
    const [sent] = await writesSince(before);
    assert.match(sent!.requestBody, /"tokens": 9007199254740993, "ratio": 1\.0/);
  });

  test('sends nothing when nothing changed', async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    await replace(document, '"tokens": 120', '"tokens":   120');
    const before = await lastRequest();
    assert.equal(await save(document), true);
    assert.equal(document.isDirty, false);
    assert.deepEqual(await writesSince(before), []);
  });

  suite('is rejected by our own rules before anything is sent', () => {
    for (const [what, search, text] of [
      ['broken JSON', '120', '120,,'],
      ['another timestamp', '"timestamp": "2', '"timestamp": "1'],
      ['another customer', '"acme"', '"globex"'],
      ['an idempotency_key', '"event_name"', '"idempotency_key": "x", "event_name"'],
      ['a nested property', '120', '{"deep": 1}'],
      ['a null property', '120', 'null'],
      ['a number beyond 64 bits', '120', '9223372036854775808'],
    ] as const) {
      test(what, async () => {
        const { id } = await newEvent();
        const document = await openText(id);
        await replace(document, search, text);
        const before = await lastRequest();
        assert.equal(await save(document), false);
        assert.equal(document.isDirty, true);
        assert.deepEqual(await writesSince(before), []);
        assert.deepEqual(await propertiesInOrb(id), { tokens: 120, model: 'orb-large' });
      });
    }
  });

  suite('asks for confirmation', () => {
    test('with the changes and the name of the connection, and Cancel keeps the edits', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      await replace(document, '120', '150');
      await withSetting('orb.amend.confirm', 'always', async () => {
        const said = await answer({ confirm: () => Promise.resolve(false) });
        const before = await lastRequest();
        assert.equal(await save(document), false);
        assert.equal(document.isDirty, true);
        assert.deepEqual(await writesSince(before), []);
        assert.match(said[0]!, /^confirm: .*Amend chat_completion in Environment \(SANDBOX\)\?/);
        assert.match(said[0]!, /properties\.tokens 120 → 150/);
        assert.match(said[0]!, /of 100 amended events of acme in 100 days\./);

        await answer({ confirm: () => Promise.resolve(true) });
        assert.equal(await save(document), true);
      });
      assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
    });

    test('for a sandbox, not for Ctrl+S, unless the setting is always', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      await replace(document, '120', '150');
      const said = await answer({});
      assert.equal(await save(document), true);
      assert.deepEqual(said, []);
    });

    test('when a program writes the file instead of the user saving the document', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      const text = document.getText().replace('120', '150');
      const said = await answer({ confirm: () => Promise.resolve(false) });
      await assert.rejects(async () =>
        vscode.workspace.fs.writeFile(document.uri, Buffer.from(text)),
      );
      assert.match(said[0]!, /^confirm/);
      assert.deepEqual(await propertiesInOrb(id), { tokens: 120, model: 'orb-large' });
    });
  });

  suite('compares with what Orb holds', () => {
    test('and sends nothing if Orb already has the text', async () => {
      const { id, body } = await newEvent();
      const document = await openText(id);
      await replace(document, '120', '150');
      await amendElsewhere(id, body, { tokens: 150, model: 'orb-large' });
      const before = await lastRequest();
      assert.equal(await save(document), true);
      assert.deepEqual(await writesSince(before), []);
      assert.equal(document.isDirty, false);
    });

    test('and writes if search still shows a version from before our last amendment', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      await sandbox.control('/settings', { searchDelayMs: 60_000 });
      await replace(document, '120', '150');
      assert.equal(await save(document), true);
      assert.deepEqual(await propertiesInOrb(id), { tokens: 120, model: 'orb-large' });
      const before = await lastRequest();
      await replace(document, '150', '160');
      assert.equal(await save(document), true);
      assert.equal((await writesSince(before)).length, 1);
      await sandbox.control('/clock', { advanceMs: 61_000 });
      assert.deepEqual(await propertiesInOrb(id), { tokens: 160, model: 'orb-large' });
      await sandbox.control('/clock', { now: null });
    });

    test('and restores an earlier text although search still shows exactly that', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      await sandbox.control('/settings', { searchDelayMs: 60_000 });
      await replace(document, '120', '150');
      assert.equal(await save(document), true);
      const before = await lastRequest();
      await vscode.commands.executeCommand('orb.event.restorePrevious', id);
      assert.equal(document.isDirty, true);
      assert.match(document.getText(), /"tokens": 120/);
      assert.equal(await save(document), true);
      assert.equal((await writesSince(before)).length, 1);
    });

    test('and uses its own copy of an amended event that search hides', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      await sandbox.control('/settings', { searchAmended: 'hidden' });
      await replace(document, '120', '150');
      assert.equal(await save(document), true);
      assert.equal(await inOrb(id), undefined);
      await replace(document, '150', '160');
      assert.equal(await save(document), true);
      // Also when it's opened again.
      await cleanUpEditors();
      await sandbox.control('/settings', { searchAmended: 'hidden' });
      assert.match((await openText(id)).getText(), /"tokens": 160/);
    });

    test('and fails if neither search nor the ledger has the event anymore', async () => {
      const { id, body } = await newEvent();
      const document = await openText(id);
      await replace(document, '120', '150');
      await sandbox.control('/settings', { searchAmended: 'hidden' });
      await amendElsewhere(id, body, { tokens: 7 });
      const said = await answer({});
      const before = await lastRequest();
      assert.equal(await save(document), false);
      assert.deepEqual(await writesSince(before), []);
      assert.match(said[0]!, /notify: .*Orb no longer finds this event.*"Search 30 Days"/);
    });

    test("and searches around the event's timestamp, however old it is", async () => {
      const document = await openText({
        eventId: 'evt_last_month',
        timeframeStart: new Date(Date.now() - 60 * 86_400_000).toISOString(),
      });
      await replace(document, '"event_name": "', '"event_name": "x');
      const said = await answer({});
      assert.equal(await save(document), false);
      // It was found, so it was sent; Orb rejects it for its closed billing period.
      assert.equal((await status(document)).kind, 'rejected');
      assert.deepEqual(
        said.filter((line) => line.startsWith('choose')),
        [],
      );
    });
  });
});

async function cleanUpEditors(): Promise<void> {
  await closeAll();
}
