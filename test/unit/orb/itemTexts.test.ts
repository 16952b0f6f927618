import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { memberOf, readJson } from '../../../src/core/jsonTree.ts';
import { itemTexts } from '../../../src/orb/itemTexts.ts';

/** The same from a tree. */
function fromTree(text: string): readonly string[] {
  const data = memberOf(readJson(text), 'data');
  const items = data?.kind === 'array' ? data.items : [];
  return items.map(({ start, end }) => text.slice(start, end));
}

suite('the items of a response', () => {
  test('are cut out exactly as they are written', () => {
    const text = ' {"x": [{"data":[{}]}], "data" : [ {"a":1.0} ,\n{"b":"}\\\\\\"]","c":[{}]}] }';
    assert.deepEqual(itemTexts(text), ['{"a":1.0}', '{"b":"}\\\\\\"]","c":[{}]}']);
  });

  test('of duplicate keys the last one counts, also written with escapes', () => {
    assert.deepEqual(itemTexts('{"data":[{"a":1}],"d\\u0061ta":[{"b":2}]}'), ['{"b":2}']);
  });

  test('nesting that no document can show is refused', () => {
    const deep = `{"data":[{"a":${'['.repeat(300)}${']'.repeat(300)}}]}`;
    assert.throws(() => itemTexts(deep), RangeError);
  });

  test('are those of a full parse, whatever the response has', () => {
    const item = fc.dictionary(fc.string(), fc.jsonValue());
    const list = fc.array(item.map((each) => each as object));
    const response = fc.record({ before: fc.jsonValue(), data: list, after: fc.jsonValue() });
    fc.assert(
      fc.property(response, fc.constantFrom(0, 1, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        assert.deepEqual(itemTexts(text), fromTree(text));
      }),
    );
  });
});
