import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BackfillList } from '../../src/workbench/backfills/backfillList.ts';
import { BackfillTree } from '../../src/workbench/backfills/tree.ts';
import { json, startServer, type RecordingServer } from '../helpers/httpServer.ts';
import { closeAll } from './editors.ts';
import { environmentId } from './eventDocuments.ts';
import { EventRows } from './eventRows.ts';
import { activated, answer } from './helpers.ts';
import { run } from './searchHelpers.ts';

const markup = '<img src=x onerror=alert(1)>[now](command:workbench.action.quit)';
const controls = '\u001b[31m\u0007\u202Egnp.exe';
const shownControls = '[U+001B][31m[U+0007][U+202E]gnp.exe';
const giant = 'x'.repeat(2_000_000);
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

/** Text, since an object literal would swallow `__proto__`. */
const event = (id: string, properties: string, name = 'api_call') =>
  `{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"id":${JSON.stringify(id)},"event_name":${JSON.stringify(name)},"timestamp":"2026-08-20T10:00:00Z","customer_id":null,"external_customer_id":${JSON.stringify(controls)},"properties":${properties},"deprecated":false}`;
const keys = '{"__proto__":"a","constructor":"b","toString":1.0,"hasOwnProperty":null,"":true}';
const events: Readonly<Record<string, string>> = {
  markup: event('markup', JSON.stringify({ [markup]: markup }), markup),
  controls: event('controls', JSON.stringify({ [controls]: controls }), controls),
  keys: event('keys', keys),
  giant: event('giant', JSON.stringify({ [giant]: giant })),
  deep: event('deep', `{"nested":${deep(150)}}`),
};
const backfill = (more: object) => ({
  id: `b ${markup}${controls}`,
  status: 'pending',
  created_at: controls,
  timeframe_start: markup,
  timeframe_end: giant,
  events_ingested: -1e308,
  close_time: 'never',
  reverted_at: null,
  customer_id: giant,
  replace_existing_events: true,
  deprecation_filter: markup + controls,
  ...more,
});

suite('a malicious API', () => {
  let server: RecordingServer;
  let rows: EventRows;
  let connectionId = '';
  /** The responses to the next calls: status, text, and headers, by the end of the path. */
  const answers = new Map<string, readonly [status: number, body: string, headers?: object]>();

  suiteSetup(async () => {
    server = await startServer((response, { path, body }) => {
      const [name = ''] = path.split('/').at(-1)!.split('?');
      const told = answers.get(name);
      if (told !== undefined) {
        json(response, ...told);
        return;
      }
      if (name === 'ping') {
        json(response, 200, { response: markup + controls });
        return;
      }
      const { event_ids: ids = [] } = (body === '' ? {} : JSON.parse(body)) as {
        event_ids?: readonly string[];
      };
      json(response, 200, `{"data":[${ids.flatMap((id) => events[id] ?? []).join(',')}]}`);
    });
    await answer({});
    const connection = { name: 'Evil', mode: 'test', apiKey: 'a-key-worth-stealing-0123' } as const;
    connectionId = (await run('orb.connections.add', { ...connection, baseUrl: server.url }))!;
    rows = new EventRows((await activated()).services);
  });
  teardown(() => answers.clear());
  suiteTeardown(async () => {
    rows.dispose();
    await closeAll();
    await run('orb.connections.remove', connectionId);
    await run('orb.connections.switch', await environmentId());
    await server.stop();
  });

  /**
   * Everything that a tree shows below a row: label, description, tooltip, and accessible label.
   */
  const texts = (item: vscode.TreeItem) => {
    const { label, description, tooltip, accessibilityInformation } = item;
    for (const part of [label, description, tooltip]) assert.ok(typeof part !== 'object', 'markup');
    const all = [label, description, tooltip, accessibilityInformation?.label].map(String);
    for (const text of all) {
      assert.doesNotMatch(text, HIDDEN);
      assert.ok(text.length < 6_000, `${text.length} characters`);
    }
    return all.join('\n');
  };

  test('events: every row is plain, short text without hidden characters', async () => {
    const search = await rows.search(Object.keys(events));
    const found = rows.children(search);
    assert.equal(found.length, Object.keys(events).length);
    const shown = found.flatMap((node) => [
      texts(rows.item(node)),
      ...rows.children(node).map((child) => texts(rows.item(child))),
    ]);
    assert.ok(shown.some((text) => text.includes(markup)));
    assert.ok(shown.some((text) => text.includes(shownControls)));
  });

  test('names that every object has stay names: a search returns them unchanged', async () => {
    const eventIds = ['keys', 'markup'];
    const { events: found } = (await run('orb.events.search', { eventIds, connectionId }))!;
    assert.deepEqual(
      found.map(({ id, eventName }) => [id, eventName]),
      [
        ['keys', 'api_call'],
        ['markup', markup],
      ],
    );
    const { properties } = found[0]!;
    assert.deepEqual(Object.entries(properties).sort(), [
      ['', true],
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['hasOwnProperty', null],
      ['toString', 1],
    ]);
    assert.equal(({} as Record<string, unknown>)['isAdmin'], undefined);
  });

  test('documents have what was received, byte for byte, and open in the page, too', async () => {
    for (const eventId of Object.keys(events)) {
      const uri = await run('orb.event.open', { eventId, connectionId });
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri!));
      const { properties } = JSON.parse(document.getText()) as { properties: unknown };
      const sent = JSON.parse(events[eventId]!) as { properties: unknown };
      assert.deepEqual(properties, sent.properties, eventId);
    }
    const text = await run('orb.event.openText', { eventId: 'keys', connectionId });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(text!));
    assert.match(document.getText(), /"__proto__": "a",\s+"constructor": "b",\s+"toString": 1\.0/);
  });

  test('endless nesting is rejected with a message, and the search continues', async () => {
    answers.set('search', [200, `{"data":[${event('x', `{"nested":${deep(100_000)}}`)}]}`]);
    await assert.rejects(
      async () => run('orb.events.search', { eventIds: ['x'], connectionId }),
      /Unexpected response from Orb/,
    );
    answers.clear();
    const again = await run('orb.events.search', { eventIds: ['keys'], connectionId });
    assert.equal(again?.events.length, 1);
  });

  test('backfills: rows and their steps are plain, short text, and invalid times do no harm', async () => {
    const data = [backfill({}), backfill({ id: '__proto__', status: 'reverted' })];
    answers.set('backfills', [200, JSON.stringify({ data })]);
    const { services } = await activated();
    const list = new BackfillList(services);
    const tree = new BackfillTree(services, list, () => false);
    const all = await run('orb.backfills.list', { connectionId });
    assert.equal(all?.length, 2);
    await list.load(connectionId);
    const nodes = await tree.getChildren();
    assert.equal(nodes.length, 2);
    for (const node of nodes.flatMap((each) => [each, ...tree.getChildren(each)])) {
      texts(tree.getTreeItem(node));
    }
    const refusal = JSON.stringify({ detail: `${controls}${markup}${giant}` });
    answers.set('backfills', [400, refusal]);
    await assert.rejects(list.load(connectionId));
    const [failure] = await tree.getChildren();
    assert.equal(failure?.kind, 'failure');
    texts(tree.getTreeItem(failure));
  });

  test('volume: invalid hours are rejected with a message', async () => {
    for (const [start, count] of [
      [markup, '1'],
      ['2026-08-20T10:00:00Z', '"many"'],
      ['2026-08-20T10:00:00Z', '1e999'],
    ]) {
      const hour = `{"timeframe_start":${JSON.stringify(start)},"timeframe_end":"","count":${count}}`;
      answers.set('volume', [200, `{"data":[${hour}]}`]);
      await assert.rejects(
        async () =>
          run('orb.volume.show', {
            timeframeStart: '2026-08-20T10:00:00Z',
            timeframeEnd: '2026-08-20T12:00:00Z',
            connectionId,
          }),
        /Unexpected response from Orb/,
      );
    }
  });

  test('errors: their messages are shortened and cleaned', async () => {
    const detail = `${markup}${controls}${giant}`;
    answers.set('search', [400, JSON.stringify({ detail, validation_errors: [detail] })]);
    await assert.rejects(
      async () => run('orb.events.search', { eventIds: ['keys'], connectionId }),
      ({ message }: Error) => {
        assert.doesNotMatch(message, HIDDEN);
        assert.ok(message.length < 2_000, `${message.length} characters`);
        return true;
      },
    );
  });

  test("a redirect to another host isn't followed, so the key isn't sent there", async () => {
    const elsewhere = await startServer((response) => json(response, 200, '{"data":[]}'));
    const location = `${elsewhere.url}/events/search`;
    try {
      answers.set('search', [307, '', { location }]);
      await assert.rejects(
        async () => run('orb.events.search', { eventIds: ['keys'], connectionId }),
        /redirect/,
      );
      assert.deepEqual(elsewhere.requests, []);
    } finally {
      await elsewhere.stop();
    }
  });
});
