import assert from 'node:assert/strict';
import { createRedactor } from '../../../src/workbench/redactor.ts';

suite('the redactor', () => {
  test('removes every key from a text, wherever it is', () => {
    const redactor = createRedactor();
    redactor.add('key-of-acme-1');
    redactor.add('key-of-acme-2');
    assert.equal(
      redactor.clean('a key-of-acme-1, "key-of-acme-2"key-of-acme-1'),
      'a <key>, "<key>"<key>',
    );
  });

  test('removes the longer key first when one starts with the other', () => {
    const redactor = createRedactor();
    redactor.add('key-of-acme');
    redactor.add('key-of-acme-and-more');
    assert.equal(redactor.clean('key-of-acme-and-more'), '<key>');
  });

  test('ignores keys that are too short to be secrets', () => {
    const redactor = createRedactor();
    redactor.add('a');
    assert.equal(redactor.clean('banana'), 'banana');
  });

  test('escapes terminal sequences and direction marks, and keeps line breaks and tabs', () => {
    const clean = createRedactor().clean('a\u001b[31mred\u0007\r\n\tb\u202ec\u009b');
    assert.equal(clean, 'a\\u001b[31mred\\u0007\\u000d\n\tb\\u202ec\\u009b');
  });
});
