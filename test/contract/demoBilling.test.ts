import assert from 'node:assert/strict';
import Orb from 'orb-billing';
import { startEmulator, type Emulator } from '../host/emulator.ts';

suite('billing of the demo data', () => {
  let sandbox: Emulator;
  suiteSetup(async () => (sandbox = await startEmulator('--seed', 'demo')));
  suiteTeardown(() => sandbox.stop());

  test('evt_wrong_type counts for the prices of tokens only with a number and a boolean', async () => {
    const orb = new Orb({ apiKey: sandbox.apiKey, baseURL: sandbox.url });
    const [event] = (await orb.events.search({ event_ids: ['evt_wrong_type'] })).data;
    assert.ok(event);
    const [subscription] = (await orb.subscriptions.list({ customer_id: ['cus_acme'] })).data;
    const prices = subscription?.price_intervals.map(({ price }) => price) ?? [];
    const { event_name, timestamp, customer_id } = event;
    const quantities = async (changes: object) => {
      const { data } = await orb.prices.evaluatePreviewEvents({
        customer_id,
        timeframe_start: new Date(Date.parse(timestamp) - 1).toISOString(),
        timeframe_end: new Date(Date.parse(timestamp) + 1).toISOString(),
        events: [{ event_name, timestamp, properties: { ...event.properties, ...changes } }],
        price_evaluations: prices.map(({ id }) => ({ price_id: id })),
      });
      const found = data.map(({ price_groups: [group] }) => group?.quantity);
      return Object.fromEntries(prices.map(({ name }, index) => [name, found[index]]));
    };
    const sent = {
      'Input tokens': 0,
      'API calls': 1,
      'Storage GB-hours': 0,
      'Cached input tokens': 0,
    };
    assert.deepEqual(await quantities({}), sent);
    assert.deepEqual(await quantities({ tokens: 1250 }), { ...sent, 'Input tokens': 1250 });
    assert.deepEqual(await quantities({ cached: true }), { ...sent, 'Cached input tokens': 400 });
  });
});
