import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../host/root.ts';
import { useWorkbench } from './suite.ts';

suite('the package', () => {
  const workbench = useWorkbench();

  test('is under one megabyte', () => {
    assert.ok(statSync(join(root, 'orb-events.vsix')).size < 1_000_000);
  });

  test('contains the built code, its licenses, and its texts, but no sources, tests, or source maps', () => {
    const folder = join(process.env['ORB_TEST_EXTENSIONS'] ?? '', 'orbtools.orb-events-0.1.0');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .map((file) => file.replaceAll('\\', '/'));
    const allowed =
      /^(\.vsixmanifest|package(\.nls(\.[\w-]+)?)?\.json|readme\.md|changelog\.md|license\.txt|l10n\/[\w.-]+\.json|dist\/[\w./-]+\.(js|css|ttf|txt)|dist\/schemas\/[\w.-]+\.json|media\/[\w./-]+\.(svg|png|css|md)|media\/snippets\/[\w.-]+\.code-snippets|media\/language\/[\w.-]+\.json)$/i;
    assert.deepEqual(
      files.filter((file) => !allowed.test(file)),
      [],
    );
    for (const needed of [
      ...['dist/extension.js', 'dist/THIRD_PARTY_NOTICES.txt', 'LICENSE.txt'],
      ...['package.nls.json', 'package.nls.de.json'],
      ...['l10n/bundle.l10n.json', 'l10n/bundle.l10n.de.json'],
    ]) {
      assert.ok(files.includes(needed), `${needed} is missing.`);
    }
  });

  test("runs where it was installed, and doesn't send or ask anything at startup", async () => {
    await workbench().openSideBar();
    // Anything else that the side bar renders would close the palette.
    await workbench().page.getByText('Connect to Orb to find').waitFor();
    await workbench().command('Orb: Show Log');
    // It takes the focus once it's shown, and would close a palette that was opened before.
    await workbench().page.locator('.output-view .monaco-editor.focused').waitFor();
    assert.deepEqual(await workbench().noNoticeOrDialog(), []);
  });

  test('is shown in light and high contrast themes', async () => {
    for (const theme of ['light', 'highContrast', 'dark'] as const) await workbench().theme(theme);
  });
});
