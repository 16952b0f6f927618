import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { RepairResult } from '../../src/core/reconciliation/results.ts';
import { answer, callsDuring, sandbox } from './helpers.ts';
import { useRepairSuite } from './repairSuite.ts';

const run = vscode.commands.executeCommand;

suite('repairs of a comparison', () => {
  const { key, event, ingest, compared, repair, again } = useRepairSuite('repair');

  async function propertiesOf(index: number): Promise<unknown> {
    const { data } = (await sandbox.api('POST', '/events/search', { event_ids: [key(index)] })) as {
      data: { properties: unknown }[];
    };
    return data[0]?.properties;
  }

  test('asks before it ingests, and sends nothing when that is declined', async () => {
    const { id } = await compared([event(0), event(1)]);
    const said = await answer({});
    const calls = await callsDuring(async () => {
      assert.equal(await repair({ reconcileId: id, action: 'ingest', confirm: true }), undefined);
    });
    assert.match(said.join('\n'), /Ingest 2 events into .*SANDBOX/);
    assert.deepEqual(
      calls.filter(({ path }) => path === '/v1/ingest'),
      [],
    );
  });

  test('ingests what is missing inside the grace period, and nothing else', async () => {
    await ingest(event(0), event(1, { n: 2 }));
    const late = event(3, { n: 1 }, 100 * 3_600_000);
    const { id } = await compared([event(0), '', event(1), event(2), late, '{']);
    const calls = await callsDuring(async () => {
      const result = await repair({ reconcileId: id, action: 'ingest' });
      assert.ok(result);
      const { repairId, ...counts } = result;
      assert.ok(repairId !== '');
      assert.deepEqual(counts, { planned: 1, done: 1, failed: [], notTried: 0, cancelled: false });
    });
    const sent = calls.filter(({ path }) => path === '/v1/ingest');
    assert.deepEqual(
      sent.map(({ requestBody }) => requestBody),
      [JSON.stringify({ events: [event(2)] })],
    );
    const { missing, same } = await again(id);
    assert.deepEqual([missing, same], [1, 2]);
    await assert.rejects(
      async () => repair({ reconcileId: id, action: 'ingest', lines: [5] }),
      /None of these lines is missing/,
    );
  });

  test('a line that Orb rejects is listed with its number and reason', async () => {
    const { id } = await compared([
      event(0),
      '',
      { ...event(1), external_customer_id: undefined, customer_id: 'nobody' },
    ]);
    const result = await repair({ reconcileId: id, action: 'ingest' });
    assert.deepEqual([result?.planned, result?.done, result?.notTried], [2, 1, 0]);
    assert.deepEqual(
      result?.failed.map(({ line }) => line),
      [3],
    );
    assert.match(result.failed[0]?.message ?? '', /customer/i);
  });

  test('amends what differs with exactly the text of the file', async () => {
    await ingest(event(0, { cached: 'true' }), event(1, { n: 5 }), event(2));
    const { id } = await compared([event(0, { cached: true, tokens: 1 }), event(1), event(2)]);
    const said = await answer({ confirm: () => Promise.resolve(true) });
    const result = await run<RepairResult>('orb.reconcile.repair', {
      reconcileId: id,
      action: 'amend',
    });
    const { repairId, ...counts } = result;
    assert.match(repairId, /^amend-/);
    assert.deepEqual(counts, { planned: 2, done: 2, failed: [], notTried: 0, cancelled: false });
    assert.match(said.join('\n'), /Amend 2 events in .*SANDBOX.*Customers: repair-test \(2\)/);
    assert.deepEqual(await propertiesOf(0), { cached: true, tokens: 1 });
    const { same, different } = await again(id);
    assert.deepEqual([same, different], [3, 0]);
  });

  test('amends only the lines and the kind that are asked for', async () => {
    await ingest(event(0, { a: 2 }), event(1, { a: 2 }), event(2, { b: 2 }));
    const { id } = await compared([event(0, { a: 1 }), event(1, { a: 1 }), event(2, { b: 1 })]);
    const first = await repair({ reconcileId: id, action: 'amend', kind: 'properties.b:value' });
    assert.equal(first?.done, 1);
    const second = await repair({ reconcileId: id, action: 'amend', lines: [2] });
    assert.equal(second?.done, 1);
    assert.deepEqual(
      [await propertiesOf(0), await propertiesOf(1), await propertiesOf(2)],
      [{ a: 2 }, { a: 1 }, { b: 1 }],
    );
  });

  test('an event that changed since, or is gone, is not amended', async () => {
    await ingest(event(0, { n: 5 }), event(1, { n: 5 }), event(2, { n: 5 }));
    const { id } = await compared([event(0), event(1), event(2)]);
    const { idempotency_key: changedId, ...body } = event(0, { n: 6 });
    await sandbox.api('PUT', `/events/${changedId}`, body);
    await sandbox.api('PUT', `/events/${key(1)}/deprecate`);
    const result = await repair({ reconcileId: id, action: 'amend' });
    assert.deepEqual([result?.planned, result?.done, result?.notTried], [3, 1, 0]);
    assert.deepEqual(
      result?.failed.map(({ line }) => line),
      [1, 2],
    );
    assert.match(result.failed[0]?.message ?? '', /changed in Orb since it was compared/);
    assert.match(result.failed[1]?.message ?? '', /deprecated since/);
    assert.deepEqual(await propertiesOf(0), { n: 6 });
  });

  test('an amendment whose response was lost is not sent a second time', async () => {
    await ingest(event(0, { n: 5 }));
    const { id } = await compared([event(0)]);
    const amendments = async () => {
      const calls = await callsDuring(async () => {
        const result = await repair({ reconcileId: id, action: 'amend' });
        assert.deepEqual([result?.planned, result?.done], [1, 1]);
      });
      return calls.filter(({ method }) => method === 'PUT').length;
    };
    await sandbox.control('/faults', [
      { method: 'PUT', path: `/v1/events/${key(0)}`, drop: 'after' },
    ]);
    assert.ok((await amendments()) >= 1);
    assert.equal(await amendments(), 0);
  });

  test('a rejected key stops the rest, which is not tried', async () => {
    const all = Array.from({ length: 40 }, (_, index) => index);
    await ingest(...all.map((index) => event(index, { n: 5 })));
    const { id } = await compared(all.map((index) => event(index)));
    await sandbox.control('/faults', [{ path: '/v1/events/search', status: 401, times: 100 }]);
    const result = await repair({ reconcileId: id, action: 'amend' });
    assert.ok(result);
    assert.equal(result.done, 0);
    assert.equal(result.failed.length + result.notTried, 40);
    assert.ok(result.notTried >= 24, 'Only what was under way failed.');
  });

  test('what the key was not allowed to do is resumed, and nothing else', async () => {
    await ingest(event(0, { n: 5 }), event(1, { n: 5 }), event(2, { n: 5 }));
    const { id } = await compared([event(0), event(1), event(2)]);
    const { idempotency_key: changedId, ...body } = event(1, { n: 6 });
    await sandbox.api('PUT', `/events/${changedId}`, body);
    await sandbox.control('/faults', [
      { method: 'PUT', path: `/v1/events/${key(2)}`, status: 403, times: 100 },
    ]);
    const said = await answer({});
    const first = await repair({ reconcileId: id, action: 'amend' });
    assert.ok(first);
    assert.deepEqual([first.done, first.failed.length], [1, 2]);
    assert.match(
      said.join('\n'),
      /1 of 3 repaired, 2 failed, 0 not tried\. Line 2: The event changed/,
    );
    await sandbox.control('/faults', []);
    const labels: string[] = [];
    await answer({
      pick: async (choices) => {
        labels.push(...(await choices).map(({ label, description }) => `${label} ${description}`));
        return undefined;
      },
    });
    await run('orb.reconcile.repair');
    assert.equal(labels[0], 'Resume Repair 1 of 3 left');
    const calls = await callsDuring(async () => {
      const { repairId } = first;
      const again = await run<RepairResult>('orb.reconcile.repair', { repairId });
      assert.deepEqual([again.planned, again.done, again.notTried], [3, 2, 0]);
      assert.deepEqual(
        again.failed.map(({ line }) => line),
        [2],
      );
    });
    assert.equal(calls.filter(({ method }) => method === 'PUT').length, 1);
    await assert.rejects(
      async () => run('orb.reconcile.repair', { repairId: first.repairId }),
      /nothing to resume/,
    );
    await assert.rejects(
      async () => run('orb.reconcile.repair', { repairId: 'amend-1' }),
      /no repair "amend-1"/,
    );
  });

  test('deprecates chosen lines only, and asks with what that means', async () => {
    await ingest(event(0), event(1, { n: 2 }), event(2));
    const { id } = await compared([event(0), event(1), event(2), event(3)]);
    await assert.rejects(
      async () => repair({ reconcileId: id, action: 'deprecate' }),
      /Choose the lines/,
    );
    await assert.rejects(
      async () => repair({ reconcileId: id, action: 'deprecate', lines: [4] }),
      /Orb has none of these lines' events/,
    );
    const said = await answer({ confirm: () => Promise.resolve(true) });
    const result = await run<RepairResult>('orb.reconcile.repair', {
      ...{ reconcileId: id, action: 'deprecate', lines: [1, 2, 4] },
    });
    const { repairId, ...counts } = result;
    assert.match(repairId, /^deprecate-/);
    assert.deepEqual(counts, { planned: 2, done: 2, failed: [], notTried: 0, cancelled: false });
    assert.match(said.join('\n'), /Deprecate 2 events in .*SANDBOX.*This can't be undone/s);
    const { same, deprecated, missing } = await again(id);
    assert.deepEqual([same, deprecated, missing], [1, 2, 1]);
  });

  test('a file that changed is not repaired', async () => {
    await ingest(event(0, { n: 5 }));
    const { id, uri } = await compared([event(0), event(1)]);
    await writeFile(uri.fsPath, JSON.stringify(event(7)));
    for (const action of ['ingest', 'amend']) {
      const calls = await callsDuring(async () => {
        await assert.rejects(
          async () => repair({ reconcileId: id, action }),
          /changed since it was compared/,
        );
      });
      assert.deepEqual(
        calls.filter(({ path }) => path !== '/v1/ping'),
        [],
      );
    }
  });

  test('the palette offers what the comparison can repair', async () => {
    await ingest(event(0, { n: 5 }));
    await compared([event(0), event(1)]);
    const labels: string[] = [];
    await answer({
      pick: async (choices) => {
        labels.push(...(await choices).map(({ label }) => label));
        return undefined;
      },
    });
    await run('orb.reconcile.repair');
    assert.deepEqual(labels, ['Ingest Missing Events (1)', 'Amend Different Events (1)']);
  });
});
