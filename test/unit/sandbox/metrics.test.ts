import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { registerFunctions } from '../../../src/sandbox/metrics/aggregates.ts';
import { EventTable } from '../../../src/sandbox/metrics/eventTable.ts';
import type { MetricEvent, MetricQuery } from '../../../src/sandbox/metrics/messages.ts';
import { filterProblem, metricProblem } from '../../../src/sandbox/metrics/metricSql.ts';
import { runMetric } from '../../../src/sandbox/metrics/runMetrics.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-08-20T00:00:00Z');

/** An event in the first minute of an hour. */
const event = (properties: string, hour = 0, other: Partial<MetricEvent> = {}): MetricEvent => ({
  name: 'api_call',
  timestamp: new Date(START_MS + hour * HOUR_MS).toISOString(),
  ms: START_MS + hour * HOUR_MS,
  customer: 'c1',
  external: 'acme',
  properties,
  ...other,
});

/** What metrics run over. Text where there should be numbers and booleans, missing values, and numbers beyond 2^53. */
const events: readonly MetricEvent[] = [
  event('{"tokens":100,"cached":true,"region":"eu","rate":0.1}', 0),
  event('{"tokens":"1250","cached":"true","region":"eu"}', 1),
  event('{"tokens":50,"cached":1,"region":"us","rate":0.2}', 1),
  event('{"tokens":7,"cached":false,"region":"us"}', 2),
  event('{"gigabytes":1.5,"tier":"hot","size":"9"}', 3, { name: 'storage_snapshot' }),
  event('{"gigabytes":2.25,"tier":"cold","size":20}', 4, { name: 'storage_snapshot' }),
  event('{"rows":9007199254740993}', 5, { name: 'export_job' }),
  event('{"rows":9007199254740995}', 5, { name: 'export_job' }),
  event('{"tokens":1000}', 6, { customer: 'c2', external: null }),
  event('{"tokens":2000}', 6, { customer: null, external: 'unknown' }),
  event('{"user":"a"}', 7, { name: 'seat_active' }),
  event('{"user":"b"}', 8, { name: 'seat_active' }),
  event('{"user":"a"}', 9, { name: 'seat_active' }),
];

function run(sql: string, query: Partial<MetricQuery> = {}, over = events) {
  using db = new DatabaseSync(':memory:');
  db.exec('pragma case_sensitive_like = on');
  registerFunctions(db);
  const table = new EventTable(db, 'events_1');
  table.add(over);
  return runMetric(db, table, {
    ...{ sql, filters: [], groupingKeys: [], customerIds: ['c1'] },
    ...{ startMs: START_MS, endMs: START_MS + 24 * HOUR_MS },
    ...query,
  });
}

/** The quantity, or why there is none. */
function quantity(sql: string, query: Partial<MetricQuery> = {}): string {
  const result = run(sql, query);
  return 'problem' in result ? result.problem : (result.groups[0]?.quantity ?? 'no group');
}

/** Right values worked out by hand from the events above. */
const metrics: readonly (readonly [sql: string, quantity: string])[] = [
  // Counting.
  ['SELECT COUNT(*) FROM events', '11'],
  ["SELECT COUNT(*) FROM events WHERE event_name = 'api_call'", '4'],
  ["select count(*) from events where event_name = 'API_CALL'", '0'],
  ['SELECT COUNT(tokens) FROM events', '4'],
  ['SELECT COUNT(DISTINCT user) FROM events', '2'],
  ['SELECT COUNT(DISTINCT region) FROM events', '2'],
  // Text never adds up.
  ['SELECT SUM(tokens) FROM events', '157'],
  ["SELECT SUM(tokens) FROM events WHERE region = 'eu'", '100'],
  ['SELECT SUM(tokens + 1) FROM events', '160'],
  ['SELECT AVG(tokens) FROM events WHERE region IS NOT NULL', '52.333333333333336'],
  ['SELECT MAX(tokens) FROM events', '100'],
  ['SELECT MIN(tokens) FROM events', '7'],
  ['SELECT SUM(CAST(tokens AS NUMERIC)) FROM events', '1407'],
  ['SELECT SUM(region) FROM events', '0'],
  // A missing property is null: it neither counts nor compares.
  ['SELECT SUM(no_such_property) FROM events', '0'],
  ['SELECT COUNT(*) FROM events WHERE tokens > 5', '3'],
  ['SELECT COUNT(*) FROM events WHERE NOT tokens > 5', '1'],
  ['SELECT COUNT(*) FROM events WHERE tokens IS NULL', '7'],
  ['SELECT SUM(COALESCE(tokens, 1)) FROM events', '164'],
  // Text doesn't compare as a number.
  ['SELECT COUNT(*) FROM events WHERE size > 10', '1'],
  ['SELECT COUNT(*) FROM events WHERE size < 10', '0'],
  ["SELECT COUNT(*) FROM events WHERE size = '9'", '1'],
  ['SELECT COUNT(*) FROM events WHERE size = 9', '0'],
  ['SELECT COUNT(*) FROM events WHERE size BETWEEN 1 AND 100', '1'],
  ["SELECT COUNT(*) FROM events WHERE '9' > 10", '0'],
  // True is neither 1 nor 'true'.
  ['SELECT COUNT(*) FROM events WHERE cached = true', '1'],
  ['SELECT COUNT(*) FROM events WHERE cached', '1'],
  ['SELECT COUNT(*) FROM events WHERE cached IS TRUE', '1'],
  ['SELECT COUNT(*) FROM events WHERE NOT cached', '3'],
  ['SELECT COUNT(*) FROM events WHERE cached = false', '1'],
  ['SELECT COUNT(*) FROM events WHERE cached = 1', '1'],
  ["SELECT COUNT(*) FROM events WHERE cached = 'true'", '1'],
  ['SELECT SUM(CASE WHEN cached THEN tokens ELSE 0 END) FROM events', '100'],
  ['SELECT COUNT(*) FROM events WHERE (tokens > 60) = true', '1'],
  // Exact numbers.
  ['SELECT SUM(rate) FROM events', '0.3'],
  ['SELECT SUM(gigabytes) FROM events', '3.75'],
  ['SELECT SUM(rows) FROM events', '18014398509481988'],
  ['SELECT MAX(rows) FROM events', '9007199254740995'],
  ['SELECT SUM(tokens) / 2 FROM events', '78.5'],
  ['SELECT 7 / 2', '3.5'],
  // Times.
  ['SELECT LATEST_BY(gigabytes, timestamp_millis) FROM events WHERE gigabytes IS NOT NULL', '2.25'],
  ['SELECT EARLIEST_BY(tokens, timestamp) FROM events WHERE tokens IS NOT NULL', '100'],
  ['SELECT COUNT(DISTINCT hour_floor_timestamp_millis(timestamp_millis)) FROM events', '9'],
  ["SELECT COUNT(*) FROM events WHERE timestamp < '2026-08-20T02:00:00'", '3'],
  // Customers by either ID.
  ["SELECT COUNT(*) FROM events WHERE external_customer_id = 'acme'", '11'],
  ["SELECT COUNT(*) FROM events WHERE customer_id = 'acme'", '0'],
  // Subqueries, WITH, aliases, quoted and qualified names.
  [
    'SELECT MAX(n) FROM (SELECT user, COUNT(*) AS n FROM events GROUP BY user) AS users WHERE user IS NOT NULL',
    '2',
  ],
  [
    "WITH hot AS (SELECT gigabytes AS g FROM events WHERE tier = 'hot') SELECT SUM(g) FROM hot",
    '1.5',
  ],
  ["SELECT SUM(e.\"tokens\") FROM events e WHERE e.region IN ('eu', 'us')", '157'],
  ['SELECT SUM(properties.tokens) FROM events', '157'],
  ['SELECT SUM(tokens) FROM (SELECT * FROM events WHERE tokens > 20) x', '150'],
  ["SELECT COUNT(*) FROM events WHERE event_name LIKE 'storage%'", '2'],
  ["SELECT COUNT(*) FILTER (WHERE tier = 'cold') FROM events", '1'],
];

suite('sandbox: metrics', () => {
  for (const [sql, expected] of metrics) {
    test(sql, () => {
      assert.equal(quantity(sql), expected);
    });
  }

  test('count only the events of the customers and of the half-open time frame', () => {
    const sum = 'SELECT SUM(tokens) FROM events';
    assert.equal(quantity(sum, { customerIds: ['c2'] }), '1000');
    assert.equal(quantity(sum, { customerIds: ['c1', 'c2'] }), '1157');
    assert.equal(quantity(sum, { customerIds: [] }), '0');
    assert.equal(quantity(sum, { endMs: START_MS + 2 * HOUR_MS }), '150');
    assert.equal(quantity(sum, { startMs: START_MS + 2 * HOUR_MS }), '7');
  });

  test('count only what all filters hold for', () => {
    const count = 'SELECT COUNT(*) FROM events';
    assert.equal(quantity(count, { filters: ["region = 'eu'"] }), '2');
    assert.equal(quantity(count, { filters: ["region = 'eu'", 'tokens > 1'] }), '1');
    assert.equal(quantity(count, { filters: ['cached'] }), '1');
  });

  test('are grouped by properties and expressions, with the type of each value', () => {
    const sum = 'SELECT SUM(tokens) FROM events';
    const groups = (groupingKeys: readonly string[], sql = sum) => run(sql, { groupingKeys });
    assert.deepEqual(groups(['region']), {
      groups: [
        { values: [null], quantity: '0' },
        { values: ['eu'], quantity: '100' },
        { values: ['us'], quantity: '57' },
      ],
    });
    assert.deepEqual(groups(['cached'], 'SELECT COUNT(*) FROM events WHERE cached IS NOT NULL'), {
      groups: [
        { values: [1], quantity: '1' },
        { values: ['true'], quantity: '1' },
        { values: [false], quantity: '1' },
        { values: [true], quantity: '1' },
      ],
    });
    assert.deepEqual(
      groups(
        ['hour_floor_timestamp_millis(timestamp_millis)', 'region'],
        "SELECT SUM(tokens) FROM events WHERE region = 'us'",
      ),
      {
        groups: [
          { values: [START_MS + HOUR_MS, 'us'], quantity: '50' },
          { values: [START_MS + 2 * HOUR_MS, 'us'], quantity: '7' },
        ],
      },
    );
    assert.deepEqual(
      groups(
        ['user'],
        "SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM events WHERE event_name = 'seat_active') x",
      ),
      {
        groups: [
          { values: [null], quantity: '0' },
          { values: ['a'], quantity: '2' },
          { values: ['b'], quantity: '1' },
        ],
      },
    );
  });

  test('have at most a thousand groups', () => {
    const many = Array.from({ length: 1_001 }, (_, n) => event(`{"request_id":"r${n}"}`));
    const query = { groupingKeys: ['request_id'] };
    assert.deepEqual(run('SELECT COUNT(*) FROM events', query, many), {
      problem: 'There are more than 1,000 groups.',
    });
  });

  test('read properties whose names are not SQL, and those with the names of columns', () => {
    const odd = [event('{"my-key":5,"from":6,"timestamp":7,"a\\"b":8}')];
    assert.deepEqual(
      run('SELECT SUM("my-key" + "from" + properties.timestamp + "a""b") FROM events', {}, odd),
      {
        groups: [{ values: [], quantity: '26' }],
      },
    );
    assert.deepEqual(run('SELECT COUNT(*) FROM events', { groupingKeys: ['my-key'] }, odd), {
      groups: [{ values: [5], quantity: '1' }],
    });
  });

  const rejected: readonly (readonly [sql: string, problem: RegExp])[] = [
    ['', /SELECT/],
    ['SELECT 1, 2', /exactly one value/],
    ['SELECT * FROM events', /exactly one value/],
    ['DELETE FROM events', /doesn't support DELETE/],
    ["ATTACH 'x' AS y", /doesn't support ATTACH/],
    ['PRAGMA user_version', /doesn't support PRAGMA/],
    ['SELECT COUNT(*) FROM events; DROP TABLE events', /";" instead of the end/],
    ['SELECT COUNT(*) FROM sqlite_schema', /no table "sqlite_schema"/],
    ['SELECT COUNT(*) FROM account1', /no table "account1"/],
    ['SELECT load_extension(1) FROM events', /function LOAD_EXTENSION/],
    ['SELECT readfile(tokens) FROM events', /function READFILE/],
    ['SELECT date_trunc(tokens) FROM events', /function DATE_TRUNC/],
    ['SELECT COUNT(*) FROM events JOIN events', /doesn't support JOIN/],
    ['SELECT COUNT(*) FROM events UNION SELECT 1', /doesn't support UNION/],
    ['SELECT SUM(x) OVER () FROM events', /doesn't support OVER/],
    ['SELECT CAST(tokens AS boolean) FROM events', /CAST to boolean/],
    ['SELECT SUM(tokens, 1) FROM events', /SUM has the wrong number of arguments/],
    ["SELECT COUNT(*) FROM events WHERE a = 'open", /no closing '/],
    ['SELECT ` FROM events', /unexpected character/],
    [`SELECT ${'('.repeat(200)}1${')'.repeat(200)}`, /nested too deeply/],
    [`SELECT 1${' + 1'.repeat(5_000)}`, /too long|longer/],
    ['SELECT x FROM (SELECT SUM(tokens) AS y FROM events) t', /no column "x"/],
  ];
  for (const [sql, problem] of rejected) {
    test(`reject ${sql.slice(0, 60)}`, () => {
      assert.match(metricProblem(sql) ?? 'none', problem);
    });
  }

  test('reject by SQLite what only it knows', () => {
    assert.match(quantity('SELECT COUNT(*) FROM events WHERE SUM(tokens) > 1'), /aggregate/);
    assert.match(quantity('SELECT region FROM events'), /isn't a number/);
  });

  test('reject a filter that is not a condition on an event', () => {
    assert.equal(filterProblem("region = 'eu' AND tokens > 5"), undefined);
    assert.match(filterProblem('region = ') ?? '', /the end instead of a value/);
    assert.match(filterProblem("region = 'eu'; DELETE FROM x") ?? '', /instead of the end/);
    assert.match(filterProblem('1=1) OR (1=1') ?? '', /instead of the end/);
  });
});
