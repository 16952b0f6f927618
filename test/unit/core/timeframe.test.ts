import assert from 'node:assert/strict';
import { frameOfHours, lastDays, within } from '../../../src/core/timeframe.ts';

const at = (time: string) => Date.parse(`2026-08-20T${time}Z`);

suite('time frames', () => {
  test('the last days end now', () => {
    assert.deepEqual(lastDays(2, at('10:00:00')), {
      timeframeStart: '2026-08-18T10:00:00.000Z',
      timeframeEnd: '2026-08-20T10:00:00.000Z',
    });
  });
  test('whole hours include both instants', () => {
    const frame = (first: string, last: string) => frameOfHours(at(first), at(last));
    const hours = (first: string, last: string) => ({
      timeframeStart: `2026-08-20T${first}:00:00.000Z`,
      timeframeEnd: `2026-08-20T${last}:00:00.000Z`,
    });
    assert.deepEqual(frame('10:59:59.999', '11:00:00'), hours('10', '12'));
    assert.deepEqual(frame('10:00:00', '10:00:00'), hours('10', '11'));
    assert.deepEqual(frame('10:00:00', '10:59:59.999'), hours('10', '11'));
  });
  test("a bound that isn't given or isn't a time doesn't limit", () => {
    const start = { timeframeStart: '2026-08-20T10:00:00Z' };
    const end = { timeframeEnd: '2026-08-20T11:00:00Z' };
    const times = ['2026-08-20T09:59:59Z', '2026-08-20T10:00:00Z', '2026-08-20T11:00:00Z'];
    const which = (frame: Parameters<typeof within>[1]) =>
      times.map((time) => within(time, frame)).join();
    assert.equal(which({ ...start, ...end }), 'false,true,false');
    assert.equal(which(start), 'false,true,true');
    assert.equal(which(end), 'true,true,false');
    assert.equal(which({}), 'true,true,true');
    assert.equal(which({ timeframeStart: 'soon', timeframeEnd: 'late' }), 'true,true,true');
    assert.equal(within('no time', { ...start, ...end }), true);
  });
});
