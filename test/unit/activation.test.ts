import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The built file and all that it imports statically: what every window loads when the extension activates. */
function loadedAtActivation(): readonly string[] {
  const files = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    const imports = readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)(?:[^'"();]*?from)?\s*["'](\.[^"']+)["']/gm,
    );
    for (const [, path] of imports) visit(join(dirname(file), path!));
  };
  visit(join('dist', 'extension.js'));
  return [...files];
}

suite('what activation loads', () => {
  const texts = () => loadedAtActivation().map((file) => readFileSync(file, 'utf8'));

  test('is more than one file: the test follows the imports', () => {
    assert.ok(loadedAtActivation().length > 1);
  });

  test('has no HTTP code, no SQLite, no full zod and no JSON parser for files', () => {
    for (const text of texts()) {
      assert.doesNotMatch(text, /^\/\/ node_modules\/undici\//m);
      assert.doesNotMatch(text, /^\/\/ node_modules\/zod\/v4\/classic\//m);
      assert.doesNotMatch(text, /^\/\/ node_modules\/jsonc-parser\//m);
      assert.doesNotMatch(text, /from ["']node:(sqlite|https?|worker_threads)["']/);
    }
  });

  test('is small, even before it is minified', () => {
    const bytes = loadedAtActivation().reduce((sum, file) => sum + statSync(file).size, 0);
    assert.ok(bytes < 600_000, `${bytes} bytes`);
  });
});
