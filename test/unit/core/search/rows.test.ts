import assert from 'node:assert/strict';
import type { UsageEvent } from '../../../../src/core/event.ts';
import { sharedByRows, shortened, warningsOf } from '../../../../src/core/search/rows.ts';

const eventOf = (id: string, change: Partial<UsageEvent> = {}): UsageEvent => ({
  id,
  eventName: 'api_call',
  timestamp: '2026-11-02T10:00:00Z',
  customerId: null,
  externalCustomerId: 'acme',
  properties: {},
  deprecated: false,
  ...change,
});
const short = (...ids: readonly string[]) => [...shortened(ids).values()];

suite('the rows of a search', () => {
  test('IDs are shown without their common beginning, up to the end of a part', () => {
    assert.deepEqual(short('evt_1240', 'evt_1250', 'evt_9'), ['1240', '1250', '9']);
    assert.deepEqual(short('evt_1240', 'evt_1250'), ['1240', '1250']);
  });

  test('long IDs are cut to eight characters, or to as many as tell them apart', () => {
    assert.deepEqual(short('req-00076cd7-01bb', 'req-5085b7b2-729f'), ['00076cd7…', '5085b7b2…']);
    assert.deepEqual(short('aaaaaaaaaaaa1-x', 'aaaaaaaaaaaa2-x'), [
      'aaaaaaaaaaaa1…',
      'aaaaaaaaaaaa2…',
    ]);
  });

  test('a single ID is shown from its beginning', () => {
    assert.deepEqual(short('chatcmpl-9f2c41d7-5b0e'), ['chatcmpl…']);
    assert.deepEqual(short('req_8841'), ['req_8841']);
  });

  test("characters aren't cut in half", () => {
    assert.deepEqual(short('1234567😀and more', '123'), ['1234567…', '123']);
  });

  test('works for a hundred thousand IDs', () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => `k${String(index).padStart(9, '0')}`);
    assert.equal(new Set(shortened(ids).values()).size, ids.length);
  });

  test('day and customer are shared only if all events have them', () => {
    const { day, customer } = sharedByRows([eventOf('a'), eventOf('b')]);
    assert.deepEqual([day, customer], ['2026-11-02T10:00:00Z', 'acme']);
    const other = eventOf('c', { externalCustomerId: 'globex', timestamp: '2026-11-03T10:00:00Z' });
    const apart = sharedByRows([eventOf('a'), other]);
    assert.deepEqual([apart.day, apart.customer], [undefined, undefined]);
    const alone = sharedByRows([eventOf('a')]);
    assert.deepEqual([alone.day, alone.customer], [undefined, undefined]);
  });

  test('text that looks like a number, true, or false is a warning', () => {
    const properties = { a: '9120', b: 'true', c: 'eu-1', d: 3, e: true, f: '' };
    assert.equal(warningsOf(eventOf('a', { properties })), 2);
  });
});
