import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatJson, onOneLine } from '../../../src/core/jsonText.ts';
import { readJson } from '../../../src/core/jsonTree.ts';

suite('reformatted JSON', () => {
  test('is formatted as by JSON.stringify, on one line or indented by two', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const [compact, indented] = [JSON.stringify(value), JSON.stringify(value, null, 2)];
        assert.equal(onOneLine(indented, readJson(indented)), compact);
        assert.equal(formatJson(compact), `${indented}\n`);
      }),
    );
  });

  test('keeps numbers, escapes, order and duplicate keys as they are written', () => {
    const text = '{"2":1.0,"1":[1E5,"\\u00e9",[]],"2":{}}';
    assert.equal(onOneLine(formatJson(text), readJson(formatJson(text))), text);
    assert.equal(
      formatJson(text),
      '{\n  "2": 1.0,\n  "1": [\n    1E5,\n    "\\u00e9",\n    []\n  ],\n  "2": {}\n}\n',
    );
  });
});
