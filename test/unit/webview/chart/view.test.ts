import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HOUR_MS } from '../../../../src/core/timeframe.ts';
import {
  keepView,
  keyMove,
  moveCursor,
  pan,
  readKeptView,
  restoreView,
  select,
  wholeView,
  zoom,
  zoomIn,
  zoomOut,
  type View,
} from '../../../../src/webview/chart/view.ts';

const press = (view: View, ...keys: readonly string[]): View =>
  keys.reduce((now, key) => {
    const [name = '', ...held] = key.split('+').reverse();
    return (
      keyMove(now, { key: name, ctrl: held.includes('Ctrl'), shift: held.includes('Shift') }, 24) ??
      now
    );
  }, view);

const series = {
  startMs: Date.parse('2026-08-13T10:00:00Z'),
  stepMs: HOUR_MS,
  counts: Array.from({ length: 168 }, () => 1),
  before: null,
  runningMs: Infinity,
};

suite('the visible and selected hours', () => {
  test('follow the arrow keys by an hour, with Ctrl by a day', () => {
    const view = press(wholeView(168), 'ArrowRight', 'ArrowRight', 'Ctrl+ArrowRight');
    assert.equal(view.cursor, 25);
    assert.equal(press(view, 'Home').cursor, 0);
    assert.equal(press(view, 'End').cursor, 167);
  });

  test('are extended with Shift in both directions from the start', () => {
    const view = press(
      wholeView(168),
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'Shift+ArrowRight',
      'Shift+ArrowRight',
    );
    assert.deepEqual(view.selection, { from: 2, to: 5 });
    assert.deepEqual(press(view, 'Shift+Ctrl+ArrowLeft').selection, { from: 0, to: 3 });
    assert.equal(press(view, 'Escape').selection, null);
  });

  test('are zoomed to the selection and back, down to a useful minimum', () => {
    const chosen = select(wholeView(168), { from: 40, to: 64 });
    const near = zoomIn(chosen);
    assert.deepEqual([near.from, near.to], [40, 64]);
    const tiny = zoomIn(select(wholeView(168), { from: 40, to: 41 }));
    assert.equal(tiny.to - tiny.from, 6);
    assert.equal(zoomOut(near).to - zoomOut(near).from, 48);
  });

  test('move along when the cursor leaves the visible range', () => {
    const near = zoomIn(select(wholeView(168), { from: 40, to: 64 }));
    assert.deepEqual([moveCursor(near, 70, false).from, moveCursor(near, 70, false).to], [47, 71]);
  });

  test('are kept as instants, and restored on a series that starts an hour later', () => {
    const view = zoomIn(select(wholeView(168), { from: 40, to: 64 }));
    const later = { ...series, startMs: series.startMs + HOUR_MS };
    const kept = readKeptView(JSON.parse(JSON.stringify(keepView(view, series))));
    assert.deepEqual(restoreView(kept, series), { ...view, anchor: null });
    const moved = restoreView(kept, later);
    assert.deepEqual([moved.from, moved.to], [39, 63]);
    assert.deepEqual([moved.selection, moved.cursor], [{ from: 39, to: 63 }, 39]);
  });

  test("leave out hours that the series no longer has, and anything that isn't a view", () => {
    const day = { ...series, startMs: series.startMs + 200 * HOUR_MS };
    const kept = keepView(zoomIn(select(wholeView(168), { from: 40, to: 64 })), series);
    assert.deepEqual(restoreView(kept, day), wholeView(168));
    const partly = { ...series, startMs: series.startMs + 60 * HOUR_MS };
    assert.deepEqual(restoreView(kept, partly).selection, { from: 0, to: 4 });
    for (const other of [undefined, 'x', { shown: { startMs: 'now' } }]) {
      assert.deepEqual(restoreView(readKeptView(other), series), wholeView(168));
    }
  });

  test('stay within the existing hours, whatever happens', () => {
    const move = fc.oneof(
      fc
        .constantFrom(
          'ArrowLeft',
          'ArrowRight',
          'Home',
          'End',
          'Enter',
          '-',
          'Shift+ArrowRight',
          'Ctrl+ArrowLeft',
        )
        .map((key) => (view: View) => press(view, key)),
      fc
        .double({ min: -500, max: 500, noNaN: true })
        .map((hours) => (view: View) => pan(view, hours)),
      fc
        .double({ min: 0.1, max: 10, noNaN: true })
        .map((factor) => (view: View) => zoom(view, factor, view.from)),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.array(move), (hours, moves) => {
        const view = moves.reduce((now, each) => each(now), wholeView(hours));
        assert.ok(view.from >= -1e-9 && view.to <= hours + 1e-9 && view.to > view.from);
        assert.ok(view.cursor === null || (view.cursor >= 0 && view.cursor < hours));
      }),
    );
  });
});
