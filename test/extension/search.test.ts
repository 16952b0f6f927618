import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { lastDaysWindow } from '../../src/core/search/window.ts';
import { DAY_MS } from '../../src/core/timeframe.ts';
import { arrangeCommands } from '../../src/workbench/search/arrangeCommands.ts';
import type { Node } from '../../src/workbench/search/nodes.ts';
import { activated, answer, noticeOf, sandbox } from './helpers.ts';
import { EventRows, Memory } from './eventRows.ts';
import { addEvents, run, searchesDuring } from './searchHelpers.ts';

suite('searching events', () => {
  let rows: EventRows;
  suiteSetup(async () => {
    const { services } = await activated();
    rows = new EventRows(services);
  });
  setup(async () => {
    await answer({});
    await run('orb.events.clear');
  });
  teardown(async () => {
    await sandbox.control('/faults', []);
    await sandbox.control('/settings', { searchDelayMs: 0, searchAmended: 'current' });
  });
  suiteTeardown(() => rows.dispose());

  test("finds what Orb has and lists what it doesn't have, without questions", async () => {
    const said = await answer({});
    const found = await run('orb.events.search', { eventIds: ['evt_0001', 'nobody', 'evt_0002'] });
    assert.deepEqual(
      found!.events.map(({ id }) => id),
      ['evt_0001', 'evt_0002'],
    );
    assert.deepEqual(found!.missing, ['nobody']);
    assert.deepEqual(Object.keys(found!.events[0]!).sort(), [
      'customerId',
      'deprecated',
      'eventName',
      'externalCustomerId',
      'id',
      'properties',
      'timestamp',
    ]);
    assert.deepEqual(said, []);
  });

  test('finds IDs of any shape: slashes, question marks, emoji, and two that differ only in case', async () => {
    const ids = ['a/b?c#d%41', '%2F', '🦜 x', 'Case-1', 'case-1', `q"'\\`, '../x', 'search'];
    await addEvents(ids);
    const found = await run('orb.events.search', { eventIds: ids });
    assert.deepEqual(
      found!.events.map(({ id }) => id),
      ids,
    );
    assert.deepEqual(found!.missing, []);
  });

  test('5,000 IDs are searched 500 per request and shown in pages', async () => {
    const ids = Array.from({ length: 5_000 }, (_, index) => `many_${index}`);
    await addEvents(ids.slice(0, 4_990));
    const before = (await sandbox.control('/state')) as { requests: number };
    const found = await run('orb.events.search', { eventIds: [...ids, 'many_0'] });
    const after = (await sandbox.control('/state')) as { requests: number };
    assert.equal(found!.events.length, 4_990);
    assert.equal(found!.missing.length, 10);
    assert.ok(after.requests - before.requests <= 12, `${after.requests - before.requests}`);

    await rows.search(ids);
    const [search] = rows.roots();
    assert.match(
      rows.words(search!),
      /^5,000 IDs \| 4,990 of 5,000 found · 7 days · \d+ \w{3} · acme$/,
    );
    const children = rows.children(search!);
    assert.equal(children.length, 102);
    assert.equal(rows.words(children[100]!), 'Load 200 more | of 4,890');
    assert.equal(rows.words(children[101]!), '10 not found');
    rows.loadMore(children[100]!);
    assert.equal(rows.children(search!).length, 302);
    // The palette doesn't pass a row.
    const { searches, lists, tree } = rows;
    const { services } = await activated();
    const view = { selection: [] } as unknown as vscode.TreeView<Node>;
    const commands = arrangeCommands({ services, searches, lists, tree, view });
    await commands['orb.events.loadMore']?.(undefined);
    assert.equal(rows.children(search!).length, 502);
  });

  test('rows show state, time, and customer, with texts for screen readers', async () => {
    await rows.search(['evt_wrong_type', 'evt_amended', 'evt_deprecated', 'evt_large_number']);
    const events = rows.children(rows.roots()[0]!);
    // The common customer is shown once, at the search; IDs are shown without their common
    // beginning.
    assert.match(rows.words(events[0]!), /^api_call \| \d+ \w{3} \d\d:\d\d:\d\d · wrong_ty…$/);
    assert.match(rows.words(rows.roots()[0]!), /^4 IDs \| 4 of 4 found · .*acme$/);
    assert.deepEqual(rows.item(events[0]!).resourceUri?.toString(), 'orb-row:/active/2');
    assert.match(rows.spoken(events[0]!), /^api_call, active, 2 warnings, evt_wrong_type, /);
    assert.deepEqual(
      events.map((node) => rows.item(node).iconPath).map((icon) => (icon as vscode.ThemeIcon).id),
      ['symbol-event', 'symbol-event', 'circle-slash', 'symbol-event'],
    );
    assert.match(
      rows.spoken(events[2]!),
      /^export_job, deprecated, evt_deprecated, \d+ \w+ \d{4} \d\d:\d\d:\d\d UTC, customer acme$/,
    );
    const properties = rows.children(events[0]!).map((node) => rows.words(node));
    assert.equal(properties[0], 'Event ID | evt_wrong_type');
    assert.ok(properties.includes('tokens | "1250" · text, not a number'), properties.join('\n'));
    const large = rows.children(events[3]!).map((node) => rows.words(node));
    assert.ok(
      large.some((words) => words.endsWith('| 9007199254740993')),
      large.join('\n'),
    );
  });

  test("an ID that isn't found says what to try", async () => {
    await sandbox.control('/settings', { graceHours: 1_000 });
    await addEvents(['month_old'], { timestamp: new Date(Date.now() - 30 * DAY_MS).toISOString() });
    await sandbox.control('/settings', { graceHours: 12 });
    await addEvents(['evt_CASED']);
    await run('orb.events.search', { eventIds: ['evt_CASED'] });
    await rows.search(['month_old', 'evt_cased', 'no such id']);
    const notFound = rows.children(rows.roots()[0]!).at(-1)!;
    assert.equal(rows.words(notFound), '3 not found');
    assert.deepEqual(
      rows.children(notFound).map((node) => rows.words(node)),
      [
        'Widen to 30 Days | searches for these 3 only',
        'month_old | not in the last 7 days',
        'evt_cased | found as evt_CASED',
        'no such id | not in the last 7 days',
      ],
    );
  });

  test('an ID that was just sent says when, and one seen in another connection says where', async () => {
    await sandbox.control('/settings', { searchDelayMs: 60_000 });
    const folder = await mkdtemp(join(tmpdir(), 'orb-sent-'));
    const { services } = await activated();
    try {
      const file = vscode.Uri.file(join(folder, 'sent.orb.ndjson'));
      const line = {
        idempotency_key: 'sent_now',
        event_name: 'api_call',
        external_customer_id: 'acme',
        timestamp: new Date(Date.now() - 60_000).toISOString(),
        properties: {},
      };
      await writeFile(file.fsPath, `${JSON.stringify(line)}\n`);
      const summary = await run('orb.ingest.file', { uri: file.toString(), confirm: false });
      assert.equal(summary!.accepted, 1);
      const other = {
        id: 'test-other',
        name: 'Acme test',
        mode: 'test',
        gracePeriodHours: 12,
      } as const;
      await services.connections.save(
        { ...other, baseUrl: sandbox.url },
        'some-key-for-a-test-only',
      );
      const { event, raw } = services.events.get({
        connectionId: services.connections.active!.id,
        eventId: 'evt_CASED',
      })!;
      await services.ledger.seen.note(
        other.id,
        [{ event: { ...event, id: 'evt_there' }, raw }],
        Date.now(),
      );
      await rows.search(['sent_now', 'evt_there']);
      const notFound = rows.children(rows.roots()[0]!).at(-1)!;
      const [, sent, there] = rows.children(notFound).map((node) => rows.words(node));
      assert.match(sent!, /^sent_now \| sent \d+ s ago$/);
      assert.equal(there, 'evt_there | seen in Acme test');
      assert.deepEqual(
        rows.children(notFound).map((node) => rows.item(node).contextValue),
        ['orbWiden', 'orbMissing30', 'orbMissingElsewhere'],
      );
    } finally {
      await services.connections.remove('test-other');
      await rm(folder, { recursive: true });
    }
  });

  test("Widen searches in place, and only for what wasn't found", async () => {
    await run('orb.events.search', { eventIds: ['evt_last_month', 'no such id', 'evt_0001'] });
    for (const [command, days, ids] of [
      ['orb.events.search30Days', 30, ['evt_last_month', 'no such id']],
      ['orb.events.search90Days', 90, ['evt_last_month', 'no such id']],
    ] as const) {
      const asked = await searchesDuring(() => run(command));
      assert.equal(asked.length, 1);
      assert.deepEqual(asked[0]!.event_ids, ids);
      const back = Date.now() - Date.parse(asked[0]!.timeframe_start);
      assert.ok(Math.abs(back / 86_400_000 - days) < 0.01, `${back} ms back`);
    }
    // Refresh searches as far: first for all IDs in the search's own time frame, then for the rest
    // in the wider one.
    const again = await searchesDuring(() => run('orb.events.refresh'));
    assert.deepEqual(
      again.map(({ event_ids }) => event_ids.length),
      [3, 2],
    );
  });

  test('the Widen row says for how many IDs, and disappears at the widest time frame', async () => {
    await rows.search(['evt_last_month', 'no such id', 'evt_0001']);
    const notFound = rows.children(rows.roots()[0]!).at(-1)!;
    assert.equal(
      rows.words(rows.children(notFound)[0]!),
      'Widen to 30 Days | searches for these 2 only',
    );
    const { id } = rows.searches.all[0]!;
    await rows.searches.widen(id, lastDaysWindow(30));
    assert.deepEqual(
      rows
        .children(notFound)
        .map((node) => rows.words(node))
        .filter((words) => !words.startsWith('evt_')),
      ['Widen to 90 Days | searches for these 2 only', 'no such id | not in the last 30 days'],
    );
    await rows.searches.widen(id, lastDaysWindow(90));
    assert.deepEqual(
      rows.children(notFound).map((node) => rows.words(node)),
      ['no such id | not in the last 90 days'],
    );
    // If nothing is missing, there's nothing to search for elsewhere.
    await run('orb.events.search', { eventIds: ['evt_0001'] });
    const notice = await noticeOf(() => run('orb.events.searchElsewhere'));
    assert.match(notice, /All ids .* were found/i);
  });

  test('a renamed and pinned search stays first, and survives Clear and a restart', async () => {
    const memory = new Memory();
    const { services } = await activated();
    const before = new EventRows(services, memory);
    const first = await before.search(['evt_0001']);
    await before.search(['evt_0002']);
    before.searches.rename(first.searchId, 'Acme dispute');
    before.searches.togglePin(first.searchId);
    assert.match(before.words(before.roots()[0]!), /^Acme dispute \|/);
    assert.match(before.spoken(before.roots()[0]!), /^Pinned search Acme dispute, /);
    before.searches.removeAll();
    assert.equal(before.roots().length, 1);
    before.dispose();
    const after = new EventRows(services, memory);
    assert.match(after.words(after.roots()[0]!), /^Acme dispute/);
    after.searches.togglePin(first.searchId);
    after.searches.removeAll();
    assert.deepEqual(after.roots(), []);
    after.dispose();
  });

  test("renaming a search that doesn't exist fails with its name", async () => {
    await assert.rejects(
      async () => run('orb.search.rename', 'gone', { name: 'x' }),
      /There's no search "gone"/,
    );
  });

  test('while a filter is on, the first row clears it', async () => {
    await rows.search(['evt_0001', 'evt_0002']);
    rows.lists.arrange({ filter: 'nothing has this' });
    const [clear] = rows.roots();
    assert.match(rows.words(clear!), /^Clear Filter \| nothing has this · 0 of [\d,]+ shown$/);
    assert.equal(rows.item(clear!).command?.command, 'orb.events.clearFilter');
    rows.lists.arrange({ filter: '' });
    assert.equal(rows.roots()[0]!.kind, 'search');
  });

  test("the title's buttons apply to all searches, those of a row to one", async () => {
    await run('orb.events.search', { eventIds: ['evt_0001'] });
    await run('orb.events.search', { eventIds: ['evt_0002'] });
    // The title passes the focused and the selected rows.
    const pressInTitle = async (command: string) =>
      vscode.commands.executeCommand(command, { kind: 'search', searchId: 'any' }, undefined);
    const askedBy = async (work: () => PromiseLike<unknown>) =>
      (await searchesDuring(work)).flatMap(({ event_ids }) => event_ids).sort();
    const refreshed = () => askedBy(() => pressInTitle('orb.events.refresh'));
    assert.deepEqual(await refreshed(), ['evt_0001', 'evt_0002']);
    assert.deepEqual(await askedBy(() => run('orb.events.searchAgain')), ['evt_0002']);
    const ofLostRow = await noticeOf(() =>
      vscode.commands.executeCommand('orb.events.removeSearch', undefined, undefined),
    );
    assert.match(ofLostRow, /The list was refreshing/);
    await run('orb.events.removeSearch');
    assert.deepEqual(await refreshed(), ['evt_0001']);
    await pressInTitle('orb.events.clear');
    assert.deepEqual(await refreshed(), []);
  });

  test('a deprecation shows at once, in the tree and in groups', async () => {
    await addEvents(['dep_1', 'dep_2', 'dep_3']);
    await rows.search(['dep_1', 'dep_2', 'dep_3']);
    const said = await answer({ confirm: () => Promise.resolve(true) });
    const events = rows.children(rows.roots()[0]!);
    const outcome = await run('orb.event.deprecate', events[0], [events[0], events[2]]);
    assert.deepEqual(outcome, { deprecated: ['dep_1', 'dep_3'], failed: [] });
    assert.equal(said.length, 1);
    assert.match(said[0]!, /Deprecate 2 events in .*\(SANDBOX\)\?/);
    assert.match(
      said[0]!,
      /can't be undone.*can't be ingested again.*\d+ of 100 deprecated events of acme in 100 days/,
    );
    assert.deepEqual(
      rows.children(rows.roots()[0]!).map((each) => rows.item(each).contextValue),
      ['orbEventDeprecated', 'orbEvent', 'orbEventDeprecated'],
    );
    const { data } = (await sandbox.api('POST', '/events/search', {
      event_ids: ['dep_1', 'dep_2', 'dep_3'],
    })) as { data: readonly { id: string; deprecated: boolean }[] };
    assert.deepEqual(
      data
        .filter(({ deprecated }) => deprecated)
        .map(({ id }) => id)
        .sort(),
      ['dep_1', 'dep_3'],
    );
  });

  test('the export can be ingested again, and leaves out deprecated events', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orb-export-'));
    try {
      await addEvents(['exported']);
      await run('orb.events.search', {
        eventIds: ['evt_large_number', 'evt_deprecated', 'exported'],
      });
      const said = await answer({});
      const file = join(folder, 'out.orb.ndjson');
      await run('orb.events.export', vscode.Uri.file(file).toString());
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      assert.equal(lines.length, 2);
      assert.match(lines[0]!, /^\{"idempotency_key":"evt_large_number".*9007199254740993/);
      assert.match(said.join(), /1 deprecated event was left out/);
      await sandbox.api('POST', '/ingest', {
        events: lines.map((line) => JSON.parse(line) as unknown).slice(1),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
