import assert from 'node:assert/strict';
import { applyEdits } from '../../../src/core/edits.ts';
import { readJson } from '../../../src/core/jsonTree.ts';
import { locate } from '../../../src/core/located.ts';
import { checkProperties } from '../../../src/core/rules/properties.ts';

/** The title of the first fix of each problem of an event with these properties, and the properties after that fix. */
function fixed(properties: string): readonly (readonly [string, string])[] {
  const text = `{"properties":${properties}}`;
  const root = readJson(text);
  return locate(text, root, checkProperties(root)).map(({ fixes }) => {
    const [first] = fixes;
    assert.ok(first);
    assert.equal(fixes.at(-1)?.title, 'Remove');
    return [first.title, applyEdits(text, first.edits).slice('{"properties":'.length, -1)];
  });
}

suite('a nested property', () => {
  /** What it is, the properties, the title of the fix, the properties after it. */
  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      'an object becomes a property for each of its members, numbers as they are written',
      '{"n": 1, "tokens": {"input": 1.50, "output": 9007199254740993}, "z": true}',
      'Flatten to tokens_input, tokens_output',
      '{"n": 1, "tokens_input": 1.50, "tokens_output": 9007199254740993, "z": true}',
    ],
    [
      'the items of a list are counted from 0',
      '{"sizes":["a",2e3]}',
      'Flatten to sizes_0, sizes_1',
      '{"sizes_0":"a","sizes_1":2e3}',
    ],
    [
      'what is nested deeper joins all names',
      '{"a":{"b":{"c":1},"d":[{"e":true}]}}',
      'Flatten to a_b_c, a_d_0_e',
      '{"a_b_c":1,"a_d_0_e":true}',
    ],
    [
      'null is left out, and the title says so',
      '{"a":{"b":null,"c":1,"d":[null,2]}}',
      'Flatten to a_c, a_d_1 Without Nulls',
      '{"a_c":1,"a_d_1":2}',
    ],
    [
      'a name that is taken gets a number',
      '{"a_b":0,"a":{"b":1,"b_2":2}}',
      'Flatten to a_b_2, a_b_2_2',
      '{"a_b":0,"a_b_2":1,"a_b_2_2":2}',
    ],
    [
      'names that come from two ways stay apart',
      '{"a":{"b_c":1,"b":{"c":2}}}',
      'Flatten to a_b_c, a_b_c_2',
      '{"a_b_c":1,"a_b_c_2":2}',
    ],
    ['of a doubled key the last one counts', '{"a":{"b":1,"b":2}}', 'Flatten to a_b', '{"a_b":2}'],
    [
      'odd names and texts stay what they are',
      '{"a \\"b\\"":{"\\u00e9":"x\\n\\u2028"}}',
      'Flatten to a "b"_é',
      '{"a \\"b\\"_é":"x\\n\\u2028"}',
    ],
    [
      'of many names the title shows three',
      '{"a":[1,2,3,4,5]}',
      'Flatten to a_0, a_1, a_2 and 2 more',
      '{"a_0":1,"a_1":2,"a_2":3,"a_3":4,"a_4":5}',
    ],
  ];
  for (const [what, properties, title, after] of cases) {
    test(what, () => assert.deepEqual(fixed(properties), [[title, after]]));
  }

  test('is formatted like the properties around it', () => {
    const properties = '{\n    "n" : 1,\n    "a" : {\n      "b": 1,\n      "c": 2\n    }\n  }';
    const after = '{\n    "n" : 1,\n    "a_b" : 1,\n    "a_c" : 2\n  }';
    assert.deepEqual(fixed(properties), [['Flatten to a_b, a_c', after]]);
  });

  test('that has no value, or too many to flatten, can only be removed', () => {
    const list = JSON.stringify(Array.from({ length: 51 }, (_, index) => index));
    for (const nothing of ['{}', '[]', '{"b":null}', '[[],{}]', list]) {
      assert.deepEqual(fixed(`{"a":${nothing}}`), [['Remove', '{}']]);
    }
  });

  test('loses no value', () => {
    const text = '{"properties":{"a":{"b":1},"a_b":{"c":2}}}';
    let now = text;
    for (;;) {
      const root = readJson(now);
      const [first] = locate(now, root, checkProperties(root));
      if (first === undefined) break;
      now = applyEdits(now, first.fixes[0]?.edits ?? []);
    }
    assert.equal(now, '{"properties":{"a_b_2":1,"a_b_c":2}}');
  });
});
