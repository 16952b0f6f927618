import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  addDecimals,
  compareDecimals,
  decimalsOf,
  isDecimal,
  isZero,
  plainDecimal,
  subtractDecimals,
} from '../../../../src/core/billing/decimal.ts';

suite('decimal numbers', () => {
  test('add and subtract without losing a digit', () => {
    assert.equal(addDecimals('0.1', '0.2'), '0.3');
    assert.equal(addDecimals('0.1250', '0.0004'), '0.1254');
    assert.equal(addDecimals('9007199254740993', '1'), '9007199254740994');
    assert.equal(addDecimals('0.000000000001', '1000000'), '1000000.000000000001');
    assert.equal(subtractDecimals('0.0253', '0.1378'), '-0.1125');
    assert.equal(subtractDecimals('-0.5', '-0.50'), '0.00');
    assert.equal(addDecimals('1.5e3', '-2E-2'), '1499.98');
  });

  test('compare as numbers, not as texts', () => {
    assert.equal(compareDecimals('9', '10'), -1);
    assert.equal(compareDecimals('1.50', '1.5'), 0);
    assert.equal(compareDecimals('-0.0', '0'), 0);
    assert.equal(compareDecimals('9007199254740993', '9007199254740992'), 1);
    assert.ok(isZero('-0.000'));
    assert.ok(!isZero('1e-12'));
  });

  test('lose exponents and insignificant zeros', () => {
    assert.equal(plainDecimal('1.50e1'), '15');
    assert.equal(plainDecimal('0.0500'), '0.05');
    assert.equal(plainDecimal('-100'), '-100');
    assert.equal(decimalsOf('0.12500'), 3);
    assert.equal(decimalsOf('1e-7'), 7);
  });

  test("aren't texts that only start like a number or have an absurd exponent", () => {
    for (const text of ['', '1,5', '.5', '1.', 'NaN', 'Infinity', '0x10', ' 1', '1e999999999']) {
      assert.ok(!isDecimal(text), text);
    }
    assert.throws(() => addDecimals('1', 'free'), RangeError);
  });

  test('agree with integer arithmetic for any two numbers', () => {
    const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    const text = (value: bigint) => {
      const digits = String(value < 0n ? -value : value).padStart(13, '0');
      return `${value < 0n ? '-' : ''}${digits.slice(0, -12)}.${digits.slice(-12)}`;
    };
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        assert.equal(addDecimals(text(a), text(b)), text(a + b));
        assert.equal(subtractDecimals(text(a), text(b)), text(a - b));
        assert.equal(compareDecimals(text(a), text(b)), a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});
