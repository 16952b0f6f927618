import assert from 'node:assert/strict';
import { parseJson, type Json } from '../../../src/core/json.ts';
import type { Model } from '../../../src/sandbox/billing/plan.ts';
import { amountOf } from '../../../src/sandbox/billing/pricing.ts';

const tiers: Json = {
  tiers: [
    { first_unit: 0, last_unit: 10, unit_amount: '0.5' },
    { first_unit: 10, last_unit: 20, unit_amount: '0.1' },
    { first_unit: 20, last_unit: null, unit_amount: '0' },
  ],
};
const bulk: Json = {
  tiers: [
    { maximum_units: 10, unit_amount: '0.5' },
    { maximum_units: 20.5, unit_amount: '0.1' },
    { maximum_units: null, unit_amount: '0.01' },
  ],
};
const unit: Json = { unit_amount: '0.000000000001' };
const pack: Json = { package_amount: '0.30', package_size: 3 };
const far = parseJson(
  '{"tiers":[{"first_unit":0,"last_unit":9007199254740993,"unit_amount":"1"},{"first_unit":9007199254740993,"unit_amount":"2"}]}',
);

/** Amounts worked out by hand. */
const cases: readonly (readonly [Model, Json, quantity: string, amount: string])[] = [
  ['unit', unit, '0', '0'],
  ['unit', unit, '3', '0.000000000003'],
  ['unit', unit, '9007199254740993', '9007.199254740993'],
  ['unit', { unit_amount: '0.1' }, '0.3', '0.03'],
  ['unit', { unit_amount: '1.10' }, '-2', '-2.2'],
  ['tiered', tiers, '0', '0'],
  ['tiered', tiers, '10', '5'],
  ['tiered', tiers, '10.5', '5.05'],
  ['tiered', tiers, '20', '6'],
  ['tiered', tiers, '1000000', '6'],
  ['tiered', far, '9007199254740994', '9007199254740995'],
  ['bulk', bulk, '10', '5'],
  ['bulk', bulk, '11', '1.1'],
  ['bulk', bulk, '20.5', '2.05'],
  ['bulk', bulk, '20.6', '0.206'],
  ['package', pack, '0', '0'],
  ['package', pack, '1', '0.3'],
  ['package', pack, '3', '0.3'],
  ['package', pack, '3.000001', '0.6'],
];

suite('prices of the sandbox', () => {
  for (const [model, config, quantity, amount] of cases) {
    test(`${model} ${JSON.stringify(config).slice(0, 60)}: ${quantity} costs ${amount}`, () => {
      assert.equal(amountOf({ model, config }, quantity, 'up'), amount);
    });
  }

  test('a begun package can cost its share', () => {
    const share = (quantity: string) =>
      amountOf({ model: 'package', config: pack }, quantity, 'exact');
    assert.equal(share('1'), '0.1');
    assert.equal(share('4.5'), '0.45');
  });
});
