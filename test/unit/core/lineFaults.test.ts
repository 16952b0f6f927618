import assert from 'node:assert/strict';
import { JsonSyntaxError, readJson } from '../../../src/core/jsonTree.ts';
import { jsonFault, keyConflict } from '../../../src/core/lineFaults.ts';

suite('the message for an event ID on several lines', () => {
  const others = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  for (const [count, words] of [
    [1, /^Line 1 uses this event ID with different content\. Neither/],
    [2, /^Lines 1, 2 use this/],
    [20, /^Lines 1, 2, .*19, 20 use this/],
    [21, /^Lines 1, 2, .*19, 20 and 1 more use this/],
    [1_000, /^Lines 1, 2, .*19, 20 and 980 more use this/],
  ] as const) {
    test(`${count} other lines`, () => assert.match(keyConflict(others(count)), words));
  }
  test('lists the first other lines and counts the rest', () =>
    assert.match(keyConflict(others(21), 19_999), /20 and 19979 more use this/));
  test('only counts the lines if there are too many', () =>
    assert.match(keyConflict(undefined), /^Other lines use this/));
});

suite("why a line isn't JSON", () => {
  /** Code, message and the characters that are wrong. */
  function fault(text: string): readonly [string, string, string] {
    try {
      readJson(text);
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      const { code, message, span } = jsonFault(text, error);
      return [code, message, text.slice(span.start, span.end)];
    }
    throw new Error('It is JSON.');
  }

  test('a visible character is quoted', () =>
    assert.deepEqual(fault('{"a":x}'), [
      'not-json',
      'The line isn\'t JSON. Expected a value, found "x}".',
      'x',
    ]));

  test('a text that ends early is marked at its last character', () =>
    assert.deepEqual(fault('{"a": ').slice(0, 3), [
      'not-json',
      "The line isn't JSON. Expected a value, found the end.",
      ':',
    ]));

  for (const [name, text, message, run] of [
    [
      'a byte-order mark at the start',
      '\uFEFF{"a":1}',
      /^The line starts with a byte-order mark \(U\+FEFF\), which joining files can leave\. Remove the mark\.$/,
      '\uFEFF',
    ],
    [
      'a mark between two values',
      '{"a":1}\uFEFF{"b":2}',
      /^There is a byte-order mark \(U\+FEFF\) in the line/,
      '\uFEFF',
    ],
    ['a mark at the end', '{"a":1}\uFEFF', /^There is a byte-order mark/, '\uFEFF'],
    ['NUL bytes', '\0\0\0{"a":1}', /^There are NUL bytes in the line/, '\0\0\0'],
    ['a NUL inside a string', '{"a":"x\0y"}', /^There are NUL bytes/, '\0'],
    [
      'a zero-width space',
      '{"a":\u200B1}',
      /^There is an invisible character \(U\+200B\)/,
      '\u200B',
    ],
    ['a no-break space', '{\u00A0"a":1}', /^There is an invisible character \(U\+00A0\)/, '\u00A0'],
  ] as const) {
    test(`${name} is named, and all of it can be removed`, () => {
      const [code, words, found] = fault(text);
      assert.equal(code, 'hidden-character');
      assert.match(words, message);
      assert.equal(found, run);
    });
  }
});
