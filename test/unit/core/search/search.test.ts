import assert from 'node:assert/strict';
import type { PropertyValue, UsageEvent } from '../../../../src/core/event.ts';
import {
  arrangement,
  asAsked,
  byProperty,
  grouped,
  matches,
  propertyNames,
  sorted,
  stateOf,
} from '../../../../src/core/search/arrange.ts';
import { toIngestLine } from '../../../../src/core/search/exportLine.ts';
import {
  adviseOn,
  describeReason,
  reasonOf,
  type Traces,
} from '../../../../src/core/search/notFound.ts';
import {
  describeWindow,
  lastDaysWindow,
  readBound,
  toTimeframe,
  wider,
  windowChoices,
} from '../../../../src/core/search/window.ts';
import { within } from '../../../../src/core/timeframe.ts';
import { onOneDay, shortTime, spokenTime } from '../../../../src/core/timeText.ts';

const now = Date.parse('2026-08-20T09:14:22Z');
const event = (id: string, change: Partial<UsageEvent> = {}): UsageEvent => ({
  id,
  eventName: 'chat_completion',
  timestamp: '2026-08-20T03:12:04.25Z',
  customerId: 'orb-1',
  externalCustomerId: 'acme-corp',
  properties: { model: 'gpt-4.1', tokens: 1200 },
  deprecated: false,
  ...change,
});
const view = (id: string, change: Partial<UsageEvent> = {}, amendments = 0) => ({
  event: event(id, change),
  amendments,
});

suite('the time frame of a search', () => {
  test('the choices start with the days of the setting, without duplicates', () => {
    assert.deepEqual(windowChoices(7).map(describeWindow), [
      '7 days',
      '24 hours',
      '30 days',
      '90 days',
    ]);
    assert.equal(windowChoices(14).length, 5);
    assert.equal(describeWindow(windowChoices(14)[0]!), '14 days');
  });
  test('the last days start exactly that many days ago, and end after anything a fast clock has dated', () => {
    assert.deepEqual(toTimeframe(lastDaysWindow(7), now), {
      timeframeStart: '2026-08-13T09:14:22.000Z',
      timeframeEnd: '2026-08-21T09:14:22.000Z',
    });
  });
  test('exact bounds are sent as given, even a single one', () => {
    const only = { kind: 'exact', timeframeStart: '2026-08-13T00:00:00Z' } as const;
    assert.deepEqual(toTimeframe(only, now), { timeframeStart: '2026-08-13T00:00:00Z' });
    assert.equal(describeWindow(only), 'since 2026-08-13');
    assert.equal(
      describeWindow({ ...only, timeframeEnd: '2026-08-14T10:30:00Z' }),
      '2026-08-13 – 2026-08-14 10:30',
    );
  });
  test('its text leaves out only what is zero', () => {
    const until = (timeframeEnd: string) => describeWindow({ kind: 'exact', timeframeEnd });
    assert.equal(until('2026-08-14T10:30:05Z'), 'until 2026-08-14 10:30:05');
    assert.equal(until('2026-08-14T10:30:05.5+01:00'), 'until 2026-08-14 09:30:05.5');
    assert.equal(until('soon'), 'until soon');
    assert.deepEqual(toTimeframe({ kind: 'exact', timeframeEnd: '2026-08-14' }, now), {
      timeframeEnd: '2026-08-14',
    });
    assert.equal(describeWindow({ kind: 'exact' }), '7 days');
    assert.equal(describeWindow({ kind: 'last', hours: 36 }), '36 hours');
    assert.equal(describeWindow({ kind: 'last', hours: 48 }), '2 days');
  });
  test('a wider one is 30, then 90 days', () => {
    assert.equal(wider(lastDaysWindow(7)), 30);
    assert.equal(wider(lastDaysWindow(30)), 90);
    assert.equal(wider(lastDaysWindow(90)), undefined);
  });
  test('includes its start but not its end', () => {
    const exact = {
      kind: 'exact',
      timeframeStart: '2026-08-13T00:00:00Z',
      timeframeEnd: '2026-08-14T00:00:00Z',
    } as const;
    assert.ok(within('2026-08-13T02:00:00+02:00', exact));
    assert.ok(!within('2026-08-14T00:00:00Z', exact));
    assert.ok(within('2026-08-20T09:15:00Z', toTimeframe(lastDaysWindow(7), now)));
    assert.ok(!within('2026-08-13T09:14:00Z', toTimeframe(lastDaysWindow(7), now)));
  });
  test('bounds are read as people type them', () => {
    assert.equal(readBound('2026-08-13'), '2026-08-13T00:00:00Z');
    assert.equal(readBound(' 2026-08-13 10:00 UTC '), '2026-08-13T10:00:00Z');
    assert.equal(readBound('2026-08-13   10:00   utc'), '2026-08-13T10:00:00Z');
    assert.equal(readBound('2026-08-13T12:00:00+02:00'), '2026-08-13T10:00:00Z');
    assert.equal(readBound('2026-08-13 UTC 10:00'), undefined);
    assert.equal(readBound('x2026-08-13'), undefined);
    assert.equal(readBound('yesterday'), undefined);
    assert.equal(readBound('2026-02-30'), undefined);
  });
});

suite('search results', () => {
  const views = [
    view('b', { timestamp: '2026-08-20T05:00:00+02:00', eventName: 'z' }),
    view('a', { timestamp: '2026-08-20T04:00:00Z', eventName: 'a', externalCustomerId: null }),
    view('c', { deprecated: true, timestamp: '2026-08-20T02:00:00Z' }, 1),
  ];
  const ids = (list: readonly { event: UsageEvent }[]) =>
    list.map(({ event: { id } }) => id).join('');
  test('are sorted by time, by name, by customer, or in search order', () => {
    assert.equal(ids(sorted(views, 'asked')), 'bac');
    assert.equal(ids(sorted(views, 'oldest')), 'cba');
    assert.equal(ids(sorted(views, 'newest')), 'abc');
    assert.equal(ids(sorted(views, 'eventName')), 'acb');
    assert.equal(ids(sorted(views, 'customer')), 'bca');
    assert.equal(ids(sorted(views, 'id')), 'abc');
    assert.equal(ids(sorted(views, 'state')), 'bac');
  });
  test('are sorted by a property: numbers by value, then texts, then the rest, and events without it last', () => {
    const of = (id: string, n?: PropertyValue) =>
      view(id, { properties: n === undefined ? {} : { n } });
    const list = [of('a'), of('b', 'x'), of('c', 100), of('d', true), of('e', 9), of('f', '10')];
    assert.equal(ids(sorted(list, byProperty('n'))), 'ecfbda');
    assert.deepEqual(propertyNames(list), ['n']);
    assert.equal(arrangement({ ...asAsked, order: 'property:n' })?.order, 'property:n');
    assert.equal(arrangement({ ...asAsked, order: 'colour' }), undefined);
  });
  test('stay in search order if they are equal, and invalid times come last', () => {
    const same = ['e', 'd', 'f', 'c', 'g'].map((id) => view(id));
    for (const order of ['oldest', 'newest', 'eventName', 'customer'] as const) {
      assert.equal(ids(sorted(same, order)), 'edfcg', order);
    }
    const odd = [view('x', { timestamp: 'soon' }), ...views, view('y', { timestamp: '' })];
    assert.equal(ids(sorted(odd, 'oldest')), 'cbaxy');
    assert.equal(ids(sorted(odd, 'newest')), 'abcxy');
  });
  test('are in search order, ungrouped, and unfiltered by default', () => {
    assert.equal(arrangement({}), undefined);
    assert.deepEqual(arrangement({ ...asAsked, more: 1 }), asAsked);
  });
  test('are grouped, and a deprecated event counts as deprecated even if it was amended before', () => {
    assert.deepEqual(
      grouped(views, 'state').map(({ key, views: members }) => [key, ids(members)]),
      [
        ['active', 'ba'],
        ['deprecated', 'c'],
      ],
    );
    assert.equal(stateOf(view('x', {}, 1)), 'amended');
    assert.deepEqual(
      grouped(views, 'customer').map(({ key }) => key),
      ['acme-corp', 'orb-1'],
    );
    assert.deepEqual(
      grouped(views, 'eventName').map(({ key }) => key),
      ['a', 'chat_completion', 'z'],
    );
    const nobody = view('x', { customerId: null, externalCustomerId: null });
    assert.deepEqual(grouped([nobody], 'customer'), [{ key: '', views: [nobody] }]);
  });
  test('are filtered by words in any part of the event', () => {
    assert.ok(matches(view('x'), 'ACME gpt'));
    assert.ok(matches(view('x'), 'tokens=1200'));
    assert.ok(matches(view('x', { deprecated: true }), 'deprecated'));
    assert.ok(!matches(view('x'), 'acme globex'));
    assert.ok(matches(view('x'), 'orb-1 2026-08-20T03'));
    assert.ok(matches(view('x'), '  '));
    assert.ok(!matches(view('x'), 'xchat'), 'no word goes over from one part to the next');
    assert.ok(!matches(view('x', { customerId: null }), 'null'));
  });
});

suite("why an ID wasn't found", () => {
  const traces = (change: Partial<Traces> = {}): Traces => ({
    amended: false,
    inWindow: false,
    elsewhere: [],
    ...change,
  });
  const words = (change: Partial<Traces>, window = lastDaysWindow(7)) =>
    describeReason(reasonOf(traces(change), now), window);
  test('the likeliest reason wins', () => {
    assert.equal(words({}), 'not in the last 7 days');
    assert.equal(words({}, { kind: 'exact' }), 'not in this time frame');
    assert.equal(words({ elsewhere: ['Acme live', 'Acme test'] }), 'seen in Acme live, Acme test');
    assert.equal(words({ otherCase: 'evt_77310', elsewhere: ['x'] }), 'found as evt_77310');
    assert.equal(words({ sentMs: now - 20_000 }), 'sent 20 s ago');
    assert.equal(words({ sentMs: now - 300_000 }), 'sent 5 min ago');
    assert.equal(words({ sentMs: now + 5_000 }), 'sent 0 s ago');
    assert.equal(words({ sentMs: now - 119_000 }), 'sent 119 s ago');
    assert.equal(words({ sentMs: now - 120_000 }), 'sent 2 min ago');
    assert.equal(words({ sentMs: now - 599_000 }), 'sent 10 min ago');
    assert.equal(words({ sentMs: now - 600_000 }), 'not in the last 7 days');
    assert.equal(words({ amended: true, otherCase: 'x' }), 'amended, hidden by Orb');
    assert.equal(
      words({ amended: true, seenTimestamp: '2026-07-03T10:00:00Z' }),
      'seen here before, dated 2026-07-03',
    );
    const seen = { seenTimestamp: '2026-08-20T03:00:00Z', inWindow: true };
    assert.equal(words(seen), 'seen here before, not shown now');
    assert.equal(words({ ...seen, amended: true }), 'amended, hidden by Orb');
    assert.equal(words({ seenTimestamp: 'once', inWindow: false }), 'seen here before, dated once');
  });
  test('each reason says what to try', () => {
    const advice: readonly (readonly [Parameters<typeof adviseOn>[0], RegExp])[] = [
      [{ kind: 'amended' }, /^It was amended from this editor\./],
      [{ kind: 'sent', seconds: 5 }, /Refresh later\.$/],
      [{ kind: 'otherCase', eventId: 'Evt' }, /Search for Evt\.$/],
      [{ kind: 'outside', timestamp: '2026-07-03T10:00:00Z' }, /Search a wider one\.$/],
      [{ kind: 'hidden' }, /^It may have been amended by another program:/],
      [{ kind: 'elsewhere', connections: ['x'] }, /^Switch to that connection/],
      [{ kind: 'window' }, /^Search a wider time frame or another connection\./],
    ];
    for (const [reason, words] of advice) assert.match(adviseOn(reason), words);
  });
});

suite('times as people read them', () => {
  test("are short and in UTC, with the year only if it's another one, and without the day if it's the same", () => {
    assert.equal(shortTime('2026-08-20T05:12:04+02:00', now), '20 Aug 03:12:04');
    assert.equal(shortTime('2025-08-20T03:12:04Z', now), '20 Aug 2025 03:12:04');
    assert.equal(shortTime('2026-08-20T03:12:04Z', now, true), '03:12:04');
    assert.equal(shortTime('not a time', now), 'not a time');
    assert.equal(spokenTime('2026-08-20T03:12:04.25Z'), '20 August 2026 03:12:04 UTC');
  });
  test('a day is a day in UTC', () => {
    assert.ok(onOneDay(['2026-08-20T00:00:00Z', '2026-08-21T01:00:00+02:00']));
    assert.ok(!onOneDay(['2026-08-20T00:00:00Z', '2026-08-21T00:00:00Z']));
    assert.ok(!onOneDay(['2026-08-20T00:00:00Z', 'soon']));
    assert.ok(onOneDay([]));
  });
});

suite('an event as a line to ingest', () => {
  test('keeps numbers, the order of properties, and every character, on one line', () => {
    const raw = `{"id":"a","properties": {\n "b": 1.0, "2": 9007199254740993,\n "__proto__": "x\\ny", "b": true\n}}`;
    assert.equal(
      toIngestLine(event('a "b"\n'), raw),
      '{"idempotency_key":"a \\"b\\"\\n","event_name":"chat_completion","timestamp":"2026-08-20T03:12:04.25Z",' +
        '"external_customer_id":"acme-corp","properties":{"b":1.0,"2":9007199254740993,"__proto__":"x\\ny","b":true}}',
    );
  });
  test("uses Orb's ID for the customer if there's no other", () => {
    assert.match(
      toIngestLine(event('a', { externalCustomerId: null }), '{}'),
      /"customer_id":"orb-1","properties":\{\}/,
    );
  });
});
