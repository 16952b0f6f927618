// Measures taken inside the real editor by a suite next to this file, which records them
// (notes.ts).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../host/root.ts';

/**
 * Runs a suite in its own editor.
 * @param suite a part of its file name
 * @returns the value recorded as `name`
 */
export function noted(suite: string, name: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'orb-speed-'));
  const notes = join(folder, 'notes');
  try {
    const run = spawnSync(
      process.execPath,
      [join(root, 'test', 'host', 'testExtension.ts'), '--built', suite],
      { cwd: root, encoding: 'utf8', env: { ...process.env, ORB_SPEED_NOTES: notes } },
    );
    if (run.status !== 0) throw new Error(`The editor's suite failed:\n${run.stdout}${run.stderr}`);
    const lines = readFileSync(notes, 'utf8').trim().split('\n');
    const all = Object.assign({}, ...lines.map((line) => JSON.parse(line) as object)) as Record<
      string,
      number
    >;
    const value = all[name];
    if (value === undefined) throw new Error(`${suite} noted nothing as ${name}.`);
    return Promise.resolve(value);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
