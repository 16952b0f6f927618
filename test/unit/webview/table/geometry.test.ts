import assert from 'node:assert/strict';
import { Geometry } from '../../../../src/webview/table/geometry.ts';

suite('places of rows', () => {
  test('count the details of unfolded rows', () => {
    const geometry = new Geometry();
    geometry.set(10, [
      [5, 30],
      [1, 100],
    ]);
    assert.equal(geometry.height, 10 * 24 + 130);
    for (const [index, top] of [0, 24, 148, 172, 196, 220, 274].entries()) {
      assert.equal(geometry.topOf(index), top);
      assert.equal(geometry.indexAt(top), index);
      assert.equal(geometry.indexAt(top + 23), index);
    }
    assert.equal(geometry.indexAt(147), 1);
    assert.equal(geometry.indexAt(250), 5);
    assert.equal(geometry.indexAt(9_999), 9);
  });

  test('are all the first one where there are none', () => {
    assert.equal(new Geometry().indexAt(100), 0);
  });
});
