import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, tabInFront } from './editors.ts';
import {
  addressOf,
  amendElsewhere,
  cleanUp,
  inOrb,
  newEvent,
  openText,
  propertiesInOrb,
  replace,
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

  test('amends it: the document is clean, Orb and the store hold the new text', async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    assert.equal(document.languageId, 'orb-event');
    await replace(document, '120', '150');
    assert.equal(await document.save(), true);
    assert.equal(document.isDirty, false);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
    const { services } = await activated();
    const view = services.events.get(addressOf(document.uri));
    assert.deepEqual([view?.event.properties['tokens'], view?.amendments], [150, 1]);
    assert.equal((await status(document)).kind, 'sent');
    // A second one goes on from there.
    await replace(document, '150', '160');
    assert.equal(await document.save(), true);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 160, model: 'orb-large' });
  });

  test('shows the body of an amendment, every value as Orb wrote it', async () => {
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
    assert.equal(await document.save(), true);
    const [sent] = await writesSince(before);
    assert.match(sent!.requestBody, /"tokens": 9007199254740993, "ratio": 1\.0/);
  });

  test('sends nothing when nothing changed', async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    await replace(document, '"tokens": 120', '"tokens":   120');
    const before = await lastRequest();
    assert.equal(await document.save(), true);
    assert.equal(document.isDirty, false);
    assert.deepEqual(await writesSince(before), []);
  });

  suite('is refused by our own rules before anything is sent', () => {
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
        assert.equal(await document.save(), false);
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
        assert.equal(await document.save(), false);
        assert.equal(document.isDirty, true);
        assert.deepEqual(await writesSince(before), []);
        assert.match(said[0]!, /^confirm: .*Amend chat_completion in Environment \(SANDBOX\)\?/);
        assert.match(said[0]!, /properties\.tokens 120 → 150/);
        assert.match(said[0]!, /of 100 amended events of acme in 100 days\./);

        await answer({ confirm: () => Promise.resolve(true) });
        assert.equal(await document.save(), true);
      });
      assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
    });

    test('of a sandbox only when the setting says always', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      await replace(document, '120', '150');
      const said = await answer({});
      assert.equal(await document.save(), true);
      assert.deepEqual(said, []);
    });

    test('always when a program wrote the file instead of a person saving the document', async () => {
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
    const conflict = async (elsewhere: Record<string, unknown>, choice: string | undefined) => {
      const { id, body } = await newEvent();
      const document = await openText(id);
      await replace(document, '120', '150');
      await amendElsewhere(id, body, elsewhere);
      const said = await answer({ choose: () => Promise.resolve(choice) });
      const before = await lastRequest();
      const saved = await document.save();
      return { id, document, saved, said, sent: await writesSince(before) };
    };

    test('and stops when someone changed the event, also to text of equal length', async () => {
      const { id, document, saved, said, sent } = await conflict(
        { tokens: 121, model: 'orb-large' },
        undefined,
      );
      assert.equal(saved, false);
      assert.equal(document.isDirty, true);
      assert.deepEqual(sent, []);
      assert.match(said[0]!, /^choose: .*Orb's version changed since you opened this event/);
      assert.match(said[0]!, /"Compare","Amend Anyway","Keep Editing"/);
      assert.match(said[0]!, /properties\.tokens 120 → 121/);
      assert.deepEqual(await status(document), { kind: 'conflict', deprecated: false });
      assert.deepEqual(await propertiesInOrb(id), { tokens: 121, model: 'orb-large' });
    });

    test('and amends anyway when the user says so', async () => {
      const { id, document, saved } = await conflict(
        { tokens: 7, model: 'orb-large' },
        'Amend Anyway',
      );
      assert.equal(saved, true);
      assert.equal(document.isDirty, false);
      assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
    });

    test('and shows both when the user wants to compare', async () => {
      const { document, saved } = await conflict({ tokens: 7, model: 'orb-large' }, 'Compare');
      assert.equal(saved, false);
      const input = await tabInFront(vscode.TabInputTextDiff);
      assert.equal(input.original.scheme, 'orb-remote');
      assert.equal(input.modified.toString(), document.uri.toString());
      const remote = await vscode.workspace.openTextDocument(input.original);
      assert.match(remote.getText(), /"tokens": 7,/);
      assert.match(document.getText(), /"tokens": 150,/);
    });

    test('and stops when someone deprecated it', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      await replace(document, '120', '150');
      await sandbox.api('PUT', `/events/${id}/deprecate`);
      const said = await answer({});
      assert.equal(await document.save(), false);
      assert.match(said[0]!, /This event was deprecated since you opened it/);
      assert.deepEqual(await status(document), { kind: 'conflict', deprecated: true });
      assert.equal(document.isDirty, true);
    });

    test('and sends nothing when Orb holds the text already', async () => {
      const { id, body } = await newEvent();
      const document = await openText(id);
      await replace(document, '120', '150');
      await amendElsewhere(id, body, { tokens: 150, model: 'orb-large' });
      const before = await lastRequest();
      assert.equal(await document.save(), true);
      assert.deepEqual(await writesSince(before), []);
      assert.equal(document.isDirty, false);
    });

    test('and writes when search still shows a version from before our last amendment', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      await sandbox.control('/settings', { searchDelayMs: 60_000 });
      await replace(document, '120', '150');
      assert.equal(await document.save(), true);
      assert.deepEqual(await propertiesInOrb(id), { tokens: 120, model: 'orb-large' });
      const before = await lastRequest();
      await replace(document, '150', '160');
      assert.equal(await document.save(), true);
      assert.equal((await writesSince(before)).length, 1);
      await sandbox.control('/clock', { advanceMs: 61_000 });
      assert.deepEqual(await propertiesInOrb(id), { tokens: 160, model: 'orb-large' });
      await sandbox.control('/clock', { now: null });
    });

    test('and puts an earlier text back though search still shows exactly that', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      await sandbox.control('/settings', { searchDelayMs: 60_000 });
      await replace(document, '120', '150');
      assert.equal(await document.save(), true);
      const before = await lastRequest();
      await vscode.commands.executeCommand('orb.event.restorePrevious', id);
      assert.equal(document.isDirty, true);
      assert.match(document.getText(), /"tokens": 120/);
      assert.equal(await document.save(), true);
      assert.equal((await writesSince(before)).length, 1);
    });

    test('and takes its own copy of an amended event that search hides', async () => {
      const { id } = await newEvent();
      const document = await openText(id);
      await sandbox.control('/settings', { searchAmended: 'hidden' });
      await replace(document, '120', '150');
      assert.equal(await document.save(), true);
      assert.equal(await inOrb(id), undefined);
      await replace(document, '150', '160');
      assert.equal(await document.save(), true);
      // Also when it is opened anew.
      await cleanUpEditors();
      await sandbox.control('/settings', { searchAmended: 'hidden' });
      assert.match((await openText(id)).getText(), /"tokens": 160/);
    });

    test('and refuses when neither search nor the ledger knows the event any more', async () => {
      const { id, body } = await newEvent();
      const document = await openText(id);
      await replace(document, '120', '150');
      await sandbox.control('/settings', { searchAmended: 'hidden' });
      await amendElsewhere(id, body, { tokens: 7 });
      const said = await answer({});
      const before = await lastRequest();
      assert.equal(await document.save(), false);
      assert.deepEqual(await writesSince(before), []);
      assert.match(said[0]!, /notify: .*Orb does not find this event.*"Search 30 Days"/);
    });

    test('and looks around the timestamp of the event, however old it is', async () => {
      const document = await openText({
        eventId: 'evt_last_month',
        timeframeStart: new Date(Date.now() - 60 * 86_400_000).toISOString(),
      });
      await replace(document, '"event_name": "', '"event_name": "x');
      const said = await answer({});
      assert.equal(await document.save(), false);
      // Found, so it was sent; Orb refuses it for its closed billing period.
      assert.equal((await status(document)).kind, 'refused');
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
