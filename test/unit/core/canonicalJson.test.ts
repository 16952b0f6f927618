import assert from 'node:assert/strict';
import { canonicalJson } from '../../../src/core/canonicalJson.ts';
import { readJson } from '../../../src/core/jsonTree.ts';

suite('one text for every way of writing a value', () => {
  const canonical = (text: string) => canonicalJson(readJson(text));

  test('sorts members by key at every depth and keeps the order of duplicates and of lists', () => {
    assert.equal(
      canonical(
        ' { "c" : [ true , null , "x" , 2 ] , "b" : { "z" : 1 , "y" : { } } , "a" : 1 , "b" : 0 , "a" : 2 } ',
      ),
      '{"a":1,"a":2,"b":{"y":{},"z":1},"b":0,"c":[true,null,"x",2]}',
    );
  });

  test('is different for different values', () => {
    const different = ['1', '1.0', '"1"', '[1]', '[[1]]', '[1,1]', '[11]', '{}', '[]', 'null'];
    const more = ['"null"', 'true', 'false', '"true"', '{"1":1}', '{"1":"1"}', '{"1":1,"1":1}'];
    const texts = [...different, ...more].map(canonical);
    assert.deepEqual(new Set(texts).size, texts.length);
  });

  test('writes escapes and what they stand for in the same way', () => {
    assert.equal(canonical('{"caf\\u00e9":"\\/"}'), '{"café":"/"}');
  });
});
