import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPagesBuilt } from '../../src/workbench/pages/reloadPages.ts';

suite('rebuilt pages', () => {
  test('reload once, however many of their files were written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orb-pages-'));
    let reloads = 0;
    let reloaded: () => void = () => undefined;
    const watching = onPagesBuilt(folder, () => {
      reloads += 1;
      reloaded();
    });
    try {
      for (const build of [1, 2]) {
        const done = new Promise<void>((resolve) => (reloaded = resolve));
        for (const name of ['volume.js', 'volume.css', 'eventEditor.js']) {
          writeFileSync(join(folder, name), `/* ${build} */`);
        }
        await done;
        assert.equal(reloads, build);
      }
    } finally {
      watching.dispose();
      rmSync(folder, { recursive: true });
    }
  });
});
