import assert from 'node:assert/strict';
import { either, list, number, object, oneOf, text, where } from '../../../src/std/shape.ts';

suite('shapes of unknown values', () => {
  test('a value that fits is returned, any other is undefined', () => {
    assert.deepEqual([text(''), text(1), text(null)], ['', undefined, undefined]);
    assert.deepEqual([number(0), number(NaN), number('1')], [0, undefined, undefined]);
    assert.deepEqual([oneOf('a', 'b')('b'), oneOf('a', 'b')('c')], ['b', undefined]);
    const positive = where(number, (value) => value > 0);
    assert.deepEqual([positive(1), positive(0), positive('1')], [1, undefined, undefined]);
    assert.deepEqual(list(text)([]), []);
    assert.deepEqual([list(text)(['a', 1]), list(text)({ length: 0 })], [undefined, undefined]);
    const both = either(text, number);
    assert.deepEqual([both('a'), both(0), both(null)], ['a', 0, undefined]);
  });

  test('an object has all its members, including given optional ones, and no others', () => {
    const shape = object({ name: text }, { size: number });
    assert.deepEqual(shape({ name: 'a', size: 1, more: 2 }), { name: 'a', size: 1 });
    assert.deepEqual(shape({ name: 'a', size: undefined }), { name: 'a' });
    for (const wrong of [{}, { name: 1 }, { name: 'a', size: 'b' }, null, undefined, 'a', []]) {
      assert.equal(shape(wrong), undefined, JSON.stringify(wrong));
    }
  });
});
