import assert from 'node:assert/strict';
import { priceModel } from '../../../../src/core/billing/priceModel.ts';
import type { Json } from '../../../../src/core/json.ts';
import { fakePrice } from '../../../helpers/fakeBilling.ts';

const model = (modelType: string, config?: Json) =>
  priceModel(fakePrice({ id: 'p', counts: () => 0, modelType, config }));
const tiers = (...rates: readonly Json[]) => ({
  tiers: rates.map((rate) => ({ unit_amount: rate })),
});

suite('price models', () => {
  test('a unit price is exact, and its rate is known', () => {
    assert.deepEqual(model('unit', { unit_amount: '0.000001' }), {
      type: 'unit',
      unitAmount: '0.000001',
      certainty: 'exact',
    });
    assert.equal(model('unit', { unit_amount: 1 }).unitAmount, undefined);
    assert.equal(model('matrix').certainty, 'exact');
  });

  test('tiers are an upper bound only where their rates never rise', () => {
    for (const type of ['tiered', 'bulk']) {
      assert.equal(model(type, tiers('2', '2.0', '0.5')).certainty, 'atMost');
      assert.equal(model(type, tiers('0.9', '0.10', '0.11')).certainty, 'alone');
      assert.equal(model(type, tiers('2', null)).certainty, 'alone');
      assert.equal(model(type, { tiers: 'none' }).certainty, 'alone');
      assert.equal(model(type).certainty, 'alone');
    }
  });

  test('a package may have been begun by another event', () => {
    assert.equal(model('package', { package_amount: '1', package_size: 10 }).certainty, 'atMost');
  });

  test('of an unknown model only the amount for this event alone is known', () => {
    assert.deepEqual(model('scalable_matrix_with_unit_pricing', [1]), {
      type: 'scalable_matrix_with_unit_pricing',
      certainty: 'alone',
    });
  });
});
