import { spawnSync } from 'node:child_process';
import { root } from './root.ts';

/** Builds dist/ and out/. @throws when the build fails; esbuild has said why by then. */
export function buildForTests(): void {
  node('esbuild.mjs', '--tests');
}

function node(...args: string[]): void {
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) throw new Error(`"node ${args.join(' ')}" failed.`);
}
