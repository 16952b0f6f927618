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

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

suite('German', () => {
  const languages: readonly (readonly [string, () => Promise<object>, string])[] = [
    ['the code', exportTexts, 'l10n/bundle.l10n.de.json'],
    ['the manifest', () => Promise.resolve(read('package.nls.json')), 'package.nls.de.json'],
  ];
  for (const [name, english, file] of languages) {
    test(`has each text of ${name} and no other`, async () => {
      assert.deepEqual(Object.keys(read(file)).sort(), Object.keys(await english()).sort());
    });

    test(`keeps placeholders, icons, links and code in the texts of ${name}`, async () => {
      const german = read(file);
      const kept = (text: string) =>
        (text.match(/\{\d+\}|\$\([^)]*\)|\((?:command|https?):[^)]*\)|`[^`]*`/g) ?? []).sort();
      const different = Object.entries((await english()) as Record<string, string>).filter(
        ([key, text]) => String(kept(german[key] ?? '')) !== String(kept(text)),
      );
      assert.deepEqual(different, []);
    });
  }
});
