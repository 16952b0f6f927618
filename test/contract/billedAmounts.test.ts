import assert from 'node:assert/strict';
import { billedCases, type BilledCase, type BilledEvent } from '../helpers/billedCases.ts';
import { useSandbox } from '../helpers/sandbox.ts';

const idsOf = (index: number) => ({ metric: `m${index}`, price: `p${index}` });

const printed = ({ name = 'usage', timestamp, customer, properties }: BilledEvent) =>
  `{"event_name":${JSON.stringify(name)},"timestamp":"${timestamp ?? '2026-08-20T11:00:00Z'}",` +
  `"customer_id":${JSON.stringify(customer ?? 'c1')},"properties":${properties}}`;

suite('what the sandbox bills for events', () => {
  const sandbox = useSandbox();
  setup(async () => {
    await sandbox().control('/customers', { id: 'other', name: 'Other' });
    await sandbox().control('/billing', {
      metrics: billedCases.map(({ what, sql }, index) => ({
        ...{ id: idsOf(index).metric, name: what, sql },
      })),
      prices: billedCases.map(({ what, price }, index) => ({
        ...{ id: idsOf(index).price, name: what, metricId: idsOf(index).metric },
        ...price,
      })),
      subscriptions: [],
    });
  });

  /** @returns the text of the response, since a parsed quantity may have lost digits */
  async function preview({ events, filter }: BilledCase, index: number): Promise<string> {
    const evaluation = { price_id: idsOf(index).price, ...(filter !== undefined && { filter }) };
    const body =
      '{"timeframe_start":"2026-08-01T00:00:00Z","timeframe_end":"2026-09-01T00:00:00Z",' +
      `"customer_id":"c1","events":[${events.map(printed).join()}],` +
      `"price_evaluations":[${JSON.stringify(evaluation)}]}`;
    const headers = { authorization: `Bearer ${sandbox().apiKey}` };
    const url = `${sandbox().url}/prices/evaluate_preview_events`;
    const response = await fetch(url, { method: 'POST', headers, body });
    return response.text();
  }

  test('is right in every case that was worked out by hand', async () => {
    const found = await Promise.all(billedCases.map(preview));
    assert.deepEqual(
      found.map((text, index) => {
        const [, quantity, amount] = /"quantity":([^,]*),"amount":"([^"]*)"/.exec(text) ?? [text];
        return [billedCases[index]?.what, quantity, amount];
      }),
      billedCases.map(({ what, quantity, amount }) => [what, quantity, amount]),
    );
  });
});
