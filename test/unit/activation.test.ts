import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { activationFiles, MAX_ACTIVATION_BYTES } from '../host/activationFiles.ts';

suite('what activation loads', () => {
  const texts = () =>
    activationFiles('dist').map((file) => readFileSync(join('dist', file), 'utf8'));

  test('is two or three files, since each is resolved and read separately', () => {
    const files = activationFiles('dist');
    assert.ok(files.length > 1, 'the test follows the imports');
    assert.ok(files.length <= 3, files.join(' '));
  });

  test('has no HTTP code, SQLite, zod, or JSON parser for files', () => {
    for (const text of texts()) {
      assert.doesNotMatch(text, /^\/\/ node_modules\/undici\//m);
      assert.doesNotMatch(text, /^\/\/ node_modules\/zod\//m);
      assert.doesNotMatch(text, /^\/\/ node_modules\/jsonc-parser\//m);
      assert.doesNotMatch(text, /from ["']node:(sqlite|https?|worker_threads)["']/);
    }
  });

  test('is under 120 KB, minified as it is packaged', () => {
    const minified = texts().map((text) =>
      Buffer.byteLength(transformSync(text, { minify: true }).code),
    );
    const bytes = minified.reduce((sum, size) => sum + size);
    assert.ok(bytes < MAX_ACTIVATION_BYTES, `${bytes} bytes`);
  });
});
