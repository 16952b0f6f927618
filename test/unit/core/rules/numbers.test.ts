import assert from 'node:assert/strict';
import { fits64Bits, keepsItsDigits, looksNumeric } from '../../../../src/core/rules/numbers.ts';

suite('numbers in Orb', () => {
  test('fit in 64 bits, up to the largest one', () => {
    for (const source of ['9223372036854775807', '-9223372036854775808', '0', '-0', '9.2e18']) {
      assert.ok(fits64Bits(source), source);
    }
    for (const source of [
      ...['9223372036854775808', '-9223372036854775809', '1'.repeat(1_000), '9.3e18', '1e400'],
      ...['9223372036854775808.0', '-9.3e18', '-1e400'],
    ]) {
      assert.ok(!fits64Bits(source), source);
    }
    assert.ok(fits64Bits('-9223372036854775808.0'));
  });
  test('keep their digits if a double can hold them, however they are written', () => {
    for (const source of [
      ...['0.1', '1.50', '1.5e3', '1e0', '0.0', '-0.0', '00.1', '1E+2', '120.0e-1', '1e21', '-2.5'],
      '9007199254740993',
    ]) {
      assert.ok(keepsItsDigits(source), source);
    }
    for (const source of ['0.12345678901234567', '9007199254740993.0', '1.00000000000000001']) {
      assert.ok(!keepsItsDigits(source), source);
    }
  });
  test("aren't confused with digits that are IDs", () => {
    for (const text of ['0', '-1', '1.5', '1e3', '-0.5E-3', '123456789012345']) {
      assert.ok(looksNumeric(text), text);
    }
    for (const text of ['', '01', '+1', '1.', '.5', '1e', 'x1', '1x', '1234567890123456']) {
      assert.ok(!looksNumeric(text), text);
    }
  });
});
