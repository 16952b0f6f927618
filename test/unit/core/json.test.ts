import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isRawNumber, parseJson, printJson } from '../../../src/core/json.ts';
import { JsonSyntaxError, memberOf, readJson, valueOf } from '../../../src/core/jsonTree.ts';

suite('lossless JSON', () => {
  for (const source of ['9007199254740993', '1.0', '1e400', '-0', '1E5', '0.10']) {
    test(`keeps the number ${source} as it is written`, () => {
      const text = `{"n":${source},"__proto__":[${source}]}`;
      const value = parseJson(text) as { n: unknown };
      assert.ok(isRawNumber(value.n));
      assert.equal(printJson(value), text);
    });
  }

  test('gives plain numbers where JavaScript prints them the same', () => {
    assert.deepEqual(parseJson('[1,2.5,-3,0]'), [1, 2.5, -3, 0]);
  });

  test('the tree agrees with JSON.parse on any JSON, and its spans cover it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const padded = ` ${text}\n`;
        const node = readJson(padded);
        assert.deepEqual(valueOf(node), JSON.parse(text));
        assert.equal(padded.slice(node.start, node.end), text);
      }),
    );
  });

  test('the tree rejects what JSON.parse rejects, wherever a text is cut off', () => {
    const text = '{"a":[1,-2.5e3,"x\\u00e9\\n"],"b":{"c":null,"d":true}}';
    for (let cut = 0; cut < text.length; cut++) {
      assert.throws(() => readJson(text.slice(0, cut)), JsonSyntaxError, text.slice(0, cut));
    }
    for (const bad of [
      '',
      '{}x',
      '01',
      '+1',
      '.5',
      "{'a':1}",
      '{"a":1,}',
      '[1,]',
      '"\t"',
      'NaN',
      '"\\u12"',
      '"\\x"',
    ]) {
      assert.throws(() => JSON.parse(bad));
      assert.throws(() => readJson(bad), JsonSyntaxError, bad);
    }
  });

  test('the tree keeps the order of members and duplicate keys; the last one counts', () => {
    const node = readJson('{"b":1,"2":2,"1":3,"b":4}');
    assert.ok(node.kind === 'object');
    assert.deepEqual(
      node.members.map(({ key }) => key),
      ['b', '2', '1', 'b'],
    );
    assert.equal((memberOf(node, 'b') as { source: string }).source, '4');
  });

  test('an error has what was expected, what was found, and where', () => {
    const told = (text: string) => {
      try {
        return readJson(text);
      } catch (error) {
        assert.ok(error instanceof JsonSyntaxError);
        return `${error.name} at ${error.offset}: ${error.message}`;
      }
    };
    const cases: readonly (readonly [string, string])[] = [
      ['{"a":1,', '7: Expected a key in double quotes, found the end.'],
      ['{"a" 1}', '5: Expected ":", found "1}".'],
      ['{"a":1 "b":2}', '7: Expected "," or "}", found "\\"b\\":2}".'],
      ['[1 2]', '3: Expected "," or "]", found "2]".'],
      ['["a', '1: Expected a string, found "\\"a".'],
      [' 123456789.0123456789 x', '22: Expected the end, found "x".'],
      ['{"a": nothing at all, whatever follows}', '6: Expected a value, found "nothing at a".'],
    ];
    for (const [text, message] of cases) assert.equal(told(text), `JsonSyntaxError at ${message}`);
  });

  test('two hundred levels of nesting are read, more are rejected', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    assert.equal(readJson(nested(201)).kind, 'array');
    assert.throws(() => readJson(nested(202)), { message: 'Nested too deeply.' });
  });

  test('deep nesting is an error, not a crash', () => {
    assert.throws(() => readJson('['.repeat(100_000)), JsonSyntaxError);
  });
});
