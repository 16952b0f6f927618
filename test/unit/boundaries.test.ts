import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Each breaks one rule of .dependency-cruiser.cjs; a rule that matches nothing would pass unnoticed. */
const planted = {
  'src/std/planted.ts': "import '../core/other.ts';",
  'src/core/planted.ts': "import 'node:fs'; import * as vscode from 'vscode'; void vscode;",
  'src/core/other.ts': "import '../orb/planted.ts';",
  'src/orb/planted.ts': "import '../core/other.ts';",
  'src/ingest/planted.ts': "import '../orb/planted.ts';",
  'src/ndjson/planted.ts': "import 'node:fs';",
  'src/ledger/planted.ts': "import '../orb/planted.ts';",
  'src/ingestWorker/planted.ts':
    "import '../workbench/planted.ts'; import * as vscode from 'vscode'; void vscode;",
  'src/sandbox/planted.ts': "import '../orb/planted.ts';",
  'src/protocol/planted.ts': "import 'zod';",
  'src/webview/planted.ts': "import 'node:fs';",
  'src/workbench/planted.ts': "import '../webview/planted.ts';",
  'src/contributions.ts': "import './orb/planted.ts';",
};

suite('the direction of the imports', () => {
  test('every rule reports the violation that was planted for it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'orb-planted-'));
    try {
      for (const [file, text] of Object.entries(planted)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), `${text}\nexport {};\n`);
      }
      copyFileSync('tsconfig.json', join(folder, 'tsconfig.json'));
      symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
      const run = spawnSync(
        process.execPath,
        [
          resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
          ...['--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json', 'src'],
        ],
        { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      );
      const { summary } = JSON.parse(run.stdout) as {
        summary: { violations: { from: string; rule: { name: string } }[] };
      };
      const found = new Set(summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`));
      for (const expected of [
        'src/std/planted.ts: std-imports',
        'src/core/planted.ts: core-imports',
        'src/core/planted.ts: only-workbench-knows-vscode',
        'src/core/other.ts: core-imports',
        'src/core/other.ts: no-cycles',
        'src/ingest/planted.ts: ingest-imports',
        'src/ndjson/planted.ts: ndjson-imports',
        'src/ledger/planted.ts: ledger-imports',
        'src/ingestWorker/planted.ts: ingestWorker-imports',
        'src/ingestWorker/planted.ts: only-workbench-knows-vscode',
        'src/sandbox/planted.ts: sandbox-imports',
        'src/protocol/planted.ts: protocol-imports',
        'src/webview/planted.ts: webview-imports',
        'src/workbench/planted.ts: workbench-knows-no-page-and-no-sandbox',
        'src/contributions.ts: contributions-is-data',
      ]) {
        assert.ok(found.has(expected), `${expected} was not reported:\n${[...found].join('\n')}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
