import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { pageState } from '../../src/workbench/documents/pageState.ts';
import { tabInFront } from './editors.ts';
import {
  amendElsewhere,
  cleanUp,
  environmentId,
  newEvent,
  openEvent,
  openText,
  propertiesInOrb,
  replace,
  save,
  writesSince,
} from './eventDocuments.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer, lastRequest, sandbox } from './helpers.ts';

const run = (command: string, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand(command, ...args);

suite('event documents', () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  suiteTeardown(cleanUp);

  for (const id of ['a/b?c#d%2F', 'with space', 'emoji 🐙 ünï', '..', 'search', '%', 'quo\'te"s']) {
    test(`any ID has a document of its own: ${id}`, async () => {
      const { id: unique } = await newEvent({ tokens: 120 }, `${id}-${randomUUID()}-${id}`);
      const document = await openText(unique);
      assert.equal(document.uri.scheme, 'orb');
      assert.equal(
        document.uri.path,
        `/${await environmentId()}/${encodeURIComponent(unique)}.orbevent`,
      );
      await replace(document, '120', '150');
      assert.equal(await save(document), true);
      assert.deepEqual(await propertiesInOrb(unique), { tokens: 150 });
    });
  }

  test('two IDs that differ only in case are two documents', async () => {
    const id = `Case-${randomUUID()}-ABC`;
    await newEvent({ tokens: 1 }, id);
    await newEvent({ tokens: 2 }, id.toLowerCase());
    const upper = await openText(id);
    const lower = await openText(id.toLowerCase());
    assert.match(upper.getText(), /"tokens": 1$/m);
    assert.match(lower.getText(), /"tokens": 2$/m);
  });

  test("a command rejects with a message if Orb doesn't have the ID, and opens nothing", async () => {
    await assert.rejects(
      async () => run('orb.event.open', 'no-such-event'),
      /No event "no-such-event" in the last 7 days in Environment/,
    );
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
  });

  test("a command rejects with a message if a connection doesn't exist", async () => {
    await assert.rejects(async () =>
      run('orb.event.open', { eventId: 'evt_0001', connectionId: 'gone' }),
    );
    await assert.rejects(
      async () => run('orb.event.open', { eventId: 7 }),
      /"eventId" must be a string/,
    );
  });

  test('the custom editor opens by default, for one request to Orb', async () => {
    const { id } = await newEvent();
    const before = (await sandbox.control('/state')) as { requests: number };
    const uri = await run('orb.event.open', id);
    const { requests } = (await sandbox.control('/state')) as { requests: number };
    const input = await tabInFront(vscode.TabInputCustom);
    assert.equal(input.viewType, 'orb.eventEditor');
    assert.equal(input.uri.toString(), uri);
    assert.equal(requests - before.requests, 1);
  });

  test('a document without edits follows what the store learns, one with edits keeps its base', async () => {
    const { id, body } = await newEvent();
    const document = await openText(id);
    await amendElsewhere(id, body, { tokens: 7 });
    const { events } = (await activated()).services;
    const address = { connectionId: await environmentId(), eventId: id };
    await events.read(address);
    await eventually('the document shows it', () => /"tokens": 7$/m.test(document.getText()));
    assert.equal(document.isDirty, false);

    await replace(document, '"tokens": 7', '"tokens": 8');
    await amendElsewhere(id, body, { tokens: 9 });
    await events.read(address);
    assert.match(document.getText(), /"tokens": 8$/m);
    const said = await answer({});
    assert.equal(await save(document), false);
    assert.match(said[0]!, /^notify: .*1 field differently/);
  });

  test("a program that reads the file doesn't change the version that edits are based on", async () => {
    const { id, body } = await newEvent();
    const document = await openText(id);
    await replace(document, '120', '150');
    await amendElsewhere(id, body, { tokens: 121, model: 'orb-large' });
    const read = await vscode.workspace.fs.readFile(document.uri);
    assert.match(Buffer.from(read).toString(), /121/);
    const said = await answer({});
    assert.equal(await save(document), false);
    assert.match(said[0]!, /^notify: .*1 field differently/);
  });

  test('reverting goes back to what Orb holds, and edits start from there', async () => {
    const { id, body } = await newEvent();
    const document = await openText(id);
    await replace(document, '120', '150');
    await amendElsewhere(id, body, { tokens: 121, model: 'orb-large' });
    await vscode.window.showTextDocument(document, { preview: false });
    await run('workbench.action.files.revert');
    await eventually('it is reverted', () => document.getText().includes('121'));
    await replace(document, '121', '150');
    assert.equal(await save(document), true);
    assert.deepEqual(await propertiesInOrb(id), { tokens: 150, model: 'orb-large' });
  });

  test('the modification time moves only when the content does', async () => {
    const { id } = await newEvent();
    const document = await openText(id);
    const stat = async () => (await vscode.workspace.fs.stat(document.uri)).mtime;
    const first = await stat();
    const { events } = (await activated()).services;
    await events.read({ connectionId: await environmentId(), eventId: id });
    assert.equal(await stat(), first);
    await replace(document, '120', '150');
    assert.equal(await stat(), first);
    assert.equal(await save(document), true);
    assert.ok((await stat()) > first);
  });

  test('a removed connection leaves a read-only copy, and edits are kept with a message', async () => {
    const connectionId = (await run('orb.connections.add', {
      name: 'Soon gone',
      mode: 'sandbox',
      apiKey: sandbox.apiKey,
      baseUrl: sandbox.url,
    })) as string;
    const clean = await openText({ eventId: (await newEvent()).id, connectionId });
    const dirty = await openText({ eventId: (await newEvent()).id, connectionId });
    await replace(dirty, '120', '150');
    await run('orb.connections.remove', connectionId);
    const stat = await vscode.workspace.fs.stat(clean.uri);
    assert.equal(stat.permissions, vscode.FilePermission.Readonly);
    const said = await answer({});
    assert.equal(await save(dirty), false);
    assert.equal(dirty.isDirty, true);
    assert.match(said[0]!, /notify: .*The connection .* was removed.*"Add Connection…"/);

    const { uri } = clean;
    await cleanUp();
    const again = await vscode.workspace.openTextDocument(uri);
    assert.match(again.getText(), /"tokens": 120/);
    const { permissions } = await vscode.workspace.fs.stat(uri);
    assert.equal(permissions, vscode.FilePermission.Readonly);
    const page = pageState((await activated()).services, await openEvent(again));
    assert.equal(page.kind, 'event');
    assert.deepEqual(page.status, { kind: 'noConnection' }, 'the page says why');
  });

  test("numbers that JavaScript can't represent are read, kept, and sent as Orb wrote them", async () => {
    const id = `numbers-${randomUUID()}`;
    const timestamp = new Date(Date.now() - 60_000).toISOString();
    const numbers = '"big": 9007199254740993, "one": 1.0, "tiny": 1e-7, "zero": -0.0, "n": 1';
    const event = `{"idempotency_key":"${id}","event_name":"n","timestamp":"${timestamp}","external_customer_id":"acme","properties":{${numbers}}}`;
    const response = await fetch(`${sandbox.url}/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
      body: `{"events":[${event}]}`,
    });
    assert.ok(response.ok, await response.text());
    const document = await openText(id);
    const shown = numbers.split(', ').map((each) => `    ${each}`);
    assert.ok(document.getText().includes(shown.join(',\n')), document.getText());
    await replace(document, '"n": 1', '"n": 2');
    const before = await lastRequest();
    assert.equal(await save(document), true);
    const [sent] = await writesSince(before);
    assert.ok(sent!.requestBody.includes(shown.slice(0, -1).join(',\n')), sent!.requestBody);
  });

  test('an address typed by hand for a connection that never existed has a message', async () => {
    const uri = vscode.Uri.from({ scheme: 'orb', path: '/never-was/evt.orbevent' });
    const said = await answer({});
    await assert.rejects(async () => vscode.workspace.openTextDocument(uri));
    assert.match(said[0]!, /notify: .*The connection .* was removed/);
    const other = vscode.Uri.from({ scheme: 'orb', path: '/a/b/c.txt' });
    await assert.rejects(async () => vscode.workspace.openTextDocument(other));
  });
});
