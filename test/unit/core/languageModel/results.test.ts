import assert from 'node:assert/strict';
import { parseJson, printJson } from '../../../../src/core/json.ts';
import { pageOf } from '../../../../src/core/languageModel/page.ts';
import { isRedacted, redact } from '../../../../src/core/languageModel/redact.ts';

suite('what a language model gets to see', () => {
  test('secrets, email addresses, and long texts are left out; IDs and numbers stay as they are', () => {
    const event = parseJson(
      `{"eventId":"ann@example.com","externalCustomerId":"bob@example.com","properties":{"tokens":9007199254740993,"user":"Ann <ann@example.com>","api_key":"abc","note":"${'x'.repeat(5_000)}","__proto__":1}}`,
    );
    assert.equal(
      printJson(redact(event)),
      `{"eventId":"ann@example.com","externalCustomerId":"bob@example.com","properties":{"tokens":9007199254740993,"user":"Ann <<email>>","api_key":"<hidden>","note":"${'x'.repeat(300)}… <cut>","__proto__":1}}`,
    );
  });

  test('what was left out is recognized when a model returns it', () => {
    for (const text of ['<hidden>', 'Ann <<email>>', `${'x'.repeat(300)}… <cut>`, 'Bearer <key>']) {
      assert.ok(isRedacted(text), text);
    }
    assert.ok(!isRedacted('orb-large'));
  });

  test('values nested beyond any event end somewhere, and wide ones say how much is missing', () => {
    let deep: object = {};
    for (let depth = 0; depth < 10_000; depth += 1) deep = { deep };
    assert.ok(printJson(redact(deep)).length < 200);
    const wide = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`p${index}`, 1]));
    assert.deepEqual(Object.entries(redact(wide) as object).at(-1), ['…', '40 more']);
  });

  test('a page has the total, and says how to get the rest', () => {
    assert.deepEqual(pageOf(['a', 'b'], 2, 10), {
      total: 10,
      offset: 2,
      items: ['a', 'b'],
      nextOffset: 4,
    });
    assert.deepEqual(pageOf(['a'], 9, 10), { total: 10, offset: 9, items: ['a'] });
  });

  test('a page ends before it gets too long, but always has an item', () => {
    const long = 'x'.repeat(9_000);
    assert.equal(pageOf([long, long, long], 0, 3).items.length, 1);
    assert.equal(pageOf(['x'.repeat(50_000), 'y'], 0, 2).items.length, 1);
  });
});
