import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ReconcileSummary, RepairResult } from '../../src/core/reconciliation/results.ts';
import { activated, answer, callsDuring, sandbox } from './helpers.ts';
import { useIngestSuite } from './ingestSuite.ts';

const run = vscode.commands.executeCommand;

suite('repairs of a comparison', () => {
  const shared = useIngestSuite('repair');
  // Amendments need a customer.
  suiteSetup(async () => {
    const customer = { id: 'c-repair', externalCustomerId: 'repair-test', name: 'Repair' };
    await sandbox.control('/customers', customer);
  });

  const key = (index: number) => `repair-${shared.nowMs}-${shared.prefix}-${index}`;
  const event = (index: number, properties: object = { n: 1 }, ago = 60_000) => ({
    idempotency_key: key(index),
    event_name: 'api_call',
    timestamp: new Date(shared.nowMs - ago).toISOString(),
    external_customer_id: 'repair-test',
    properties,
  });
  const ingest = (...events: readonly object[]) => sandbox.api('POST', '/ingest', { events });

  /** A file, compared. */
  async function compared(lines: readonly unknown[]): Promise<{ id: string; uri: vscode.Uri }> {
    const path = join(shared.folder, `${shared.prefix}.orb.ndjson`);
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    await writeFile(path, texts.join('\n'));
    const uri = vscode.Uri.file(path);
    const summary = await run<ReconcileSummary>('orb.reconcile.file', uri);
    return { id: summary.reconcileId, uri };
  }
  const repair = (args: object) =>
    run<RepairResult | undefined>('orb.reconcile.repair', { confirm: false, ...args });
  const after = (time: string) => new Date(Date.parse(time) + 1).toISOString();
  const again = (id: string) => run<ReconcileSummary>('orb.reconcile.again', id);
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
    assert.match(question ?? '', /2 events, for repair-test.*1 event, for repair-test/s);
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
        [old(0, 70).timestamp, after(old(2, 69).timestamp), false, 'repair-test', 'string'],
        [old(3, 30).timestamp, after(old(3, 30).timestamp), false, 'repair-test', 'string'],
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
      customer: { key: 'external_customer_id', id: 'repair-test' },
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
