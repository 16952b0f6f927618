import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { NotConvertible, toLines } from '../../../src/ndjson/toLines.ts';

/** The result, and the number of pauses. */
function converted(text: string): { readonly lines: string; readonly pauses: number } {
  const work = toLines(text, '\n');
  for (let pauses = 0; ; pauses++) {
    const step = work.next();
    if (step.done === true) return { lines: step.value, pauses };
  }
}
const lines = (text: string) => converted(text).lines;

suite('converting JSON to lines', () => {
  const event = '{"a": 1.0,\n "b": [9007199254740993, "x\\ny"], "c" : {}}';
  const expected = '{"a":1.0,"b":[9007199254740993,"x\\ny"],"c":{}}\n';

  for (const [name, text, found] of [
    ['an array', `[${event}, ${event}]`, expected + expected],
    ['an array behind a byte-order mark', `\uFEFF[\r\n${event}\r\n]`, expected],
    ['an empty array', '[]', ''],
    ['a request body', `{"events": [${event},\n${event}]}`, expected + expected],
    [
      'a request body with more members',
      `{"x": [1], "events": [${event}], "y": {"z":2}}`,
      expected,
    ],
    ['a request body without events', '{"events": [ ]}', ''],
    ['one event', event, expected],
    ['several events', `${event}\n\n${event}`, expected + expected],
    ['several bodies and events', `{"events":[${event}]}\n${event}`, expected + expected],
    [
      'an event with a property called events',
      '{"idempotency_key":"k", "events": [ {"a":1} ]}',
      '{"idempotency_key":"k","events":[{"a":1}]}\n',
    ],
    ['values of an array that are no events', '[1, "a", [2, 3], null]', '1\n"a"\n[2,3]\nnull\n'],
    ['events deeper inside', '{"a":{"events":[1]}}', '{"a":{"events":[1]}}\n'],
  ] as const) {
    test(name, () => assert.equal(lines(text), found));
  }

  test('reports incomplete and invalid JSON with the line', () => {
    const fails = (text: string, words: RegExp) =>
      assert.throws(
        () => lines(text),
        (error) => error instanceof NotConvertible && words.test(error.message),
      );
    fails('[{"a":1},', /incomplete/);
    fails('[{"a":"1', /incomplete/);
    fails('[\n{"a" 1}]', /line 2/);
    fails('[1]]', /line 1/);
    fails('[1 2]', /line 1/);
    fails('{"a":"line\nbreak"}', /line 1/);
  });

  test('keeps every value of any JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(3), (values, spaces) => {
        const text = JSON.stringify(values, undefined, spaces);
        assert.equal(lines(text), values.map((value) => `${JSON.stringify(value)}\n`).join(''));
      }),
    );
  });

  test('pauses while reading a large text', () => {
    const large = `[${Array.from({ length: 20_000 }, () => '{"a":1}').join(',')}]`;
    const { lines: found, pauses } = converted(large);
    assert.equal(found.length, 20_000 * 8);
    assert.ok(pauses >= 10);
  });
});
