// Event files of 10,000 lines in the real editor, from the editor's own event to its diagnostics: test/extension/ndjsonSpeed.test.ts
// measures there, this judges.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../host/root.ts';
import { bench } from './bench.ts';

export default bench({
  rounds: 3,
  measures: { opened: () => measured('opened'), typed: () => measured('typed') },
  rows: [
    { name: 'first diagnostics of 10,000 lines', of: 'opened', unit: 'ms', atMost: 500 },
    { name: 'diagnostics after a keystroke in 10,000 lines', of: 'typed', unit: 'ms', atMost: 100 },
  ],
});

/** Runs the suite in an editor of its own and reads one of its notes, in milliseconds. */
function measured(what: 'opened' | 'typed'): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'orb-speed-'));
  const notes = join(folder, 'notes');
  try {
    const run = spawnSync(
      process.execPath,
      [join(root, 'test', 'host', 'testExtension.ts'), '--built', 'ndjsonSpeed'],
      { cwd: root, encoding: 'utf8', env: { ...process.env, ORB_SPEED_NOTES: notes } },
    );
    if (run.status !== 0) throw new Error(`The editor's suite failed:\n${run.stdout}${run.stderr}`);
    const lines = readFileSync(notes, 'utf8').trim().split('\n');
    const all = Object.assign({}, ...lines.map((line) => JSON.parse(line) as object)) as Record<
      'opened' | 'typed',
      number
    >;
    return Promise.resolve(all[what]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
