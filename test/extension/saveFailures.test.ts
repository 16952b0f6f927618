import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  addressOf,
  cleanUp,
  inOrb,
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
} from './eventDocuments.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer, lastRequest, sandbox } from './helpers.ts';

/** A document with the edit 120 → 150, not saved. */
async function edited(): Promise<{ id: string; document: vscode.TextDocument }> {
  const { id } = await newEvent();
  const document = await openText(id);
  await replace(document, '120', '150');
  return { id, document };
}
const put = (id: string) => ({ method: 'PUT', path: `/v1/events/${id}` });

suite('a save that fails', () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  test("shows Orb's message at the property it is about, until the next edit", async () => {
    const { id, document } = await edited();
    const message = "'abc' is not of type 'number' in properties.tokens";
    const body = JSON.stringify({
      type: 'https://docs.withorb.com/reference/error-responses#400-request-validation-errors',
      status: 400,
      title: 'Request validation did not succeed.',
      validation_errors: [message],
    });
    await sandbox.control('/faults', [{ ...put(id), status: 400, body }]);
    assert.equal(await save(document), false);
    assert.equal(document.isDirty, true);
    assert.equal((await status(document)).kind, 'rejected');
    const shown = await eventually('the message is shown', () =>
      vscode.languages.getDiagnostics(document.uri).find((each) => each.message === message),
    );
    assert.equal(document.getText(shown.range), '150');

    await replace(document, '150', '160');
    assert.equal((await status(document)).kind, 'idle');
    const left = vscode.languages.getDiagnostics(document.uri);
    assert.deepEqual(
      left.filter((each) => each.message === message),
      [],
    );
    assert.equal(await save(document), true);
  });

  test('is repeated safely if the response was lost', async () => {
    const { id, document } = await edited();
    await withSetting('orb.http.maxRetries', 0, async () => {
      await sandbox.control('/faults', [{ ...put(id), drop: 'after' }]);
      const said = await answer({});
      assert.equal(await save(document), false);
      assert.equal(document.isDirty, true);
      assert.deepEqual(await status(document), { kind: 'noResponse' });
      assert.match(said[0]!, /notify: .*Sending it again is safe.*"Retry"/);
      assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
      const before = await lastRequest();
      assert.equal(await save(document), true);
      assert.deepEqual(await writesSince(before), []);
      assert.equal(document.isDirty, false);
    });
    const { services } = await activated();
    const { connectionId, eventId } = addressOf(document.uri);
    const writes = await services.ledger.writes.of(connectionId, eventId);
    assert.deepEqual(
      writes.map(({ confirmed }) => confirmed),
      [true],
    );
  });

  test('can still be edited after a lost response, without a conflict with its own amendment', async () => {
    const { id, document } = await edited();
    await withSetting('orb.http.maxRetries', 0, async () => {
      await sandbox.control('/faults', [{ ...put(id), drop: 'after' }]);
      assert.equal(await save(document), false);
      await replace(document, '150', '160');
      const said = await answer({});
      assert.equal(await save(document), true);
      assert.deepEqual(said, []);
    });
    assert.deepEqual(await propertiesInOrb(id), { tokens: 160, model: 'orb-large' });
  });

  test('is retried automatically if the connection is cut before the request arrives', async () => {
    const { id, document } = await edited();
    await sandbox.control('/faults', [{ ...put(id), drop: 'before' }]);
    assert.equal(await save(document), true);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
  });

  test('offers to replace a key that is rejected in the middle of work', async () => {
    for (const path of ['/v1/events/search', undefined]) {
      const { id, document } = await edited();
      await sandbox.control('/faults', [{ path: path ?? put(id).path, status: 401 }]);
      const said = await answer({});
      assert.equal(await save(document), false);
      assert.equal(document.isDirty, true);
      assert.deepEqual(await status(document), { kind: 'keyRejected' });
      assert.match(said[0]!, /notify: .*rejected the API key of Environment.*"Replace Key…"/);
      await sandbox.control('/faults', []);
      assert.equal(await save(document), true);
    }
  });

  for (const [what, fault] of [
    [
      'HTML',
      { status: 200, body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } },
    ],
    ['an error of its own', { status: 500 }],
    ['nothing at all', { drop: 'before' }],
    ['another shape', { status: 200, body: '{"data": 1}' }],
  ] as const) {
    test(`sends nothing if the comparison gets ${what}`, async () => {
      const { document } = await edited();
      await withSetting('orb.http.maxRetries', 0, async () => {
        await sandbox.control('/faults', [{ path: '/v1/events/search', times: 9, ...fault }]);
        const said = await answer({});
        const before = await lastRequest();
        assert.equal(await save(document), false);
        await sandbox.control('/faults', []);
        assert.deepEqual(await writesSince(before), []);
        assert.equal(document.isDirty, true);
        assert.equal((await status(document)).kind, 'notSent', said.join('\n'));
        assert.match(said[0]!, /notify: .*Nothing was sent/);
      });
      assert.equal(await save(document), true);
    });
  }

  test("stops if it's canceled during a slow comparison with Orb", async () => {
    const { document } = await edited();
    await sandbox.control('/faults', [{ path: '/v1/events/search', delayMs: 5_000 }]);
    const before = await lastRequest();
    const { saved } = await savingUntil('comparing', document);
    (await openEvent(document)).cancel();
    assert.equal(await saved, false);
    assert.deepEqual(await status(document), { kind: 'idle' });
    assert.deepEqual(await writesSince(before), []);
  });
});

suite("what can't amend", () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  test('auto save, which is off for events although the editor has it on', async () => {
    const { document } = await edited();
    await withSetting('files.autoSave', 'afterDelay', async () => {
      await withSetting('files.autoSaveDelay', 50, async () => {
        await replace(document, '150', '151');
        const { languageId } = document;
        const scope = { uri: document.uri, languageId };
        const { autoSave } = vscode.workspace.getConfiguration('files', scope) as unknown as {
          autoSave: string;
        };
        assert.equal(autoSave, 'off');
      });
    });
    assert.equal(document.isDirty, true);
  });

  test('auto save, even if the user turns it on for events', async () => {
    const announced: vscode.TextDocumentSaveReason[] = [];
    const listening = vscode.workspace.onWillSaveTextDocument(({ reason }) => {
      announced.push(reason);
    });
    const events = vscode.workspace.getConfiguration('files', { languageId: 'orb-event' });
    const user = vscode.ConfigurationTarget.Global;
    await events.update('autoSaveDelay', 50, user, true);
    await events.update('autoSave', 'afterDelay', user, true);
    try {
      const { id, document } = await edited();
      const before = await lastRequest();
      await eventually('auto save is announced', () =>
        announced.includes(vscode.TextDocumentSaveReason.AfterDelay),
      );
      // A manual save succeeds, and is the only amendment.
      await eventually('the save by hand', async () => save(document));
      assert.equal((await writesSince(before)).length, 1);
      assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
    } finally {
      listening.dispose();
      await events.update('autoSave', undefined, user, true);
      await events.update('autoSaveDelay', undefined, user, true);
    }
  });

  test("a text that isn't UTF-8, which is rejected with a message", async () => {
    const { id, document } = await edited();
    const before = await lastRequest();
    const latin1 = Buffer.from(document.getText().replace('orb-large', 'größer'), 'latin1');
    await assert.rejects(
      async () => vscode.workspace.fs.writeFile(document.uri, latin1),
      /The text isn't UTF-8\. Set "files\.encoding" to utf8 for events\./,
    );
    assert.deepEqual(await writesSince(before), []);
    assert.equal(document.isDirty, true);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 120, model: 'orb-large' });
  });

  test('a deprecated event, whose document is read-only', async () => {
    const { id } = await newEvent();
    await sandbox.api('PUT', `/events/${id}/deprecate`);
    const document = await openText(id);
    const { permissions } = await vscode.workspace.fs.stat(document.uri);
    assert.equal(permissions, vscode.FilePermission.Readonly);
  });
});

suite("a save that wasn't started by Ctrl+S or Amend", () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  for (const command of [
    'workbench.action.files.save',
    'workbench.action.files.saveAll',
    'workbench.action.files.saveWithoutFormatting',
  ]) {
    test(`asks, even for a sandbox, and amends if the answer is yes: ${command}`, async () => {
      const { id, document } = await edited();
      await vscode.window.showTextDocument(document, { preview: false });
      const said = await answer({ confirm: () => Promise.resolve(true) });
      await vscode.commands.executeCommand(command);
      await eventually('the document is saved', () => !document.isDirty);
      assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
      assert.equal(said.length, 1);
      assert.match(said[0]!, /^confirm: .*Amend chat_completion in Environment \(SANDBOX\)\?/);
      assert.ok(said[0]!.includes(`Event ID: ${id}`), said[0]);
    });
  }

  test('asks for each document, and sends nothing for those that are declined', async () => {
    const both = [await edited(), await edited()];
    const [first] = both;
    const said = await answer({
      confirm: ({ detail }) => Promise.resolve(detail?.includes(first!.id) === true),
    });
    assert.equal(await vscode.workspace.saveAll(), false);
    assert.equal(said.filter((line) => line.startsWith('confirm')).length, 2);
    const tokens = await Promise.all(both.map(({ id }) => propertiesInOrb(id)));
    assert.deepEqual(tokens, [
      { tokens: 150, model: 'orb-large' },
      { tokens: 120, model: 'orb-large' },
    ]);
    assert.deepEqual(
      both.map(({ document }) => document.isDirty),
      [false, true],
    );
  });

  test("doesn't ask if the user has turned confirmations off", async () => {
    const { id, document } = await edited();
    await withSetting('orb.amend.confirm', 'never', async () => {
      const said = await answer({});
      assert.equal(await document.save(), true);
      assert.deepEqual(said, []);
    });
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
  });
});

suite('writes to one event', () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  test('run one at a time, and the last text wins', async () => {
    const { id, document } = await edited();
    await sandbox.control('/faults', [{ ...put(id), delayMs: 700 }]);
    const before = await lastRequest();
    const { saved } = await savingUntil('sending', document);
    await replace(document, '150', '160');
    await saved;
    assert.equal(await save(document), true);
    const sent = await writesSince(before);
    assert.deepEqual(
      sent.map(({ requestBody }) => /"tokens": (\d+)/.exec(requestBody)?.[1]),
      ['150', '160'],
    );
    assert.equal((await inOrb(id))?.['deprecated'], false);
  });

  const deprecation = (id: string) =>
    vscode.commands.executeCommand('orb.event.deprecate', id, { confirm: false });

  test('a deprecation waits for a save in progress', async () => {
    const { id, document } = await edited();
    await sandbox.control('/faults', [{ ...put(id), delayMs: 700 }]);
    const before = await lastRequest();
    const { saved } = await savingUntil('sending', document);
    assert.deepEqual(await deprecation(id), { deprecated: [id], failed: [] });
    assert.equal(await saved, true);
    const { path } = put(id);
    assert.deepEqual(
      (await writesSince(before)).map((each) => [each.path, each.status]),
      [
        [path, 200],
        [`${path}/deprecate`, 200],
      ],
    );
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
    // What it was before is recorded as of then, not as of when the deprecation was requested.
    const { services } = await activated();
    const { connectionId, eventId } = addressOf(document.uri);
    const written = await services.ledger.writes.of(connectionId, eventId);
    assert.match(written.at(-1)?.before ?? '', /"tokens": 150/);
  });

  test("a save waits for a deprecation in progress, and isn't sent after it", async () => {
    const { id, document } = await edited();
    await sandbox.control('/faults', [{ path: `${put(id).path}/deprecate`, delayMs: 700 }]);
    const before = await lastRequest();
    const deprecating = deprecation(id);
    const { services } = await activated();
    const { connectionId, eventId } = addressOf(document.uri);
    await eventually(
      'the deprecation is being sent',
      async () => (await services.ledger.writes.of(connectionId, eventId)).length === 1,
    );
    assert.equal(await save(document), false);
    assert.deepEqual(await deprecating, { deprecated: [id], failed: [] });
    assert.deepEqual(await status(document), { kind: 'deprecatedElsewhere' });
    assert.equal(document.isDirty, true);
    assert.equal((await writesSince(before)).length, 1);
  });
});
