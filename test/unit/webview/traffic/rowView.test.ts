import assert from 'node:assert/strict';
import type { RequestRow } from '../../../../src/core/traffic/requestRow.ts';
import { RowView } from '../../../../src/webview/traffic/rowView.ts';

const row = (n: number, more: Partial<RequestRow> = {}): RequestRow => ({
  n,
  atMs: n,
  method: 'POST',
  path: '/v1/ingest',
  status: 200,
  ms: 1,
  events: 1,
  mark: null,
  ...more,
});
const wrong = { kind: 'warning', text: 'cached is text', problems: 1 } as const;
const numbers = (rows: readonly RequestRow[]) => rows.map(({ n }) => n);

suite('the list of requests', () => {
  let view: RowView;
  setup(() => {
    view = new RowView();
    view.add([row(1), row(2, { mark: wrong }), row(3, { path: '/v1/ping', status: 404 })], 1, []);
  });

  test('filters by path, status, problem, and what the extension finds in bodies', () => {
    const shown = (text: string, matching: readonly number[] = [], only = false) =>
      numbers(view.filter(text, matching, only).rows);
    assert.deepEqual(shown('PING'), [3]);
    assert.deepEqual(shown('404'), [3]);
    assert.deepEqual(shown('cached'), [2]);
    assert.deepEqual(shown('evt_1', [1]), [1]);
    assert.deepEqual(shown('', [], true), [2]);
    assert.deepEqual(numbers(view.add([row(4), row(5, { mark: wrong })], 1, []).added ?? []), [5]);
    assert.equal(view.all.length, 5);
  });

  test('while it is paused, new requests wait', () => {
    view.pause();
    assert.deepEqual(view.add([row(4)], 1, []).added, []);
    assert.deepEqual([view.isPaused, view.held], [true, 1]);
    assert.deepEqual(numbers(view.resume().rows), [1, 2, 3, 4]);
    assert.equal(view.held, 0);
  });

  test('what is cleared comes back with undo, with what came since', () => {
    assert.deepEqual(view.clear().rows, []);
    view.add([row(4)], 1, []);
    assert.deepEqual(numbers(view.shown), [4]);
    assert.deepEqual(numbers(view.undoClear().rows), [1, 2, 3, 4]);
  });

  test('lets go of what is no longer kept only when asked, so that nothing moves', () => {
    view.add([row(4)], 3, []);
    assert.deepEqual([numbers(view.shown), view.gone], [[1, 2, 3, 4], 2]);
    assert.deepEqual(numbers(view.trim().rows), [3, 4]);
    assert.equal(view.gone, 0);
  });

  test('after a reset requests count from 1', () => {
    view.clear();
    view.reset();
    view.add([row(1)], 1, []);
    assert.deepEqual(numbers(view.shown), [1]);
  });
});
