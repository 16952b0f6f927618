import assert from 'node:assert/strict';
import {
  isVisible,
  ordered,
  readLayout,
  shownColumns,
  widthOf,
  withMoved,
  withVisible,
  withWidth,
} from '../../../../src/webview/table/layout.ts';

const columns = [
  { id: 'id', width: 100 },
  { id: 'time', width: 80 },
  { id: '__proto__', width: 60 },
  { id: 'region', width: 60, isHidden: true },
];
const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id);

suite('layout of a grid', () => {
  test('keeps the order of the user, and puts a new column after the one it follows', () => {
    const layout = { order: ['time', 'gone', 'id'] };
    assert.deepEqual(ids(ordered(columns, layout)), ['time', '__proto__', 'region', 'id']);
  });

  test('moves a column to the place of another, in both directions', () => {
    const moved = (id: string, to: string) => withMoved(columns, {}, id, to).order;
    assert.deepEqual(moved('id', '__proto__'), ['time', '__proto__', 'id', 'region']);
    assert.deepEqual(moved('__proto__', 'id'), ['__proto__', 'id', 'time', 'region']);
    assert.equal(moved('id', 'gone'), undefined);
  });

  test('hides and shows columns', () => {
    assert.deepEqual(ids(shownColumns(columns, {})), ['id', 'time', '__proto__']);
    const layout = withVisible(withVisible({}, 'region', true), '__proto__', false);
    assert.deepEqual(ids(shownColumns(columns, layout)), ['id', 'time', 'region']);
  });

  test('limits widths', () => {
    assert.equal(widthOf({ id: 'id', width: 100 }, withWidth({}, 'id', 3)), 48);
    assert.equal(widthOf({ id: 'id', width: 100 }, withWidth({}, 'id', 1e9)), 2_000);
    assert.equal(widthOf({ id: '__proto__', width: 60 }, withWidth({}, 'id', 90)), 60);
  });

  test('takes only what is valid from a layout that was kept', () => {
    for (const kept of [undefined, null, 3, 'x', [], { order: 'id', widths: [], visible: 7 }]) {
      assert.deepEqual(ids(shownColumns(columns, readLayout(kept))), ['id', 'time', '__proto__']);
    }
    const layout = readLayout(
      JSON.parse('{"order":["time",4],"widths":{"id":"9","time":120},"visible":{"id":false}}'),
    );
    assert.deepEqual(layout, { order: ['time'], widths: { time: 120 }, visible: { id: false } });
    assert.equal(isVisible({ id: 'toString', width: 1 }, layout), true);
  });
});
