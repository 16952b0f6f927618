import assert from 'node:assert/strict';
import { fastValidate } from '../../../../src/core/rules/fastValidate.ts';
import { context, ingestIssues, line } from './codes.ts';

suite('rules of IDs that later requests must be able to name', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'half a character at the end of the ID',
      line({ idempotency_key: String.raw`"sx\ud83d"` }),
      ['idempotency_key: id-not-addressable'],
    ],
    [
      'halves of a character in the wrong order',
      line({ idempotency_key: String.raw`"\ude00\ud83d"` }),
      ['idempotency_key: id-not-addressable'],
    ],
    ['a whole character in escapes', line({ idempotency_key: String.raw`"\ud83d\ude00"` }), []],
    [
      'an ID that means a folder',
      line({ idempotency_key: '".."' }),
      ['idempotency_key: id-not-addressable'],
    ],
    ['an ID that starts like one', line({ idempotency_key: '"..."' }), []],
    [
      'half a character in the customer',
      line({ external_customer_id: String.raw`"\udc00"` }),
      ['external_customer_id: id-not-addressable'],
    ],
  ];
  for (const [name, text, issues] of cases) {
    test(name, () => {
      assert.deepEqual(ingestIssues(text), issues);
      assert.equal(fastValidate(JSON.parse(text), text, context), issues.length === 0);
    });
  }
});
