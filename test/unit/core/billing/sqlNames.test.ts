import assert from 'node:assert/strict';
import { sqlNames } from '../../../../src/core/billing/sqlNames.ts';

/** SQL, the event names, and the properties with the value each is compared with. */
const cases: readonly [string, readonly string[], Readonly<Record<string, string | undefined>>][] =
  [
    [
      "SELECT SUM(input_tokens) FROM events WHERE event_name = 'chat_completion' AND cached = true",
      ['chat_completion'],
      { input_tokens: undefined, cached: 'true' },
    ],
    ["select count(*) from events where event_name in ('a', 'b''c')", ['a', "b'c"], {}],
    [
      "SELECT COUNT(DISTINCT user_id) AS users FROM events e WHERE 'x' = e.event_name",
      ['x'],
      { user_id: undefined },
    ],
    [
      "SELECT SUM(e.bytes) FROM events AS e WHERE e.region = 'eu' -- event_name = 'no'",
      [],
      { bytes: undefined, region: '"eu"' },
    ],
    [
      "SELECT SUM(properties['gb hours']) FROM events WHERE properties->>'tier' = 'pro'",
      [],
      { 'gb hours': undefined, tier: '"pro"' },
    ],
    ['SELECT MAX("my ""prop""") FROM events /* WHERE x = 1 */', [], { 'my "prop"': undefined }],
    ["region = 'us-east-1'", [], { region: '"us-east-1"' }],
    ["region IN ('us', 'eu') AND size = 1.50", [], { region: '"us"', size: '1.5' }],
    [
      "SELECT SUM(CASE WHEN kind = 'in' THEN size ELSE 0 END) FROM events",
      [],
      { kind: '"in"', size: undefined },
    ],
    ['SELECT LATEST_BY(seats, timestamp_millis) FROM events', [], { seats: undefined }],
    ["SELECT COUNT(*) FROM events WHERE event_name <> 'x' AND event_name NOT IN ('y')", [], {}],
    [
      'SELECT COALESCE(SUM(n), 0) FROM events GROUP BY hour_floor_timestamp_millis(timestamp_millis)',
      [],
      { n: undefined },
    ],
    [
      'WITH recent AS (SELECT size FROM events) SELECT SUM(size) FROM recent',
      [],
      { size: undefined },
    ],
    ["'unterminated event_name = (((", [], { unterminated: undefined }],
    ['', [], {}],
  ];

suite('names in SQL', () => {
  for (const [sql, eventNames, properties] of cases) {
    test(`of ${sql === '' ? 'nothing' : sql}`, () => {
      const names = sqlNames(sql);
      assert.deepEqual(names.eventNames, eventNames);
      assert.deepEqual(
        Object.fromEntries([...names.properties].map(([name, { equals }]) => [name, equals])),
        properties,
      );
    });
  }

  test('of several texts are taken together', () => {
    const { properties } = sqlNames('SELECT SUM(a) FROM events', 'b = 1');
    assert.deepEqual([...properties.keys()], ['a', 'b']);
  });

  test('of a huge hostile text are found in a moment', () => {
    for (const part of ["'", '"', '(', '/*', 'event_name = ', 'a in (', '[->']) {
      sqlNames(part.repeat(1_000_000));
    }
  });
});
