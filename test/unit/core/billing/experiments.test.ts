import assert from 'node:assert/strict';
import { chooseExperiments } from '../../../../src/core/billing/experiments.ts';
import { readPreviewEvent } from '../../../../src/core/billing/previewEvent.ts';
import { sqlNames } from '../../../../src/core/billing/sqlNames.ts';

const event = (properties: string, name = 'chat_completion') => {
  const text = `{"event_name":"${name}","timestamp":"2026-10-29T03:12:04Z","customer_id":"c","properties":${properties}}`;
  const read = readPreviewEvent(text);
  assert.ok(read);
  return read;
};
const price = (sql: string, index = 0, filter: string | null = null) => ({
  index,
  filter,
  names: sqlNames(sql, filter ?? ''),
});
const changes = (read: ReturnType<typeof event>, ...sqls: readonly string[]) =>
  chooseExperiments(
    read,
    sqls.map((sql, index) => price(sql, index)),
  ).map(({ reason, change }) => change?.description ?? reason.code);

const named = "event_name = 'chat_completion'";

suite('experiments', () => {
  test('make text that is a number or a boolean what it looks like', () => {
    assert.deepEqual(changes(event('{"n":"12.50"}'), 'SELECT SUM(n) FROM events'), [
      'properties.n: "12.50" → 12.50',
    ]);
    assert.deepEqual(changes(event('{"cached":" True"}'), 'cached = true'), [
      'properties.cached: " True" → true',
    ]);
    for (const value of [
      '""',
      '"1,250"',
      '"007"',
      '"yes"',
      '12',
      'true',
      '"12345678901234567890"',
    ]) {
      assert.deepEqual(changes(event(`{"n":${value}}`), 'SELECT SUM(n) FROM events'), [], value);
    }
  });

  test('leave properties alone that neither the metric nor the filter reads', () => {
    assert.deepEqual(changes(event('{"n":1,"id":"5"}'), 'SELECT SUM(n) FROM events'), []);
  });

  test('rename an event that is named nearly like one in the SQL, and try nothing else then', () => {
    const sql = "SELECT SUM(n) FROM events WHERE event_name IN ('api_call', 'page_view')";
    assert.deepEqual(changes(event('{"n":"1"}', 'API-Call'), sql), [
      'event_name: "API-Call" → "api_call"',
    ]);
    assert.deepEqual(changes(event('{"n":"1"}', 'storage'), sql), []);
  });

  test('rename a property that is spelled nearly like one in the SQL, else add it', () => {
    const sql = `SELECT SUM(input_tokens) FROM events WHERE ${named} AND region = 'us-east-1'`;
    assert.deepEqual(changes(event('{"inputTokens":1.50,"region":"us-east-1"}'), sql), [
      'properties.inputTokens → properties.input_tokens',
    ]);
    const [added] = chooseExperiments(event('{"input_tokens":5}'), [price(sql)]);
    assert.equal(added?.change?.description, 'properties.region: "us-east-1"');
    assert.match(added.change.text, /"properties":\{"input_tokens":5,"region": ?"us-east-1"\}/);
    assert.deepEqual(added.reason, {
      code: 'missingProperty',
      property: 'region',
      json: '"us-east-1"',
    });
    assert.deepEqual(changes(event('{"region":"us-east-1"}'), sql), ['properties.input_tokens: 1']);
  });

  test('keep the digits and the place of a renamed property', () => {
    const read = event('{"a":1,"inputTokens":9007199254740993.0,"b":2}');
    const [renamed] = chooseExperiments(read, [price('SELECT SUM(input_tokens) FROM events')]);
    assert.equal(renamed?.change?.text, read.text.replace('"inputTokens":', '"input_tokens":'));
  });

  test('leave out the filters of all prices by one request', () => {
    const filters = ["region = 'us'", "tier = 'pro'"];
    const experiments = chooseExperiments(
      event('{"n":1,"region":"eu","tier":"free"}'),
      filters.map((filter, index) => price('SELECT SUM(n) FROM events', index, filter)),
    );
    assert.deepEqual(
      experiments.map(({ change, prices }) => ({ change, prices })),
      [{ change: undefined, prices: [0, 1] }],
    );
  });

  test('are at most three, one for each price before a second one for any', () => {
    const read = event('{"a":"1","b":"2","c":"3","d":"4"}');
    const sqls = ['SELECT SUM(a + b + c) FROM events', 'SELECT SUM(d) FROM events'];
    assert.deepEqual(changes(read, ...sqls), [
      'properties.a: "1" → 1',
      'properties.d: "4" → 4',
      'properties.b: "2" → 2',
    ]);
  });

  test('help several prices at once where they read the same property', () => {
    const experiments = chooseExperiments(event('{"n":"1"}'), [
      price('SELECT SUM(n) FROM events', 3),
      price('SELECT MAX(n) FROM events', 7),
    ]);
    assert.deepEqual(
      experiments.map(({ prices }) => prices),
      [[3, 7]],
    );
  });
});
