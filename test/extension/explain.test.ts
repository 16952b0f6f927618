import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExplanationResult } from '../../src/core/billing/explanation.ts';
import { json, startServer, type RecordingServer } from '../helpers/httpServer.ts';
import { closeAll } from './editors.ts';
import { environmentId, openText, replace } from './eventDocuments.ts';
import { activated, answer } from './helpers.ts';
import { run } from './searchHelpers.ts';

const timestamp = '2026-10-29T03:12:04.250Z';
const event = (id: string, cached: string, more = '') =>
  `{"id":"${id}","event_name":"chat_completion","timestamp":"${timestamp}","customer_id":"c1","external_customer_id":"acme","properties":{"tokens":9007199254740993,"cached":${cached}},"deprecated":false${more}}`;
const price = (id: string, name: string) => ({
  price: {
    ...{ id, name, price_type: 'usage_price', model_type: 'unit', currency: 'USD' },
    ...{ cadence: 'monthly', billable_metric: { id: `metric_${id}` } },
    unit_config: { unit_amount: '0.000001' },
  },
  start_date: '2026-01-01T00:00:00Z',
});
const subscription = {
  ...{ id: 's1', name: 'Scale', status: 'active', customer: { id: 'c1' } },
  start_date: '2026-01-01T00:00:00Z',
  price_intervals: [price('cached', 'Cached tokens'), price('input', 'Input tokens')],
};

/** Counts as the metrics say: cached tokens only where the property is a boolean. */
function evaluated(body: string): string {
  const isCached = body.includes('"cached":true') || body.includes('"cached": true');
  const answered = (id: string, counts: boolean) =>
    `{"price_id":"${id}","currency":"USD","price_groups":[{"grouping_values":[],"quantity":${counts ? '9007199254740993' : '0'},"amount":"${counts ? '9007199254.740993' : '0.00'}"}]}`;
  return `{"data":[${answered('cached', isCached)},${answered('input', !isCached)}]}`;
}

suite('the command that explains how an event is billed', () => {
  let orb: RecordingServer;
  let connectionId = '';
  const events = new Map([
    ['evt_text', event('evt_text', '"true"')],
    ['evt_gone', event('evt_gone', 'true').replace('"deprecated":false', '"deprecated":true')],
  ]);
  let statusOfEvaluation = 200;
  /** Evaluations get no response. */
  let isSilent = false;

  suiteSetup(async () => {
    orb = await startServer((response, { path, body }) => {
      const route = path.replace('/v1', '').split('?', 1)[0] ?? '';
      const metric = /^\/metrics\/metric_(\w+)$/.exec(route)?.[1];
      if (route === '/prices/evaluate_preview_events' && isSilent) return;
      if (route === '/ping') json(response, 200, { response: 'pong' });
      else if (route === '/events/search') {
        const [id = ''] = (JSON.parse(body) as { event_ids: string[] }).event_ids;
        json(response, 200, `{"data":[${events.get(id) ?? ''}]}`);
      } else if (route === '/customers/external_customer_id/acme') {
        json(response, 200, { id: 'c1', external_customer_id: 'acme', name: 'Acme Corp' });
      } else if (route === '/subscriptions') json(response, 200, { data: [subscription] });
      else if (metric !== undefined) {
        const sql =
          metric === 'cached'
            ? 'SELECT SUM(tokens) FROM events WHERE cached = true'
            : 'SELECT SUM(tokens) FROM events';
        json(response, 200, { id: `metric_${metric}`, name: `Metric ${metric}`, sql });
      } else if (route === '/prices/evaluate_preview_events') {
        json(response, statusOfEvaluation, statusOfEvaluation === 200 ? evaluated(body) : {});
      } else json(response, 404, {});
    });
    await activated();
    await answer({});
    const connection = {
      name: 'Explained',
      mode: 'test',
      apiKey: 'a-key-0123456789abcdef',
    } as const;
    connectionId = (await run('orb.connections.add', { ...connection, baseUrl: orb.url }))!;
  });
  setup(() => answer({}));
  teardown(async () => {
    statusOfEvaluation = 200;
    isSilent = false;
    await closeAll();
  });
  suiteTeardown(async () => {
    await run('orb.connections.remove', connectionId);
    await run('orb.connections.switch', await environmentId());
    await orb.stop();
  });

  const frame = {
    timeframeStart: '2026-10-29T00:00:00Z',
    timeframeEnd: '2026-10-30T00:00:00Z',
  };
  const explain = async (target: object): Promise<ExplanationResult> =>
    vscode.commands.executeCommand<ExplanationResult>('orb.event.explain', {
      connectionId,
      ...frame,
      ...target,
    });

  test("returns Orb's figures for each price, and what would make another count it", async () => {
    const result = await explain({ eventId: 'evt_text' });
    assert.deepEqual(result, {
      customer: { id: 'c1', externalId: 'acme', name: 'Acme Corp' },
      subscription: { id: 's1', name: 'Scale', status: 'active' },
      period: {
        start: '2026-10-01T00:00:00Z',
        end: '2026-11-01T00:00:00Z',
        state: 'closed',
      },
      prices: [
        {
          priceId: 'input',
          name: 'Input tokens',
          metricName: 'Metric input',
          currency: 'USD',
          quantity: '9007199254740993',
          amount: '9007199254.740993',
          counted: true,
          sql: 'SELECT SUM(tokens) FROM events',
        },
        {
          priceId: 'cached',
          name: 'Cached tokens',
          metricName: 'Metric cached',
          currency: 'USD',
          quantity: '0',
          amount: '0.00',
          counted: false,
          sql: 'SELECT SUM(tokens) FROM events WHERE cached = true',
          reason: 'type',
          wouldCount: {
            change: 'properties.cached: "true" → true',
            quantity: '9007199254740993',
            amount: '9007199254.740993',
          },
        },
      ],
      total: [{ currency: 'USD', amount: '9007199254.740993' }],
    });
  });

  test("explains the document's edits only where asked for", async () => {
    const document = await openText({ eventId: 'evt_text', connectionId, ...frame });
    await replace(document, '"true"', 'true');
    const countedFirst = async (target: object) => (await explain(target)).prices[0]?.priceId;
    assert.equal(await countedFirst({ eventId: 'evt_text' }), 'input');
    assert.equal(await countedFirst({ eventId: 'evt_text', document: true }), 'cached');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('a deprecated event has no prices', async () => {
    const before = orb.requests.length;
    const result = await explain({ eventId: 'evt_gone' });
    assert.equal(result.deprecated, true);
    assert.deepEqual(result.prices, []);
    assert.ok(orb.requests.slice(before).every(({ path }) => path === '/v1/events/search'));
  });

  test('says when Orb has no price preview, and when the key may not read billing data', async () => {
    events.set('evt_new', event('evt_new', 'false', ',"new":true'));
    for (const [status, unavailable] of [
      [404, 'unsupported'],
      [403, 'forbidden'],
    ] as const) {
      statusOfEvaluation = status;
      assert.equal((await explain({ eventId: 'evt_new' })).unavailable, unavailable);
    }
  });

  suite('before a live save', () => {
    let liveId = '';
    suiteSetup(async () => {
      await answer({});
      const connection = { name: 'Live', mode: 'live', apiKey: 'b-key-0123456789abcdef' } as const;
      liveId = (await run('orb.connections.add', { ...connection, baseUrl: orb.url }))!;
    });
    suiteTeardown(() => run('orb.connections.remove', liveId));

    /** What the confirmation says before it's declined. Orb isn't asked twice about equal events, so each has its tokens. */
    async function confirmation(id: string, tokens: number): Promise<string> {
      events.set(id, event(id, '"true"').replace('9007199254740993', `${tokens}.0`));
      let detail = '';
      await answer({
        confirm: (question) => {
          ({ detail = '' } = question);
          return Promise.resolve(false);
        },
      });
      const document = await openText({ eventId: id, connectionId: liveId, ...frame });
      await replace(document, `${tokens}.0`, `${tokens}.5`);
      await run('orb.event.amend', { eventId: id, connectionId: liveId });
      await vscode.commands.executeCommand('workbench.action.files.revert');
      return detail;
    }

    test('the confirmation says what it changes in money, by asking Orb twice', async () => {
      const before = orb.requests.length;
      assert.match(await confirmation('evt_live', 1), /acme pays the same for 1 Oct – 31 Oct\./);
      const asked = orb.requests.slice(before).map(({ path }) => path.split('?', 1)[0]);
      const count = (path: string) => asked.filter((each) => each === path).length;
      assert.equal(count('/v1/prices/evaluate_preview_events'), 2);
      assert.equal(count('/v1/customers/external_customer_id/acme'), 1);
    });

    test('the question before several are deprecated says what they cost together', async () => {
      const ids = [6, 7].map((tokens) => {
        const id = `evt_live_${tokens}`;
        events.set(id, event(id, '"true"').replace('9007199254740993', String(tokens)));
        return id;
      });
      let detail = '';
      await answer({
        confirm: (question) => {
          ({ detail = '' } = question);
          return Promise.resolve(false);
        },
      });
      const targets = ids.map((eventId) => ({ eventId, connectionId: liveId, ...frame }));
      const before = orb.requests.length;
      assert.equal(await run('orb.event.deprecate', targets), undefined);
      assert.match(detail, /acme pays \$9,007,199,254\.7410 less for 1 Oct – 31 Oct\./);
      const previews = orb.requests.slice(before).filter(({ path }) => path.includes('preview'));
      assert.equal(previews.length, 1);
    });

    test('the confirmation waits a second at most for Orb', async () => {
      isSilent = true;
      assert.match(await confirmation('evt_slow', 2), /Couldn't get the cost from Orb\./);
    });

    test('the confirmation says nothing of money after a 403 or 404', async () => {
      for (const status of [403, 404]) {
        statusOfEvaluation = status;
        assert.doesNotMatch(await confirmation(`evt_${status}`, status), /pays|cost/);
      }
    });
  });
});
