import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CommandArgs, CommandId, CommandResult } from '../../src/contributions.ts';
import type { Backfill } from '../../src/core/backfill.ts';
import { BackfillList } from '../../src/workbench/backfills/backfillList.ts';
import { BackfillTree } from '../../src/workbench/backfills/tree.ts';
import type { Dialogs, Question } from '../../src/workbench/dialogs.ts';
import { activated, answer, eventually, sandbox } from './helpers.ts';

const run = <K extends CommandId>(id: K, ...args: CommandArgs<K>) =>
  vscode.commands.executeCommand<CommandResult<K>>(id, ...args);

const DAY = 86_400_000;
const midnight = Math.floor(Date.now() / DAY) * DAY;
const day = (ago: number) => new Date(midnight - ago * DAY).toISOString();
/** Far from the demo data's own backfills. */
const FRAME = { timeframeStart: day(20), timeframeEnd: day(19) };
const inside = new Date(midnight - 20 * DAY + 3_600_000).toISOString();

const create = async (changes: object = {}): Promise<Backfill> => {
  const wanted = { ...FRAME, replaceExistingEvents: false, confirm: false, ...changes };
  return (await run('orb.backfills.create', wanted))!;
};
const send = (backfillId: string, ...ids: readonly string[]) =>
  sandbox.api('POST', `/ingest?backfill_id=${backfillId}`, {
    events: ids.map((id) => ({
      idempotency_key: id,
      event_name: 'api_call',
      external_customer_id: 'acme',
      timestamp: inside,
      properties: { tokens: 1 },
    })),
  });
const found = async (...ids: readonly string[]) => {
  const criteria = { event_ids: ids, timeframe_start: day(30) };
  const { data } = (await sandbox.api('POST', '/events/search', criteria)) as {
    data: readonly { id: string; deprecated: boolean }[];
  };
  return data.map(({ id, deprecated }) => (deprecated ? `${id} deprecated` : id));
};
const settled = (id: string, status: string) =>
  eventually(`${id} is ${status}`, async () => {
    const backfill = await run('orb.backfills.fetch', { backfillId: id });
    return backfill?.status === status;
  });

/** Picks the item whose label begins with the next of these words; types the next of these texts. */
function script(words: readonly string[]): Partial<Dialogs> {
  const left = [...words];
  const next = () => left.shift() ?? '';
  return {
    pick: async (items) => {
      const word = next();
      const item = (await items).find(({ label }) => label.includes(word));
      assert.ok(item, `There is no item ${word}.`);
      return item;
    },
    input: (options) => {
      const text = next();
      const problem = options.validateInput?.(text);
      assert.equal(problem ?? undefined, undefined, `${text} is refused.`);
      return Promise.resolve(text);
    },
    confirm: () => Promise.resolve(true),
    choose: (_message, _detail, actions) => {
      const word = next();
      return Promise.resolve(actions.find((action) => action.includes(word)));
    },
  };
}

suite('backfills', () => {
  setup(async () => {
    await sandbox.control('/settings', { reflectDelayMs: 0 });
    await answer({});
  });
  teardown(async () => {
    await sandbox.control('/faults', []);
    await sandbox.control('/settings', { reflectDelayMs: 5_000 });
    for (const { id, status } of (await run('orb.backfills.list')) ?? []) {
      if (status === 'pending' && id !== 'bf_pending') {
        await run('orb.backfills.revert', { backfillId: id, confirm: false });
      }
    }
  });

  test('are created, filled, closed, reflected and reverted by command, asking nothing', async () => {
    const said = await answer({});
    const backfill = await create({ externalCustomerId: 'acme' });
    assert.deepEqual(
      [backfill.status, backfill.customerId, backfill.replaceExistingEvents],
      ['pending', 'cus_acme', false],
    );
    await send(backfill.id, 'life-1', 'life-2');
    assert.deepEqual(await found('life-1'), []);
    const closed = await run('orb.backfills.close', { backfillId: backfill.id, confirm: false });
    assert.equal(closed?.eventsIngested, 2);
    await settled(backfill.id, 'reflected');
    assert.deepEqual(await found('life-1', 'life-2'), ['life-1', 'life-2']);
    await run('orb.backfills.revert', { backfillId: backfill.id, confirm: false });
    await settled(backfill.id, 'reverted');
    assert.deepEqual(await found('life-1'), []);
    assert.deepEqual(said, []);
  });

  test('all pages are listed, newest first', async () => {
    const { id } = await create();
    const all = await run('orb.backfills.list', {});
    assert.equal(all?.[0]?.id, id);
    assert.ok(all.some((backfill) => backfill.id === 'bf_reflected'));
  });

  test('closing asks with what comes in, what stands there and whose it is; Cancel changes nothing', async () => {
    const { id } = await create({ externalCustomerId: 'acme', replaceExistingEvents: true });
    await send(id, 'review-1');
    const questions: Question[] = [];
    await answer({
      confirm: (question) => {
        questions.push(question);
        return Promise.resolve(false);
      },
    });
    assert.equal(await run('orb.backfills.close', { backfillId: id }), undefined);
    const [question] = questions;
    assert.match(question!.message, /^Close the backfill of .* in .*\(SANDBOX\)\?$/);
    assert.match(question!.detail!, /1 events come in for acme and replace/);
    assert.match(
      question!.detail!,
      /Orb counts 0 events of all customers in these 24 hours, so at most/,
    );
    assert.equal((await run('orb.backfills.fetch', { backfillId: id }))?.status, 'pending');
  });

  test('in live mode the number of incoming events must be typed', async () => {
    const { id } = await create({ externalCustomerId: 'acme' });
    await send(id, 'typed-1', 'typed-2');
    const { url: baseUrl, apiKey } = sandbox;
    const connectionId = (await run('orb.connections.add', {
      name: 'Backfills live',
      mode: 'live',
      apiKey,
      baseUrl,
    }))!;
    const target = { backfillId: id, connectionId };
    const confirm = () => Promise.resolve(true);
    await answer({ confirm, input: () => Promise.resolve('3') });
    assert.equal(await run('orb.backfills.close', target), undefined);
    await answer({ confirm });
    assert.equal(await run('orb.backfills.close', target), undefined);
    const said = await answer({ confirm, input: () => Promise.resolve('2') });
    assert.equal((await run('orb.backfills.close', target))?.id, id);
    assert.match(said[0]!, /Backfills live \(LIVE\)/);
    assert.match(said[1]!, /^input: .*Type 2, the number of incoming events/);
    await run('orb.connections.remove', connectionId);
  });

  test('step by step: nothing has a default, and ALL customers is said so', async () => {
    const said = await answer(
      script([
        'Exact',
        day(20).slice(0, 10),
        day(19).slice(0, 10),
        'ALL',
        'Replace',
        'tokens > 5',
        'One Hour',
      ]),
    );
    const backfill = await run('orb.backfills.create');
    assert.deepEqual(
      [
        backfill?.timeframeStart.slice(0, 10),
        backfill?.customerId,
        backfill?.replaceExistingEvents,
      ],
      [day(20).slice(0, 10), null, true],
    );
    assert.equal(backfill?.deprecationFilter, 'tokens > 5');
    assert.match(said.at(-1) ?? '', /^confirm: .*For ALL customers.*REPLACE those/);
  });

  test('the time frame can be taken from a file, in whole hours', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orb-'));
    const file = join(folder, 'usage.orb.ndjson');
    const line = (minutes: number) =>
      JSON.stringify({ timestamp: new Date(midnight - 20 * DAY + minutes * 60_000).toISOString() });
    await writeFile(file, [line(95), '', 'no event', line(61), line(179)].join('\n'));
    await answer({
      ...script(['Time Span', 'External', 'acme', 'Add', 'One Day']),
      openFile: () => Promise.resolve(vscode.Uri.file(file)),
    });
    const backfill = await run('orb.backfills.create');
    assert.deepEqual(
      [backfill?.timeframeStart.slice(11, 16), backfill?.timeframeEnd.slice(11, 16)],
      ['01:00', '03:00'],
    );
    await rm(folder, { recursive: true });
  });

  test('a file is sent into it: lines outside of the time frame are rejected before sending', async () => {
    const { id } = await create({ externalCustomerId: 'acme' });
    const folder = await mkdtemp(join(tmpdir(), 'orb-'));
    const file = join(folder, 'usage.orb.ndjson');
    const line = (key: string, timestamp: string) =>
      JSON.stringify({
        idempotency_key: key,
        event_name: 'api_call',
        external_customer_id: 'acme',
        timestamp,
        properties: { tokens: 1 },
      });
    await writeFile(
      file,
      [line('file-1', inside), line('file-2', inside), line('late', day(1))].join('\n'),
    );
    const uri = vscode.Uri.file(file).toString();
    const summary = await run('orb.backfills.ingest', { backfillId: id, uri, confirm: false });
    assert.deepEqual(
      [summary?.lines, summary?.accepted, summary?.rejected, summary?.requests],
      [3, 2, 1, 1],
    );
    assert.equal((await run('orb.backfills.fetch', { backfillId: id }))?.eventsIngested, 2);
    await rm(folder, { recursive: true });
  });

  test('more than 31 days are offered as several, which only touch', async () => {
    await answer(
      script([
        'Exact',
        day(120).slice(0, 10),
        day(80).slice(0, 10),
        'Create 2',
        'External',
        'acme',
        'Add',
        'One Day',
      ]),
    );
    const first = await run('orb.backfills.create');
    const all = (await run('orb.backfills.list')) ?? [];
    assert.equal(first?.id, all[1]?.id);
    assert.equal(all[0]?.timeframeStart, all[1]?.timeframeEnd);
    assert.equal(all[0]?.timeframeEnd, day(80));
  });

  test('one that overlaps is shown, and can be reverted on the way', async () => {
    const other = await create();
    const said = await answer(
      script([
        'Exact',
        day(20).slice(0, 10),
        day(19).slice(0, 10),
        'Revert It',
        'External',
        'acme',
        'Add',
        'One Day',
      ]),
    );
    const backfill = await run('orb.backfills.create');
    assert.equal(backfill?.status, 'pending');
    assert.equal((await run('orb.backfills.fetch', { backfillId: other.id }))?.status, 'reverted');
    assert.ok(said.some((each) => each.startsWith('choose: ') && each.includes('overlaps')));
  });

  test('what cannot be is told before sending: 32 days, an end before the start, no time, both ids', async () => {
    const refuses = async (changes: object, words: RegExp) => {
      await assert.rejects(create(changes), words);
    };
    await refuses({ timeframeStart: day(60), timeframeEnd: day(28) }, /at most 31 days/);
    await refuses({ timeframeEnd: FRAME.timeframeStart }, /end must be after the start/);
    await refuses({ timeframeStart: 'yesterday' }, /ISO 8601/);
    await refuses({ customerId: 'cus_acme', externalCustomerId: 'acme' }, /not both/);
    await refuses({ replaceExistingEvents: undefined }, /"replaceExistingEvents" is missing/);
  });

  test('what Orb refuses is told with the way out', async () => {
    await assert.rejects(create({ customerId: 'nobody' }), /knows no customer nobody/);
    const { id } = await create();
    await assert.rejects(create(), /Close or revert that one first/);
    await assert.rejects(
      async () => run('orb.backfills.fetch', { backfillId: 'unknown' }),
      /unknown/,
    );
    await run('orb.backfills.revert', { backfillId: id, confirm: false });
    await assert.rejects(
      async () => run('orb.backfills.close', { backfillId: id, confirm: false }),
      /is reverted: there is nothing to close/,
    );
    await assert.rejects(
      async () => run('orb.backfills.ingest', { backfillId: id, uri: 'file:///x.ndjson' }),
      /takes no more events\. Create another one/,
    );
    await assert.rejects(
      async () => run('orb.backfills.close', { backfillId: '' }),
      /names no backfill/,
    );
  });

  test('the rows say state, scope and countdown, and their steps what is done and to come', async () => {
    const { services } = await activated();
    const list = new BackfillList(services);
    const tree = new BackfillTree(services, list, () => false);
    const connection = services.connections.active!;
    const { id } = await create({ externalCustomerId: 'acme' });
    const all = await create({ timeframeStart: day(18), timeframeEnd: day(16) });
    await list.load(connection.id);
    const rows = tree.getChildren();
    const row = (backfillId: string) => {
      const node = rows.find((each) => each.kind === 'backfill' && each.backfillId === backfillId)!;
      const { label, description, contextValue, resourceUri } = tree.getTreeItem(node);
      const steps = tree.getChildren(node).map((step) => tree.getTreeItem(step).label);
      return {
        label,
        // Exactly a day, or a moment less.
        description: String(description).replace(/2[34] h$/, '24 h'),
        contextValue,
        coloured: resourceUri !== undefined,
        steps,
      };
    };
    const date = (ago: number) =>
      new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(
        midnight - ago * DAY,
      );
    assert.deepEqual(row(id), {
      label: date(20),
      description: `pending · acme · closes in 24 h`,
      contextValue: 'orbBackfillPending',
      coloured: false,
      steps: ['Created', '0 events ingested', 'Closes by itself', 'Reflected'],
    });
    const scoped = row(all.id);
    assert.deepEqual(
      [scoped.description, scoped.coloured],
      ['pending · ALL customers · closes in 24 h', true],
    );
    assert.deepEqual(row('bf_reflected').steps, [
      'Created',
      '12 events ingested',
      'Closed',
      'Reflected',
    ]);
  });

  test('a list that cannot be read is a row with the reason', async () => {
    const { services } = await activated();
    const list = new BackfillList(services);
    const tree = new BackfillTree(services, list, () => false);
    await sandbox.control('/faults', [{ path: '/v1/events/backfills', status: 400, times: 9 }]);
    await assert.rejects(list.load(services.connections.active!.id));
    const [row] = tree.getChildren();
    assert.equal(row?.kind, 'failure');
  });
});
