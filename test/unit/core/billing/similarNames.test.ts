import assert from 'node:assert/strict';
import { isSimilarName } from '../../../../src/core/billing/similarNames.ts';

suite('similar names', () => {
  test('differ in case, in separators, or in at most two letters', () => {
    for (const [a, b] of [
      ['api_call', 'API_CALL'],
      ['api_call', 'api-call'],
      ['api_call', 'apiCall'],
      ['api_call', 'api.call'],
      ['api_call', 'api_calls'],
      ['chat_completion', 'chat_complteion'],
      ['chat_completion', 'chat_complet1on5'],
      ['tokens', 'token'],
      ['size', 'sise'],
      ['übertragung', 'Uebertragung'],
    ] as const) {
      assert.ok(isSimilarName(a, b), `${a} ${b}`);
      assert.ok(isSimilarName(b, a), `${b} ${a}`);
    }
  });

  test('are not equal, not short, and not three letters apart', () => {
    for (const [a, b] of [
      ['api_call', 'api_call'],
      ['a', 'b'],
      ['in', 'on'],
      ['size', 'site_'.repeat(2)],
      ['size', 'kite'],
      ['chat_completion', 'chat_completion_v12'],
      ['---', '___'],
      ['input_tokens', 'output_tokens'],
    ] as const) {
      assert.ok(!isSimilarName(a, b), `${a} ${b}`);
    }
  });
});
