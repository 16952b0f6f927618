import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../helpers/eventually.ts';
import { closeAll } from './editors.ts';
import { activated, answer, noticeOf, sandbox } from './helpers.ts';

interface Hours {
  readonly hours: readonly {
    readonly timeframeStart: string;
    readonly timeframeEnd: string;
    readonly count: number;
  }[];
}
const show = async (asked?: unknown): Promise<Hours> =>
  vscode.commands.executeCommand<Hours>('orb.volume.show', asked);
const volumeTabs = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ label }) => label.startsWith('Volume:'));

suite('the command that shows event volume', () => {
  suiteSetup(() => activated());
  teardown(async () => {
    await sandbox.control('/faults', []);
    await closeAll();
  });

  test("opens one page for the connection and returns Orb's counts", async () => {
    await answer({});
    const { hours } = await show();
    assert.equal(hours.length, 168);
    const [first, last] = [hours[0]!, hours.at(-1)!];
    const query = new URLSearchParams({
      timeframe_start: first.timeframeStart,
      timeframe_end: hours[99]!.timeframeEnd,
      limit: '100',
    });
    const told = (await sandbox.api('GET', `/events/volume?${String(query)}`)) as {
      readonly data: readonly { readonly count: number }[];
    };
    assert.deepEqual(
      hours.slice(0, 100).map(({ count }) => count),
      told.data.map(({ count }) => count),
    );
    assert.ok(Date.parse(last.timeframeEnd) - Date.parse(first.timeframeStart) === 168 * 3_600_000);
    await show();
    const tabs = await eventually(
      'the page has a tab',
      () => volumeTabs().length > 0 && volumeTabs(),
    );
    assert.deepEqual(
      tabs.map(({ label }) => label),
      ['Volume: Environment (SANDBOX)'],
    );
  });

  test('returns whole hours for the given time frame without a question', async () => {
    const said = await answer({});
    const { hours } = await show({
      timeframeStart: '2026-08-19T02:30:00+02:00',
      timeframeEnd: '2026-08-19T03:01:00Z',
    });
    assert.deepEqual(
      hours.map(({ timeframeStart }) => timeframeStart),
      ['00', '01', '02', '03'].map((hour) => `2026-08-19T${hour}:00:00Z`),
    );
    assert.deepEqual(said, []);
  });

  test('rejects an invalid time frame with a message', async () => {
    await answer({});
    await assert.rejects(show({ timeframeStart: 'yesterday' }), /"yesterday" isn't a valid time/);
    const turned = { timeframeStart: '2026-08-19T02:00:00Z', timeframeEnd: '2026-08-18T02:00:00Z' };
    await assert.rejects(show(turned), /an end after the start/);
    const long = { timeframeStart: '2020-08-19T02:00:00Z', timeframeEnd: '2026-08-18T02:00:00Z' };
    await assert.rejects(show(long), /at most 366 days/);
  });

  test('rejects with the reason if Orb does, and works again afterwards', async () => {
    await sandbox.control('/faults', [{ path: '/v1/events/volume', times: 99, status: 401 }]);
    await assert.rejects(show({}), /rejected this connection's API key/);
    assert.match(await noticeOf(() => show()), /rejected this connection's API key.*Replace Key/);
    await sandbox.control('/faults', []);
    const { hours } = await eventually('the figures are there', show);
    assert.equal(hours.length, 168);
  });

  test("ignores the selected row that a view's title passes", async () => {
    await answer({});
    const { services } = await activated();
    const connectionId = services.connections.active!.id;
    const backfill = { kind: 'backfill', connectionId, backfillId: 'bf_reflected' };
    for (const row of [backfill, { kind: 'step', parent: backfill, label: 'Created' }, null]) {
      assert.equal((await show(row)).hours.length, 168);
    }
  });

  test("shows what this editor sent, by the events' own hours", async () => {
    await answer({});
    const { services } = await activated();
    const connectionId = services.connections.active!.id;
    await services.connections.client(connectionId);
    const now = services.connections.now(connectionId);
    const hour = Math.floor(now / 3_600_000) * 3_600_000;
    const sent = () => services.ledger.sent.byHour(connectionId, hour - 3 * 3_600_000, hour);
    const before = new Map(await sent());
    const folder = await mkdtemp(join(tmpdir(), 'orb-volume-'));
    const file = join(folder, 'sent.orb.ndjson');
    const line = (key: string, ms: number, tokens: unknown = 1) =>
      JSON.stringify({
        idempotency_key: `volume-${now}-${key}`,
        event_name: 'api_call',
        external_customer_id: 'acme',
        timestamp: new Date(ms).toISOString(),
        properties: { tokens },
      });
    await writeFile(
      file,
      [
        line('a', hour - 1),
        line('b', hour - 3_600_000),
        // A duplicate is sent once, and an invalid line isn't sent.
        line('b', hour - 3_600_000),
        line('c', hour - 3 * 3_600_000 + 1_799_999),
        line('d', hour - 2 * 3_600_000, null),
      ].join('\n'),
    );
    const summary = await vscode.commands.executeCommand<{ readonly accepted: number }>(
      'orb.ingest.file',
      { uri: vscode.Uri.file(file).toString(), confirm: false },
    );
    assert.equal(summary.accepted, 3);
    const after = await sent();
    const added = [3, 2, 1].map((ago) => {
      const at = hour - ago * 3_600_000;
      return (after.get(at) ?? 0) - (before.get(at) ?? 0);
    });
    assert.deepEqual(added, [1, 0, 2]);
    await rm(folder, { recursive: true });
  });
});
