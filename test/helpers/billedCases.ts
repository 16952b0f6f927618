/** Events, the SQL of a metric over them, a price, and what it bills: right values worked out by hand. */

/** In the billing period of August 2026, unless it says otherwise. */
export interface BilledEvent {
  readonly name?: string;
  readonly timestamp?: string;
  /** Default: the one that is asked about. */
  readonly customer?: string;
  /** JSON source text. */
  readonly properties: string;
}

export interface BilledCase {
  readonly what: string;
  readonly events: readonly BilledEvent[];
  readonly sql: string;
  readonly price: BilledPrice;
  /** Of the price interval. */
  readonly filter?: string;
  readonly quantity: string;
  readonly amount: string;
}

interface BilledPrice {
  readonly model: 'unit' | 'tiered' | 'package' | 'bulk';
  readonly config: object;
}

const unit = (unit_amount: string): BilledPrice => ({ model: 'unit', config: { unit_amount } });
/** Up to 10 units, up to 100, and all others. */
const tiered = (...rates: readonly [string, string, string]): BilledPrice => ({
  model: 'tiered',
  config: {
    tiers: rates.map((unit_amount, at) => ({
      first_unit: [0, 10, 100][at],
      last_unit: [10, 100, null][at],
      unit_amount,
    })),
  },
});
const bulk = (...rates: readonly [string, string]): BilledPrice => ({
  model: 'bulk',
  config: {
    tiers: rates.map((unit_amount, at) => ({ maximum_units: [10, null][at], unit_amount })),
  },
});
const packages = (package_amount: string, package_size: number): BilledPrice => ({
  model: 'package',
  config: { package_amount, package_size },
});

const of = (...properties: readonly string[]): readonly BilledEvent[] =>
  properties.map((each) => ({ properties: each }));
const named = (name: string, properties = '{}'): BilledEvent => ({ name, properties });
const at = (timestamp: string, properties = '{"tokens":1}'): BilledEvent => ({
  timestamp,
  properties,
});
const calls = (count: number) => Array.from({ length: count }, () => named('api_call'));

const SUM = 'SELECT SUM(tokens) FROM events';
const COUNT = 'SELECT COUNT(*) FROM events';
const CALLS = "SELECT COUNT(*) FROM events WHERE event_name = 'api_call'";
const CACHED = 'SELECT SUM(tokens) FROM events WHERE cached = true';
const SIZED = 'SELECT COUNT(*) FROM events WHERE size > 10';

const billed = (
  ...[what, events, sql, price, quantity, amount, filter]: readonly [
    what: string,
    events: readonly BilledEvent[],
    sql: string,
    price: BilledPrice,
    quantity: string,
    amount: string,
    filter?: string,
  ]
): BilledCase => ({
  ...{ what, events, sql, price, quantity, amount },
  ...(filter !== undefined && { filter }),
});

// prettier-ignore
export const billedCases: readonly BilledCase[] = [
  // Types: text, numbers, and booleans as they were written.
  billed('numbers add up', of('{"tokens":100}', '{"tokens":23}'), SUM, unit('0.01'), '123', '1.23'),
  billed('text of digits adds nothing', of('{"tokens":100}', '{"tokens":"23"}'), SUM, unit('0.01'), '100', '1'),
  billed('only text adds up to nothing', of('{"tokens":"1250"}'), SUM, unit('0.01'), '0', '0'),
  billed('true adds nothing', of('{"tokens":true}', '{"tokens":2}'), SUM, unit('3'), '2', '6'),
  billed('fractions stay exact', of('{"tokens":0.1}', '{"tokens":0.2}'), SUM, unit('0.1'), '0.3', '0.03'),
  billed('an exponent is a number', of('{"tokens":1.5e3}'), SUM, unit('0.002'), '1500', '3'),
  billed('negative usage is a credit', of('{"tokens":10}', '{"tokens":-25}'), SUM, unit('0.5'), '-15', '-7.5'),
  billed('more than 2^53 keeps its digits', of('{"tokens":9007199254740993}'), SUM, unit('1'), '9007199254740993', '9007199254740993'),
  billed('amounts have twelve decimals', of('{"tokens":7}'), SUM, unit('0.000000000001'), '7', '0.000000000007'),
  billed('true is a boolean', of('{"cached":true,"tokens":5}'), CACHED, unit('2'), '5', '10'),
  billed('"true" is text', of('{"cached":"true","tokens":5}'), CACHED, unit('2'), '0', '0'),
  billed('1 is a number', of('{"cached":1,"tokens":5}'), CACHED, unit('2'), '0', '0'),
  billed("'9' isn't more than 10", of('{"size":"9"}'), SIZED, unit('1'), '0', '0'),
  billed("'90' isn't either", of('{"size":"90"}', '{"size":90}'), SIZED, unit('1'), '1', '1'),
  billed('the largest is a number', of('{"tokens":"999"}', '{"tokens":12}', '{"tokens":7}'), 'SELECT MAX(tokens) FROM events', unit('0.25'), '12', '3'),

  // A missing property is NULL.
  billed('a missing property adds nothing', of('{"tokens":4}', '{}'), SUM, unit('1.1'), '4', '4.4'),
  billed('no event has the property', of('{"token":4}'), SUM, unit('1.1'), '0', '0'),
  billed('COUNT of a property leaves out events without it', of('{"tokens":4}', '{}', '{"tokens":"x"}'), 'SELECT COUNT(tokens) FROM events', unit('1'), '2', '2'),
  billed('NULL compares with nothing', of('{}', '{"region":"eu"}', '{"region":"us"}'), "SELECT COUNT(*) FROM events WHERE region <> 'eu'", unit('1'), '1', '1'),
  billed('COALESCE takes its place', of('{"tokens":4}', '{}'), 'SELECT SUM(COALESCE(tokens, 6)) FROM events', unit('1'), '10', '10'),
  billed('CASE without ELSE is NULL', of('{"tier":"hot","tokens":3}', '{"tier":"cold","tokens":90}'), "SELECT SUM(CASE WHEN tier = 'hot' THEN tokens END) FROM events", unit('0.5'), '3', '1.5'),

  // Names.
  billed('another event name counts nothing', [named('api_call'), named('api_cal')], CALLS, unit('1'), '1', '1'),
  billed('names differ by case', [named('API_call')], CALLS, unit('1'), '0', '0'),
  billed('property names differ by case', of('{"Tokens":5}', '{"tokens":2}'), 'SELECT SUM("tokens") FROM events', unit('1'), '2', '2'),
  billed('a name with a hyphen', of('{"gb-hours":2.5}'), 'SELECT SUM("gb-hours") FROM events', unit('0.04'), '2.5', '0.1'),
  billed('each user once', of('{"user":"a"}', '{"user":"b"}', '{"user":"a"}'), 'SELECT COUNT(DISTINCT user) FROM events', unit('20'), '2', '40'),

  // Filters of the price interval.
  billed('a filter leaves events out', of('{"region":"eu","tokens":2}', '{"region":"us","tokens":40}'), SUM, unit('1'), '2', '2', "region = 'eu'"),
  billed('a filter on a missing property leaves all out', of('{"tokens":2}'), SUM, unit('1'), '0', '0', "region = 'eu'"),
  billed('a filter and the condition of the metric both hold', [named('api_call', '{"region":"eu"}'), named('job', '{"region":"eu"}'), named('api_call', '{"region":"us"}')], CALLS, unit('1'), '1', '1', "region = 'eu'"),

  // Tiers.
  billed('the last unit of the first tier', calls(10), CALLS, tiered('1', '0.5', '0.1'), '10', '10'),
  billed('the first unit of the second tier', calls(11), CALLS, tiered('1', '0.5', '0.1'), '11', '10.5'),
  billed('a quantity in three tiers', of('{"tokens":150}'), SUM, tiered('1', '0.5', '0.1'), '150', '60'),
  billed('a fraction within a tier', of('{"tokens":10.5}'), SUM, tiered('1', '0.5', '0.1'), '10.5', '10.25'),
  billed('tiers may rise', of('{"tokens":110}'), SUM, tiered('0', '0.01', '2'), '110', '20.9'),
  billed('bulk: all units at the first rate', calls(10), CALLS, bulk('2', '0.3'), '10', '20'),
  billed('bulk: all units at the rate of the last one', calls(11), CALLS, bulk('2', '0.3'), '11', '3.3'),
  billed('a begun package counts whole', of('{"tokens":1001}'), SUM, packages('0.30', 1000), '1001', '0.6'),
  billed('a full package', of('{"tokens":1000}'), SUM, packages('0.30', 1000), '1000', '0.3'),
  billed('no usage, no package', of('{"tokens":"1000"}'), SUM, packages('0.30', 1000), '0', '0'),

  // The boundaries of the period, and whose events count.
  billed('the first moment is in the period', [at('2026-08-01T00:00:00Z'), at('2026-07-31T23:59:59.999Z')], SUM, unit('1'), '1', '1'),
  billed('the end is not', [at('2026-08-31T23:59:59.999Z'), at('2026-09-01T00:00:00Z')], SUM, unit('1'), '1', '1'),
  billed('an offset is converted to UTC', [at('2026-09-01T01:00:00+02:00'), at('2026-08-31T23:00:00-02:00')], SUM, unit('1'), '1', '1'),
  billed('other customers count for themselves', [...calls(2), { customer: 'other', properties: '{}' }], COUNT, unit('1'), '2', '2'),
  billed('the latest value', [at('2026-08-02T00:00:00Z', '{"seats":5}'), at('2026-08-09T00:00:00Z', '{"seats":3}'), at('2026-08-05T00:00:00Z', '{"seats":8}')], 'SELECT LATEST_BY(seats, timestamp_millis) FROM events', unit('12.50'), '3', '37.5'),
  billed('hours with usage', [at('2026-08-02T07:00:00Z'), at('2026-08-02T07:59:59.999Z'), at('2026-08-02T08:00:00Z')], 'SELECT COUNT(DISTINCT hour_floor_timestamp_millis(timestamp_millis)) FROM events', unit('0.125'), '2', '0.25'),
];
