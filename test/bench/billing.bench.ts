// How an event is billed: the sandbox's metrics, and what the section Billing adds to its requests.
import assert from 'node:assert/strict';
import { createExplainer } from '../../src/billing/explainer.ts';
import { createClient } from '../../src/orb/client.ts';
import { median } from '../host/benchTable.ts';
import { startEmulator, type Emulator } from '../host/emulator.ts';
import { billedState, NOT_ASKED } from '../ui/pages/billingAnswers.ts';
import { openEventEditor } from '../ui/pages/eventEditorHost.ts';
import { launchChromium } from '../ui/pages/pageHost.ts';
import { bench, milliseconds } from './bench.ts';
import { batchesOf, sendAll, withSandbox } from './load.ts';

const EVENTS = 100_000;
const PREVIEWED = 500;
const PRICES = 20;
const TIMES = 10;
const CUSTOMER = 'acme';
const SQL = "SELECT SUM(duration_ms) FROM events WHERE event_name = 'api_call' AND cached = true";

async function post(path: string, { url, apiKey }: Emulator, body: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** A sandbox with a customer and a metric. @returns an evaluation of prices with it */
async function planned(sandbox: Emulator, prices: number) {
  await post('/customers', sandbox, {
    ...{ name: 'Acme', email: 'a@example.com', external_customer_id: CUSTOMER },
  });
  const metric = { name: 'Cached time', description: null, item_id: 'i', sql: SQL };
  const { id } = (await post('/metrics', sandbox, metric)) as { id: string };
  const price = {
    ...{ model_type: 'unit', unit_config: { unit_amount: '0.001' }, name: 'x', item_id: 'i' },
    ...{ cadence: 'monthly', currency: 'USD', billable_metric_id: id },
  };
  const now = Date.now();
  return {
    external_customer_id: CUSTOMER,
    timeframe_start: new Date(now - 86_400_000).toISOString(),
    timeframe_end: new Date(now + 86_400_000).toISOString(),
    price_evaluations: Array.from({ length: prices }, () => ({ price })),
  };
}

const ofCustomer = (events: number) =>
  [...batchesOf(events)].map((batch) =>
    batch.map((event) => ({ ...event, external_customer_id: CUSTOMER })),
  );

/** The median of ten evaluations after the first one, which starts the process that runs metrics. */
async function medianOf(work: () => Promise<unknown>): Promise<number> {
  await work();
  const taken: number[] = [];
  for (let time = 0; time < TIMES; time++) taken.push(await milliseconds(work));
  return median(taken);
}

const metric = (events: number): Promise<number> =>
  withSandbox(async (sandbox) => {
    const evaluation = await planned(sandbox, 1);
    await sendAll(ofCustomer(events), (batch) => post('/ingest', sandbox, { events: batch }));
    return medianOf(() => post('/prices/evaluate', sandbox, evaluation));
  });

const preview = (): Promise<number> =>
  withSandbox(async (sandbox) => {
    const evaluation = await planned(sandbox, PRICES);
    const [batch = []] = ofCustomer(PREVIEWED);
    // Previews don't take event IDs.
    const events = batch.map((event) => ({ ...event, idempotency_key: undefined }));
    const asked = { ...evaluation, events };
    return medianOf(() => post('/prices/evaluate_preview_events', sandbox, asked));
  });

/**
 * From the question about the demo's event with the wrong types to its answer on screen, without the time in which requests were under
 * way: the median of ten.
 */
async function section(): Promise<number> {
  const sandbox = await startEmulator('--seed', 'demo');
  const client = createClient({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
  const browser = await launchChromium();
  try {
    const found = await client.events.search({ eventIds: ['evt_wrong_type'] });
    const [event] = found.events;
    assert.ok(event);
    const text = event.raw;
    const requests: { readonly from: number; readonly to: number }[] = [];
    client.onRequest(({ ms }) => {
      const to = performance.now();
      requests.push({ from: to - ms, to });
    });
    const host = await openEventEditor(browser, { text, state: billedState(NOT_ASKED) });
    const explainer = createExplainer({ client, gracePeriodHours: 12, nowMs: Date.now });
    const taken: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      explainer.forget();
      await host.show(billedState(NOT_ASKED, { held: text }));
      await host.page.locator('.billing-total').waitFor({ state: 'detached' });
      requests.length = 0;
      const started = performance.now();
      const explanation = await explainer.explain(text);
      const answered = { isAsking: false, answers: [{ text, explanation }] };
      await host.show(billedState(answered, { held: text }));
      await host.page.locator('.billing-total').waitFor();
      taken.push(performance.now() - started - busyTime(requests));
    }
    return median(taken);
  } finally {
    await browser.close();
    await client.close();
    await sandbox.stop();
  }
}

/** How long at least one of them was under way. */
function busyTime(spans: readonly { readonly from: number; readonly to: number }[]): number {
  let [sum, end] = [0, -Infinity];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

export default bench({
  measures: {
    metric: ({ size }) => metric(size(EVENTS)),
    preview,
    section,
  },
  rounds: 3,
  rows: [
    {
      name: 'sandbox metric over 100,000 events of one customer',
      of: 'metric',
      unit: 'ms',
      aim: 150,
    },
    { name: 'sandbox preview of 500 events with 20 prices', of: 'preview', unit: 'ms', aim: 80 },
    {
      name: 'section Billing, asked to shown, over its requests',
      of: 'section',
      unit: 'ms',
      aim: 150,
    },
  ],
});
