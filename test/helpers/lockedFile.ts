// Another program that holds a SQLite file.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const HOLD = `
const { DatabaseSync } = require('node:sqlite');
// Somebody may be writing just now.
const db = new DatabaseSync(process.argv[1], { timeout: 10000 });
db.exec('begin immediate');
process.stdout.write('locked');
process.stdin.resume().on('end', () => process.exit());
`;

/** Holds the file's write lock in another process until `release` is called. */
export async function lockFile(path: string): Promise<{ release(): Promise<void> }> {
  const child = spawn(process.execPath, ['-e', HOLD, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The file could not be locked: exit ${String(code)}.`);
    }),
  ]);
  return {
    async release() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
