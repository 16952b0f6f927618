import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isRawNumber, parseJson } from '../../../src/core/json.ts';
import { areNumbersAsPrinted } from '../../../src/core/printedNumbers.ts';

const plain = (json: string) =>
  areNumbersAsPrinted(json, JSON.parse(json) as Readonly<Record<string, unknown>>);

suite('numbers that are written as JavaScript prints them', () => {
  test('finds every other notation', () => {
    assert.ok(plain('{"a":1,"b": -0.5, "c":1e+21 }'));
    for (const number of ['1.0', '1e3', '1E+21', '-0', '0.10', '9007199254740993', '1e400']) {
      assert.ok(!plain(`{"a":${number}}`), number);
    }
  });

  test('is false when in doubt', () => {
    assert.ok(!plain('{"a":1.0,"a":1}'), 'a key that is there twice');
    assert.ok(!plain('{"a":1,"b":"\\n"}'), 'escapes');
    assert.ok(!plain('{"a":{"b":1.0}}'), 'nested values');
  });

  test('is never true for a number that a lossless parse keeps apart', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.stringMatching(/^-?(?:0|[1-9]\d{0,18})(?:\.\d{1,4})?(?:[eE][+-]?\d{1,2})?$/),
    );
    const key = fc.constantFrom('a', 'b', 'a":1,"b', 'ä', '');
    fc.assert(
      fc.property(fc.array(fc.tuple(key, number)), (members) => {
        const json = `{${members.map(([name, source]) => `${JSON.stringify(name)}:${source}`).join(',')}}`;
        const values = Object.values(parseJson(json) as object);
        if (plain(json)) assert.ok(!values.some(isRawNumber), json);
      }),
    );
  });
});
