import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  addressOf,
  amendElsewhere,
  cleanUp,
  environmentId,
  newEvent,
  openEvent,
  openText,
  propertiesInOrb,
  replace,
  save,
} from './eventDocuments.ts';
import { event, newFile } from './eventFiles.ts';
import { activated, answer, noticeOf, sandbox } from './helpers.ts';
import { run } from './searchHelpers.ts';

suite('deleting recorded data', () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  test('asks first, and keeps everything if the answer is no', async () => {
    const { id } = await newEvent();
    await run('orb.events.search', { eventIds: [id] });
    const said = await answer({});
    await run('orb.data.delete');
    assert.match(
      said[0]!,
      /^confirm: .*history of events.*this workspace's searches.*recorded ingests and comparisons/,
    );
    const { ledger } = (await activated()).services;
    assert.ok(await ledger.seen.of(await environmentId(), id));
  });

  test('deletes everything: earlier texts, states, copies, searches, ingests, and comparisons', async () => {
    const amended = await newEvent();
    const document = await openText(amended.id);
    await replace(document, '120', '150');
    assert.equal(await save(document), true);
    await run('orb.events.search', { eventIds: [amended.id] });
    await run('orb.search.pin');
    const file = newFile(event({ idempotency_key: `forgotten-${amended.id}` }));
    await run('orb.ingest.file', { uri: file.toString(), confirm: false });
    const compared = await run('orb.reconcile.file', file.toString());
    assert.ok(compared);
    const connectionId = (await run('orb.connections.add', {
      name: 'Soon gone',
      mode: 'sandbox',
      apiKey: sandbox.apiKey,
      baseUrl: sandbox.url,
    }))!;
    const elsewhere = await openText({ eventId: (await newEvent()).id, connectionId });
    await run('orb.connections.remove', connectionId);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.closeOtherEditors');

    await run('orb.data.delete', { confirm: false });

    await assert.rejects(
      async () => run('orb.event.restorePrevious', amended.id),
      /No amendment of this event was sent from here/,
    );
    const { events, ledger } = (await activated()).services;
    const address = addressOf(document.uri);
    assert.equal(events.get(address)?.amendments, 0);
    assert.equal(await ledger.seen.of(address.connectionId, address.eventId), undefined);
    await assert.rejects(
      async () => run('orb.events.export', file.toString()),
      /Search for events/,
    );
    assert.match(await noticeOf(() => run('orb.ingest.verify')), /Nothing has been ingested/);
    await assert.rejects(
      async () => run('orb.reconcile.items', { reconcileId: compared.reconcileId }),
      /no comparison/,
    );
    const said = await answer({});
    await assert.rejects(async () => vscode.workspace.openTextDocument(elsewhere.uri));
    assert.match(said[0]!, /no copy of this event on this machine/);
  });

  test('keeps edits in open documents, and still compares them with what Orb holds', async () => {
    const { id, body } = await newEvent();
    const document = await openText(id);
    await replace(document, '120', '150');
    await run('orb.data.delete', { confirm: false });
    assert.match(document.getText(), /"tokens": 150/);
    await amendElsewhere(id, body, { tokens: 7, model: 'orb-large' });
    assert.equal(await save(document), false);
    const event = await openEvent(document);
    assert.deepEqual(
      event.merge.conflicts.map(({ was, orbs }) => [was, orbs]),
      [['120', '7']],
    );
    await event.choose(null, 'yours');
    assert.equal(await save(document), true);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
  });
});
