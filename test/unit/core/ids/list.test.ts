import assert from 'node:assert/strict';
import {
  readBareList as readFields,
  readColumn,
  readQuotedList,
} from '../../../../src/core/ids/list.ts';
import { quotedAt } from '../../../../src/core/ids/quoted.ts';

const readBareList = (text: string) => readFields(text)?.map(({ value }) => value);

suite('IDs in lists', () => {
  test('only quoted texts, with any separators and a literal around them', () => {
    for (const [text, ids] of [
      ['"a b"  "c,d"', ['a b', 'c,d']],
      [' ,;"a"; \n , "b",', ['a', 'b']],
      ['["a", "", "b"]', ['a', 'b']],
      [`my.ids = ['a', 'b'];`, ['a', 'b']],
      ['{"a","b"},', ['a', 'b']],
      ['"a"', ['a']],
    ] as const) {
      assert.deepEqual(readQuotedList(text), ids, text);
    }
    for (const text of ['', '""', `'a''b'`, '"a" b', 'a "b"', '"a"b', '"a', '"a":"b"', '[]']) {
      assert.equal(readQuotedList(text), undefined, text);
    }
  });

  test('one bare ID per line or several with separators, without list markers', () => {
    for (const [text, ids] of [
      ['a\rb\r\nc\nd', ['a', 'b', 'c', 'd']],
      ['- a\n  *   b\n• c', ['a', 'b', 'c']],
      ['a-  b\n', undefined],
      ['x- 1', undefined],
      ['-a\n*b', ['-a', '*b']],
      ['\u00a0 a ,\tb;;c', ['a', 'b', 'c']],
      ['a, "b c"', ['a', 'b c']],
      ['a b, "c"', undefined],
      ['evt_1   evt_2', ['evt_1', 'evt_2']],
      ['evt_1 evt_2\nevt_3', ['evt_1', 'evt_2', 'evt_3']],
      ['evt_1 two', undefined],
      ['a\nevt_1 evt_2', undefined],
      ['"a" x, b', undefined],
      ['evt_1 evt_2, "evt_3"', undefined],
      ['', undefined],
      [' ,; ', undefined],
      ['(a, b)', ['a', 'b']],
    ] as const) {
      assert.deepEqual(readBareList(text), ids, JSON.stringify(text));
    }
  });

  test('the column with the name of an ID field', () => {
    for (const [text, ids] of [
      ['name,Event ID\r\nx,a\r\n\r\ny,"b,c"\rz,', ['a', 'b,c']],
      ['idempotency_key\tname\na\tx', ['a']],
      ['IdempotencyKey;name\na;x', ['a']],
      ['id\na\nb', ['a', 'b']],
      ['id,name\na,x', undefined],
      ['key,name\na,x', undefined],
      ['my event_id,name\na,x', undefined],
      ['event_id', undefined],
      ['name,event_id\nx', []],
    ] as const) {
      assert.deepEqual(readColumn(text), ids, JSON.stringify(text));
    }
  });

  test('a quoted text ends at its own quote, on its own line', () => {
    const at = (text: string, start = 0) => quotedAt(text, start);
    assert.deepEqual(at('"a"'), { value: 'a', end: 3 });
    assert.deepEqual(at('x"a"y', 1), { value: 'a', end: 4 });
    assert.deepEqual(at('"a ""b"" c",'), { value: 'a "b" c', end: 11 });
    assert.deepEqual(at(String.raw`"a\"bA\n"`), { value: 'a"bA\n', end: 9 });
    assert.deepEqual(at(String.raw`'it\'s \\ \n'`), { value: String.raw`it's \ \n`, end: 13 });
    assert.deepEqual(at('`a"b`'), { value: 'a"b', end: 5 });
    assert.deepEqual(at("‘a'’"), { value: "a'", end: 4 });
    // A backslash that isn't a JSON escape stays.
    assert.deepEqual(at(String.raw`"C:\dir"`), { value: String.raw`C:\dir`, end: 8 });
    for (const text of ['"a', '"a\nb"', String.raw`"a\"`, 'a', '', '”a”']) {
      assert.equal(at(text), undefined, text);
    }
    assert.equal(at('"a"', 9), undefined);
  });
});
