import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { sumMoney } from '../../src/core/billing/money.ts';
import type { UsageQuery, UsageResult } from '../../src/core/usage/usageCommand.ts';
import { UsageModel } from '../../src/workbench/usage/model.ts';
import { firstQuestion, type UsageQuestion } from '../../src/workbench/usage/question.ts';
import { sentIds } from '../../src/workbench/usage/sentIds.ts';
import { eventually } from '../helpers/eventually.ts';
import { closeAll } from './editors.ts';
import { environmentId } from './eventDocuments.ts';
import { activated, answer, sandbox } from './helpers.ts';
import { run } from './searchHelpers.ts';
import { startUsageOrb, type UsageOrb } from './usageOrb.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const hourKey = 'hour_floor_timestamp_millis(timestamp_millis)';

suite('the command that shows usage', () => {
  let orb: UsageOrb;
  let connectionId = '';
  /** A whole hour, two days ago. */
  const start = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * DAY_MS;
  const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  const frame = { timeframeStart: iso(start), timeframeEnd: iso(start + 3 * HOUR_MS) };

  suiteSetup(async () => {
    orb = await startUsageOrb();
    await answer({});
    const connection = { name: 'Billing', mode: 'test', apiKey: 'a-key-0123456789abcdef' } as const;
    connectionId = (await run('orb.connections.add', { ...connection, baseUrl: orb.url }))!;
  });
  setup(() => answer({}));
  teardown(async () => {
    orb.evaluated.length = 0;
    orb.instead.clear();
    orb.values = ['a', 'b'];
    await closeAll();
  });
  suiteTeardown(async () => {
    await run('orb.connections.remove', connectionId);
    await run('orb.connections.switch', await environmentId());
    await orb.stop();
  });

  const show = async (asked?: UsageQuery): Promise<UsageResult> =>
    vscode.commands.executeCommand<UsageResult>('orb.usage.show', asked);
  async function newModel(question: Partial<UsageQuestion>): Promise<UsageModel> {
    const { services } = await activated();
    const port = {
      client: () => services.connections.client(connectionId),
      nowMs: () => Date.now(),
      keep: () => undefined,
    };
    const customer = { externalCustomerId: 'acme' };
    return new UsageModel(port, { ...firstQuestion, customer, ...question });
  }
  const unread = ({ state }: UsageModel) =>
    state.series.quantities.filter((each) => each === null).length;
  const instead = (name: string, status: number, detail: string, headers = {}) =>
    orb.instead.set(name, [[status, { status, title: 'Error', detail }, headers]]);

  test("returns Orb's quantities and amounts for each hour, exactly as reported", async () => {
    const said = await answer({});
    const { currency, rows } = await show({
      externalCustomerId: 'acme',
      priceId: 'tokens',
      ...frame,
    });
    assert.equal(currency, 'USD');
    assert.deepEqual(
      rows,
      [0, 1, 2].map((hour) => ({
        timeframeStart: iso(start + hour * HOUR_MS),
        timeframeEnd: iso(start + (hour + 1) * HOUR_MS),
        quantity: '10',
        amount: '0.000010',
      })),
    );
    assert.deepEqual(orb.evaluated, [
      {
        customer_id: 'orb_acme',
        timeframe_start: new Date(start).toISOString(),
        timeframe_end: new Date(start + 3 * HOUR_MS).toISOString(),
        price_evaluations: [{ price_id: 'tokens', grouping_keys: [hourKey] }],
      },
    ]);
    assert.deepEqual(said, []);
    await eventually('the page has a tab', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label }) => label === 'Usage: Billing (TEST)'),
    );
  });

  test('groups by a property, and keeps the filter that the subscription adds', async () => {
    orb.values = ['x', 7, true, ''];
    const { rows } = await show({
      ...{ externalCustomerId: 'acme', priceId: 'calls', groupBy: 'my tier', filter: 'a = 1' },
      ...frame,
    });
    assert.deepEqual(
      rows.slice(0, 4).map(({ group }) => group),
      orb.values,
    );
    assert.deepEqual(orb.evaluated[0]?.price_evaluations, [
      {
        price_id: 'calls',
        filter: "(region = 'eu') AND (a = 1)",
        grouping_keys: [hourKey, '"my tier"'],
      },
    ]);
  });

  test('asks Orb for whole days', async () => {
    const { rows } = await show({
      ...{ externalCustomerId: 'acme', granularity: 'day' },
      ...{ timeframeStart: iso(start), timeframeEnd: iso(start + DAY_MS) },
    });
    const midnight = Math.floor(start / DAY_MS) * DAY_MS;
    assert.equal(rows[0]?.timeframeStart, iso(midnight));
    assert.equal(rows[0].timeframeEnd, iso(midnight + DAY_MS));
    assert.equal(orb.evaluated[0]?.price_evaluations[0]?.price_id, 'calls', 'the first by name');
    assert.deepEqual(orb.evaluated[0].price_evaluations[0].grouping_keys, []);
  });

  test('reads long ranges in parts, from 100 days ago at most', async () => {
    const { rows } = await show({
      externalCustomerId: 'acme',
      timeframeStart: iso(start - 300 * DAY_MS),
      timeframeEnd: iso(start),
    });
    assert.equal(orb.evaluated.length, 3);
    assert.ok(rows.length > 97 * 24 && rows.length <= 100 * 24, String(rows.length));
  });

  test('says why there is no usage, without a notification next to the page', async () => {
    const said = await answer({});
    const acme = { externalCustomerId: 'acme', ...frame };
    await assert.rejects(
      show({ ...frame, externalCustomerId: 'nobody' }),
      /No customer has the ID nobody/,
    );
    instead('subscriptions', 403, 'Forbidden.');
    await assert.rejects(show(acme), /Billing's API key can't read billing data/);
    for (const route of ['acme', 'evaluate']) {
      instead(route, 404, 'Not found.');
      await assert.rejects(show(acme), /Price evaluation isn't available/);
    }
    instead('evaluate', 400, 'Unknown column regio.');
    await assert.rejects(show({ ...acme, filter: 'regio = 1' }), /Unknown column regio/);
    orb.values = Array.from({ length: 1_000 }, (_, index) => `v${index}`);
    await assert.rejects(
      show({ ...acme, groupBy: 'request_id' }),
      /request_id has too many values to group by/,
    );
    orb.instead.set('subscriptions', [[200, { data: [] }]]);
    await assert.rejects(show(acme), /acme has no usage prices from/);
    assert.deepEqual(said, []);
  });

  test('waits as long as a response 429 says', async () => {
    instead('evaluate', 429, 'Too many requests.', { 'retry-after': '1' });
    const model = await newModel({ range: 'day' });
    const said: (boolean | undefined)[] = [];
    const stop = model.onDidChange(() => said.push(model.state.reading?.isWaiting));
    await model.read();
    stop.dispose();
    assert.ok(said.includes(true), 'the page says that it waits');
    assert.equal(unread(model), 0);
    model.dispose();
  });

  test('takes one ID of a customer, not both', async () => {
    await assert.rejects(show({ customerId: 'a', externalCustomerId: 'b' }), /not both/);
  });

  test('opens the page without a customer, which is picked there', async () => {
    const { services } = await activated();
    await services.context.workspaceState.update(`orb.usage.last.${connectionId}`, undefined);
    assert.equal(await show(), undefined);
    assert.deepEqual(orb.evaluated, []);
  });

  test('shows what was read until a slow answer was canceled, and reads the rest later', async () => {
    const model = await newModel({ range: 'days90' });
    const stop = model.onDidChange(() => {
      if ((model.state.reading?.part ?? 0) > 0) model.cancel();
    });
    await model.read();
    stop.dispose();
    const left = unread(model);
    assert.ok(left > 1_000 && left < 2_160, String(left));
    assert.equal(model.state.failure, null);
    assert.equal(model.state.reading, null);
    const asked = orb.evaluated.length;
    await model.read(true);
    assert.equal(unread(model), 0);
    assert.equal(orb.evaluated.length, asked + 2, 'what was read stays');
    model.dispose();
  });
});

suite('usage in the sandbox', () => {
  interface Evaluated {
    readonly data: readonly {
      readonly price_groups: readonly { readonly quantity: number; readonly amount: string }[];
    }[];
  }
  let asked: UsageQuery = {};
  const show = async (more: UsageQuery = {}): Promise<UsageResult> =>
    vscode.commands.executeCommand<UsageResult>('orb.usage.show', { ...asked, ...more });
  const total = ({ rows }: UsageResult) => rows.reduce((sum, row) => sum + Number(row.quantity), 0);

  suiteSetup(async () => {
    await answer({});
    const customers = (await sandbox.control('/customers')) as readonly {
      readonly externalCustomerId: string | null;
    }[];
    const externalCustomerId = customers.find(
      (each) => each.externalCustomerId !== null,
    )?.externalCustomerId;
    assert.ok(externalCustomerId);
    const connectionId = await environmentId();
    asked = { externalCustomerId, connectionId, priceId: 'price_input_tokens' };
  });
  setup(() => answer({}));
  teardown(async () => {
    await sandbox.control('/settings', { billing: 'on' });
    await closeAll();
  });

  test('adds up to what the sandbox evaluates for the whole range, by hours, days, and groups', async () => {
    const days = await show({ granularity: 'day' });
    const first = days.rows[0]?.timeframeStart;
    const last = days.rows.at(-1)?.timeframeEnd;
    assert.ok(first !== undefined && last !== undefined);
    const whole = (await sandbox.api('POST', '/prices/evaluate', {
      external_customer_id: asked.externalCustomerId,
      timeframe_start: first,
      timeframe_end: last,
      price_evaluations: [{ price_id: asked.priceId }],
    })) as Evaluated;
    const [group] = whole.data[0]?.price_groups ?? [];
    assert.ok(group !== undefined && group.quantity > 0);
    assert.equal(total(days), group.quantity);
    assert.equal(days.currency, 'USD');
    const { amount } = sumMoney(
      days.rows.map((row) => ({ currency: 'USD', amount: row.amount })),
    )[0]!;
    assert.equal(Number(amount), Number(group.amount));
    const frame = { timeframeStart: first, timeframeEnd: last };
    assert.equal(total(await show(frame)), group.quantity);
    const grouped = await show({ ...frame, groupBy: 'event_name' });
    assert.deepEqual(new Set(grouped.rows.map((row) => row.group)), new Set(['api_call']));
    assert.equal(total(grouped), group.quantity);
    assert.equal(total(await show({ ...frame, filter: "event_name = 'other'" })), 0);
  });

  test("says what is wrong with a filter, and that billing can't be read", async () => {
    await assert.rejects(show({ filter: 'SELECT 1' }), /filter|SELECT/i);
    await sandbox.control('/settings', { billing: 'forbidden' });
    await assert.rejects(show(), /API key can't read billing data/);
    await sandbox.control('/settings', { billing: 'absent' });
    await assert.rejects(show(), /Price evaluation isn't available/);
  });
});

suite('the IDs sent in some hours', () => {
  test('are those of ingests and of events seen, of the customer alone', async () => {
    await answer({});
    const { services } = await activated();
    const connection = await environmentId();
    await services.connections.client(connection);
    const now = services.connections.now(connection);
    const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
    const folder = await mkdtemp(join(tmpdir(), 'orb-usage-'));
    const file = join(folder, 'sent.orb.ndjson');
    const line = (id: string, ms: number, customer: string) =>
      JSON.stringify({
        idempotency_key: `usage-${now}-${id}`,
        event_name: 'api_call',
        external_customer_id: customer,
        timestamp: new Date(ms).toISOString(),
        properties: {},
      });
    await writeFile(
      file,
      [
        line('before', hour - 2 * HOUR_MS - 1, 'acme'),
        line('first', hour - 2 * HOUR_MS, 'acme'),
        line('last', hour - HOUR_MS - 1, 'acme'),
        line('after', hour - HOUR_MS, 'acme'),
        line('other', hour - 2 * HOUR_MS, 'globex'),
      ].join('\n'),
    );
    await vscode.commands.executeCommand('orb.ingest.file', {
      uri: vscode.Uri.file(file).toString(),
      confirm: false,
    });
    const question = {
      ...{ connectionId: connection, customerId: 'orb_acme', externalCustomerId: 'acme' },
      ...{ startMs: hour - 2 * HOUR_MS, endMs: hour - HOUR_MS },
    };
    const mine = async () => {
      const ids = await sentIds(services, question);
      return ids.filter((id) => id.includes(String(now))).toSorted();
    };
    assert.deepEqual(await mine(), [`usage-${now}-first`, `usage-${now}-last`]);
    await rm(folder, { recursive: true });
    assert.deepEqual(await mine(), [], 'the file is gone, and the events were never seen');
    await run('orb.events.search', { eventIds: [`usage-${now}-last`], connectionId: connection });
    assert.deepEqual(await mine(), [`usage-${now}-last`]);
    const customers = await services.ledger.seen.customers(connection, 50);
    assert.ok(customers.some(({ externalCustomerId }) => externalCustomerId === 'acme'));
  });
});
