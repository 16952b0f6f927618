import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { exportTexts } from '../host/exportTexts.ts';
import { readSourceTexts } from '../helpers/sourceTexts.ts';

suite('the texts for translators', () => {
  let bundle: Readonly<Record<string, unknown>>;
  suiteSetup(async () => {
    bundle = await exportTexts();
  });

  test('are all texts of src/, each as one string without a comment', () => {
    const { translated } = readSourceTexts('src/**/*.ts');
    assert.deepEqual(Object.keys(bundle).sort(), translated);
    assert.deepEqual(Object.values(bundle).sort(), translated);
  });

  test('are written to l10n/ by the build, where package.json and the package have it', () => {
    const built = JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')) as unknown;
    assert.deepEqual(built, bundle);
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { l10n: string };
    assert.equal(manifest.l10n, './l10n');
    assert.ok(readFileSync('.vscodeignore', 'utf8').split('\n').includes('!l10n/*.json'));
  });
});
