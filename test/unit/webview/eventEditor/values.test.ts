import assert from 'node:assert/strict';
import { listed, listedPair, noted } from '../../../../src/webview/eventEditor/json/values.ts';

suite('values in the lists', () => {
  test('are shown in full unless they are long', () => {
    assert.equal(listed('"a"'), '"a"');
    assert.equal(listed('x'.repeat(400)), `${'x'.repeat(300)}…`);
    assert.equal(noted('{\n  "a": 1\n}'), '{ "a": 1 }');
  });
  test('show where two long ones differ', () => {
    const [a, b] = listedPair(`"${'x'.repeat(900)}1"`, `"${'x'.repeat(900)}2"`);
    assert.equal(a, `…${'x'.repeat(40)}1"`);
    assert.equal(b, `…${'x'.repeat(40)}2"`);
    assert.deepEqual(listedPair('12', '13'), ['12', '13']);
  });
});
