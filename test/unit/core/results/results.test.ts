import assert from 'node:assert/strict';
import { parseJson } from '../../../../src/core/json.ts';
import type { UsageEvent } from '../../../../src/core/event.ts';
import { sortRows } from '../../../../src/core/results/columns.ts';
import { delimited } from '../../../../src/core/results/export.ts';
import { figuresOf } from '../../../../src/core/results/figures.ts';
import { exactly, filterRows, valuesOf } from '../../../../src/core/results/filter.ts';
import { isOddText, tableOf } from '../../../../src/core/results/rows.ts';

/** An event by the JSON of its properties. */
function view(id: string, properties: string, changes: Partial<UsageEvent> = {}, amendments = 0) {
  const event: UsageEvent = {
    id,
    eventName: 'chat',
    timestamp: '2026-10-28T22:00:10.412Z',
    customerId: null,
    externalCustomerId: 'acme',
    properties: parseJson(properties) as UsageEvent['properties'],
    deprecated: false,
    ...changes,
  };
  return { event, amendments };
}

const views = [
  view('a', '{"tokens":9007199254740993,"model":"gpt"}'),
  view('b', '{"tokens":0.10,"model":"=1+1"}', { externalCustomerId: 'globex' }, 1),
  view('c', '{"tokens":"9120","cached":"true"}'),
  view('d', '{"tokens":9007199254740992}', { deprecated: true }),
  view('e', '{"cached":true,"__proto__":7,"tokens":-2e3}', { eventName: 'embed' }),
];
const table = tableOf(views, [{ id: 'x', reason: 'not in the last 7 days' }]);
const { rows, properties } = table;
const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id).join('');

suite('the table of results', () => {
  test('has a column for each property, numbers first, and values as Orb wrote them', () => {
    assert.deepEqual(properties, [
      { name: 'tokens', events: 5, numbers: 4, booleans: 0 },
      { name: '__proto__', events: 1, numbers: 1, booleans: 0 },
      { name: 'cached', events: 2, numbers: 0, booleans: 1 },
      { name: 'model', events: 2, numbers: 0, booleans: 0 },
    ]);
    assert.deepEqual(rows[0]?.values, ['9007199254740993', null, null, '"gpt"']);
    assert.deepEqual(rows[1]?.values, ['0.10', null, null, '"=1+1"']);
    assert.deepEqual(rows[4]?.values, ['-2e3', '7', 'true', null]);
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['active', 'amended', 'active', 'deprecated', 'active', 'notFound'],
    );
  });

  test('marks text where other events have a number, true, or false', () => {
    const [tokens, , cached, model] = properties;
    assert.ok(tokens !== undefined && cached !== undefined && model !== undefined);
    assert.equal(isOddText('"9120"', tokens), true);
    assert.equal(isOddText('9120', tokens), false);
    assert.equal(isOddText('"true"', cached), true);
    assert.equal(isOddText('"yes"', cached), false);
    assert.equal(isOddText('"4"', model), false);
  });

  test('sorts numbers exactly, then texts, and empty cells last in both directions', () => {
    assert.equal(ids(sortRows(rows, 'property:tokens', false, properties)), 'ebdacx');
    assert.equal(ids(sortRows(rows, 'property:tokens', true, properties)), 'cadbex');
    assert.equal(ids(sortRows(rows, 'property:cached', false, properties)), 'ceabdx');
    assert.equal(ids(sortRows(rows, 'customer', true, properties)), 'bacdex');
    assert.equal(ids(sortRows(rows, 'property:gone', false, properties)), 'abcdex');
  });

  test('sorts by instant, whatever the time zone', () => {
    const at = (id: string, timestamp: string) => view(id, '{}', { timestamp });
    const timed = tableOf(
      [at('a', '2026-10-28T22:00:00+02:00'), at('b', '2026-10-28T21:00:00Z'), at('c', '?')],
      [],
    );
    assert.equal(ids(sortRows(timed.rows, 'time', false, [])), 'abc');
  });

  test('filters by text, numbers, ranges, kinds, and empty cells', () => {
    const by = (column: string, typed: string) =>
      ids(filterRows(rows, { [column]: typed }, properties));
    assert.equal(by('property:tokens', '> 9007199254740992'), 'a');
    assert.equal(by('property:tokens', '>= 9007199254740992'), 'ad');
    assert.equal(by('property:tokens', '< 0.1'), 'e');
    assert.equal(by('property:tokens', '0.1-1'), 'b');
    assert.equal(by('property:tokens', '-2000 - 0.1'), 'be');
    assert.equal(by('property:tokens', 'text'), 'c');
    assert.equal(by('property:tokens', 'number'), 'abde');
    assert.equal(by('property:tokens', 'empty'), 'x');
    assert.equal(by('property:tokens', '912'), 'c');
    assert.equal(by('customer', 'GLOB'), 'b');
    assert.equal(by('property:cached', exactly('true')), 'e');
    assert.equal(by('property:cached', exactly('"true"')), 'c');
    assert.equal(by('id', '  '), 'abcdex');
    assert.equal(by('name', 'text'), '');
  });

  test('combines filters, and finds what a column shows', () => {
    const shown = (column: string) => (column === 'time' ? '28 Oct 22:00:10' : undefined);
    const filters = { time: '28 oct', customer: 'acme' };
    assert.equal(ids(filterRows(rows, filters, properties, shown)), 'acdex'.replace('x', ''));
  });

  test('lists the values of a column if they are few', () => {
    assert.deepEqual(valuesOf(rows, 'customer', properties, 12), ['acme', 'globex']);
    assert.deepEqual(valuesOf(rows, 'property:cached', properties, 12), ['"true"', 'true']);
    assert.equal(valuesOf(rows, 'id', properties, 3), undefined);
  });

  test('sums exactly, without deprecated events and texts', () => {
    const figures = figuresOf(rows, 'tokens', 'customer', properties);
    assert.deepEqual(figures, {
      events: 5,
      deprecated: 1,
      notFound: 1,
      sum: {
        total: '9007199254738993.10',
        numbers: 3,
        least: '-2e3',
        most: '9007199254740993',
        texts: 1,
      },
      groups: [
        { key: 'acme', events: 3, total: '9007199254738993' },
        { key: 'globex', events: 1, total: '0.10' },
      ],
    });
    assert.deepEqual(
      figuresOf(rows, 'tokens', 'name', properties).groups.map(({ key }) => key),
      ['chat', 'embed'],
    );
    assert.equal(figuresOf(rows, undefined, 'name', properties).sum.total, '0');
  });

  test('leaves a number out that is too long to add', () => {
    const huge = tableOf([view('a', `{"n":1e999}`), view('b', '{"n":2}')], []);
    const { sum } = figuresOf(huge.rows, 'n', 'name', huge.properties);
    assert.deepEqual(sum, { total: '2', numbers: 1, least: '2', most: '2', texts: 0 });
    assert.equal(ids(sortRows(huge.rows, 'property:n', false, huge.properties)), 'ba');
  });

  const columns = [
    { id: 'id', title: 'Event ID' },
    { id: 'property:tokens', title: 'tokens' },
    { id: 'property:model', title: '@model' },
  ];

  test('exports CSV without formulas', () => {
    assert.equal(
      delimited('csv', columns, rows, properties),
      `Event ID,tokens,"'@model"\r\na,9007199254740993,gpt\r\nb,0.10,"'=1+1"\r\nc,9120,\r\nd,9007199254740992,\r\ne,-2e3,\r\nx,,\r\n`,
    );
  });

  test('copies cells that spreadsheets take, without formulas', () => {
    const odd = tableOf([view('-a\tb', '{"model":"say \\"hi\\"\\nnow"}')], []);
    const two = [
      { id: 'id', title: 'Event ID' },
      { id: 'property:model', title: 'model' },
    ];
    assert.equal(
      delimited('tsv', two, odd.rows, odd.properties),
      `Event ID\tmodel\n"'-a\tb"\t"say ""hi""\nnow"\n`,
    );
  });
});
