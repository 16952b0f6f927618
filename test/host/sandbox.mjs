// `npm run sandbox -- [FLAGS]`: builds the sandbox and runs it in this terminal, with demo data by default.
import { spawn, spawnSync } from 'node:child_process';

const built = spawnSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

const flags = process.argv.slice(2);
const seed = flags.some((flag) => flag.startsWith('--seed')) ? [] : ['--seed', 'demo'];
// A developer's own key, which may be for a live account, isn't passed to the sandbox.
const env = { ...process.env };
delete env['ORB_API_KEY'];
delete env['ORB_BASE_URL'];
const child = spawn(process.execPath, ['dist/sandbox.js', ...seed, ...flags], {
  stdio: 'inherit',
  env,
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
