import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RepairResult } from '../../src/core/reconciliation/results.ts';
import { activated, answer, callsDuring, sandbox } from './helpers.ts';
import { useRepairSuite } from './repairSuite.ts';

const run = vscode.commands.executeCommand;
const after = (time: string) => new Date(Date.parse(time) + 1).toISOString();

suite('repairs of a comparison with backfills and new event IDs', () => {
  const { key, event, ingest, compared, repair, again } = useRepairSuite('repair-new');

  test('backfills what is missing past the grace period, once for each stretch of time, and replaces nothing', async () => {
    const DAY_MS = 86_400_000;
    const old = (index: number, days: number) => event(index, { n: 1 }, days * DAY_MS);
    const { id } = await compared([old(0, 70), event(1), '', old(2, 69), old(3, 30)]);
    const said = await answer({ confirm: () => Promise.resolve(true) });
    let result: RepairResult | undefined;
    const calls = await callsDuring(async () => {
      result = await run<RepairResult>('orb.reconcile.repair', {
        ...{ reconcileId: id, action: 'backfill' },
      });
    });
    assert.ok(result);
    const { repairId, backfillIds = [], ...counts } = result;
    assert.match(repairId, /^backfill-/);
    assert.deepEqual(counts, { planned: 3, done: 3, failed: [], notTried: 0, cancelled: false });
    assert.equal(backfillIds.length, 2);
    const [question, ...others] = said;
    // The plan is confirmed once; the rest is how it ended.
    assert.match(
      others.join('\n'),
      /^notify: \["info","3 events repaired\. What is in a backfill[^\n]*$/,
    );
    assert.match(question ?? '', /Backfill 3 events in .*SANDBOX.*nothing is replaced/s);
    assert.match(question ?? '', /2 events, for repair-new-test.*1 event, for repair-new-test/s);
    const created = calls.filter(({ path }) => path === '/v1/events/backfills');
    const bodies = created.flatMap(({ method, requestBody }) =>
      method === 'POST' ? [JSON.parse(requestBody) as Record<string, unknown>] : [],
    );
    assert.deepEqual(
      bodies.map((body) => [
        body['timeframe_start'],
        body['timeframe_end'],
        body['replace_existing_events'],
        body['external_customer_id'],
        typeof body['close_time'],
      ]),
      [
        [old(0, 70).timestamp, after(old(2, 69).timestamp), false, 'repair-new-test', 'string'],
        [old(3, 30).timestamp, after(old(3, 30).timestamp), false, 'repair-new-test', 'string'],
      ],
    );
    await sandbox.control('/settings', { reflectDelayMs: 0 });
    for (const backfillId of backfillIds) {
      assert.ok(await run('orb.backfills.close', { backfillId, confirm: false }));
    }
    await sandbox.control('/settings', { reflectDelayMs: 5_000 });
    const { missing, same } = await again(id);
    assert.deepEqual([missing, same], [1, 3]);
  });

  test('events in the time of an unfinished backfill wait for it, and are resumed', async () => {
    const old = (index: number, days: number) => event(index, { n: 1 }, days * 86_400_000);
    const other = (await sandbox.api('POST', '/events/backfills', {
      timeframe_start: old(0, 71).timestamp,
      timeframe_end: old(0, 69).timestamp,
      replace_existing_events: false,
    })) as { id: string };
    const { id } = await compared([old(0, 70), old(1, 68)]);
    await assert.rejects(
      async () => repair({ reconcileId: id, action: 'backfill', lines: [1] }),
      /isn't finished. Close or revert it first/,
    );
    const first = await repair({ reconcileId: id, action: 'backfill' });
    assert.ok(first);
    assert.deepEqual([first.planned, first.done, first.notTried], [2, 1, 1]);
    await sandbox.api('POST', `/events/backfills/${other.id}/revert`);
    const { repairId } = first;
    const again = await run<RepairResult>('orb.reconcile.repair', { repairId });
    assert.deepEqual([again.planned, again.done, again.notTried], [2, 2, 0]);
    for (const backfillId of again.backfillIds ?? []) {
      await sandbox.api('POST', `/events/backfills/${backfillId}/revert`);
    }
  });

  /** Events in Orb two hours after the times of the file, one inside the grace period and one past it. */
  async function shifted() {
    const [soon, old] = [event(0, { n: 1 }, 3 * 3_600_000), event(1, { n: 1 }, 90 * 86_400_000)];
    await ingest({ ...soon, timestamp: event(0).timestamp });
    const wrong = { ...old, timestamp: event(1).timestamp };
    await ingest(wrong);
    return compared([soon, '', old, event(2)]);
  }
  const ingested = (calls: readonly { path: string; requestBody: string }[]) =>
    calls.flatMap(({ path, requestBody }) =>
      path === '/v1/ingest'
        ? (JSON.parse(requestBody) as { events: { idempotency_key: string }[] }).events.map(
            ({ idempotency_key: id }) => id,
          )
        : [],
    );

  test('corrects a wrong timestamp under a new ID: deprecates the event, then sends the copy', async () => {
    const { id } = await shifted();
    const said = await answer({
      input: () => Promise.resolve('-fixed'),
      confirm: () => Promise.resolve(true),
    });
    let result: RepairResult | undefined;
    const calls = await callsDuring(async () => {
      result = await run<RepairResult>('orb.reconcile.repair', {
        ...{ reconcileId: id, action: 'rekey' },
      });
    });
    assert.ok(result);
    const { repairId, backfillIds = [], ...counts } = result;
    assert.match(repairId, /^rekey-/);
    assert.deepEqual(counts, { planned: 2, done: 2, failed: [], notTried: 0, cancelled: false });
    assert.match(said.join('\n'), /Correct 2 events in .*SANDBOX.*-fixed.*can't be undone/s);
    assert.equal(backfillIds.length, 1, 'The one past the grace period needs a backfill.');
    assert.deepEqual(ingested(calls), [`${key(0)}-fixed`, `${key(1)}-fixed`]);
    const writes = calls.filter(({ method }) => method === 'PUT').map(({ path }) => path);
    assert.deepEqual(
      writes.toSorted(),
      [0, 1].map((n) => `/v1/events/${key(n)}/deprecate`),
    );
    for (const backfillId of backfillIds) {
      await sandbox.api('POST', `/events/backfills/${backfillId}/revert`);
    }
    await assert.rejects(
      async () => repair({ reconcileId: id, action: 'rekey', lines: [1], suffix: '-fixed' }),
      /already has an event/,
    );
  });

  test('copies that could not be sent are sent by a resume, and nothing is deprecated or sent twice', async () => {
    const { id } = await shifted();
    await sandbox.control('/faults', [{ path: '/v1/ingest', status: 401, times: 100 }]);
    const first = await repair({ reconcileId: id, action: 'rekey', suffix: '-2' });
    assert.ok(first);
    assert.deepEqual([first.planned, first.done, first.notTried], [2, 0, 2]);
    await sandbox.control('/faults', []);
    const { repairId } = first;
    let result: RepairResult | undefined;
    const calls = await callsDuring(async () => {
      result = await run<RepairResult>('orb.reconcile.repair', { repairId });
    });
    assert.deepEqual([result?.done, result?.failed, result?.notTried], [2, [], 0]);
    assert.deepEqual(ingested(calls), [`${key(0)}-2`, `${key(1)}-2`]);
    assert.equal(calls.filter(({ method }) => method === 'PUT').length, 0);
    for (const backfillId of result?.backfillIds ?? []) {
      await sandbox.api('POST', `/events/backfills/${backfillId}/revert`);
    }
  });

  test('a copy that was never sent and is past the grace period by now goes into a backfill', async () => {
    const old = event(1, { n: 1 }, 80 * 86_400_000);
    const { id } = await compared([event(0)]);
    const { services } = await activated();
    const root = vscode.Uri.joinPath(services.context.globalStorageUri, 'comparisons', id).fsPath;
    const repairId = 'rekey-by-hand';
    const folder = join(root, 'repairs', repairId);
    await mkdir(folder, { recursive: true });
    const copy = JSON.stringify({ ...old, idempotency_key: `${key(1)}-late` });
    const ms = Date.parse(old.timestamp);
    const line = {
      ...{ line: 1, id: key(1), ms, heldMs: ms, comparedText: '', text: null, copy },
      customer: { key: 'external_customer_id', id: 'repair-new-test' },
    };
    const connectionId = services.connections.active?.id;
    const direct = { index: 0, path: join(folder, 'none'), lines: 1, numbers: [1], isDirect: true };
    const journal = [
      { kind: 'repair', version: 1, repairId, action: 'rekey', connectionId, startedMs: 0 },
      { kind: 'lines', lines: [line] },
      { kind: 'start' },
      { kind: 'done', line: 1 },
      { kind: 'backfill', backfill: { ...direct, startMs: 0, endMs: 0 } },
    ];
    const text = journal.map((entry) => JSON.stringify(entry)).join('\n');
    await writeFile(join(folder, 'journal.ndjson'), text);
    const result = await run<RepairResult>('orb.reconcile.repair', { repairId });
    assert.deepEqual([result.planned, result.done, result.notTried], [1, 1, 0]);
    assert.equal(result.backfillIds?.length, 1);
    await sandbox.api('POST', `/events/backfills/${result.backfillIds[0] ?? ''}/revert`);
  });
});
