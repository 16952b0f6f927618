import assert from 'node:assert/strict';
import { BackfillList } from '../../src/workbench/backfills/backfillList.ts';
import { BackfillTree } from '../../src/workbench/backfills/tree.ts';
import { BackfillPoller } from '../../src/workbench/backfills/backfillPoller.ts';
import { create, DAY, day, midnight, run, useBackfills } from './backfillHelpers.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, sandbox } from './helpers.ts';

suite('the Backfills view', () => {
  useBackfills();

  test('rows show state, customer, and countdown, and steps show what is done and what follows', async () => {
    const { services } = await activated();
    const list = new BackfillList(services);
    const tree = new BackfillTree(services, list, () => false);
    const connection = services.connections.active!;
    const { id } = await create({ externalCustomerId: 'acme' });
    const all = await create({ timeframeStart: day(18), timeframeEnd: day(16) });
    await list.load(connection.id);
    const rows = await tree.getChildren();
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
      steps: ['Created', '0 events ingested', 'Closes automatically', 'Reflected'],
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

  test('a backfill that never settles is polled with growing pauses until polling ends, and its row says so', async () => {
    const { services } = await activated();
    const { id: connectionId } = services.connections.active!;
    await sandbox.control('/settings', { reflectDelayMs: 1_000_000_000 });
    const { id } = await create();
    await run('orb.backfills.close', { backfillId: id, confirm: false });
    const times: number[] = [];
    const list = new (class extends BackfillList {
      override fetch(...asked: Parameters<BackfillList['fetch']>) {
        times.push(performance.now());
        return super.fetch(...asked);
      }
    })(services);
    await list.load(connectionId);
    const view = { visible: false };
    const policy = { firstPauseMs: 20, growth: 3, maxPauseMs: 200, rounds: 4 };
    const poller: BackfillPoller = new BackfillPoller(
      services,
      list,
      view,
      () => tree.repaint(),
      policy,
    );
    const tree = new BackfillTree(services, list, () => poller.isExhausted);
    const row = () =>
      String(tree.getTreeItem({ kind: 'backfill', connectionId, backfillId: id }).description);
    try {
      // While the view is hidden, nothing is polled.
      poller.update();
      assert.equal(poller.isExhausted, false);
      view.visible = true;
      await eventually('it is closing', () => row() === 'closing · ALL customers');
      poller.update();
      await eventually(
        'the poller gives up',
        () => poller.isExhausted && row().endsWith('no longer updated'),
      );
      assert.equal(times.length, 4);
      // They are 60, 180, and 200 milliseconds apart.
      assert.ok(times[3]! - times[0]! >= 400, times.join());
      poller.update();
      await new Promise((resolve) => setTimeout(resolve, 2 * policy.maxPauseMs));
      assert.equal(times.length, 4);
      // A manual refresh starts again, and now it has settled.
      await sandbox.api('POST', `/events/backfills/${id}/revert`);
      poller.restart();
      await eventually('it is reverted', () => row().startsWith('reverted'));
      assert.equal(poller.isExhausted, false);
    } finally {
      poller.dispose();
    }
  });

  test('the view waits for the first load, so it never seems to be empty', async () => {
    const { services } = await activated();
    const tree = new BackfillTree(services, new BackfillList(services), () => false);
    const rows = tree.getChildren();
    assert.ok(rows instanceof Promise);
    assert.ok((await rows).length > 0);
  });

  test('a refresh keeps the rows, so that open menus keep working, until one is added or removed', async () => {
    const { services } = await activated();
    const { id } = services.connections.active!;
    const list = new BackfillList(services);
    const tree = new BackfillTree(services, list, () => false);
    const drawings: unknown[] = [];
    const listening = [
      list.onDidChange(() => tree.repaint()),
      tree.onDidChangeTreeData((drawn) => drawings.push(drawn)),
    ];
    try {
      const rows = await tree.getChildren();
      drawings.length = 0;
      await list.load(id);
      assert.deepEqual(drawings, [rows, rows]);
      const { id: backfillId } = await create();
      await list.load(id);
      assert.equal(drawings.at(-1), undefined);
      const more = await tree.getChildren();
      assert.equal(more.length, rows.length + 1);
      await list.fetch(id, backfillId);
      assert.deepEqual(drawings.at(-1), more);
    } finally {
      for (const each of listening) each.dispose();
    }
  });

  test('a failed load is a row with the reason', async () => {
    const { services } = await activated();
    const list = new BackfillList(services);
    const tree = new BackfillTree(services, list, () => false);
    await sandbox.control('/faults', [{ path: '/v1/events/backfills', status: 400, times: 9 }]);
    await assert.rejects(list.load(services.connections.active!.id));
    const [row] = await tree.getChildren();
    assert.equal(row?.kind, 'failure');
  });
});
