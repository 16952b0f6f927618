import { spawnSync } from 'node:child_process';

/** The IDs of all processes that an ancestor started, at any depth, whose command line contains a text. */
export function descendants(ancestor: number, commandLine: string): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const all = stdout.split('\n').flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return args === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), args }];
  });
  const found: number[] = [];
  const parents = new Set([ancestor]);
  // A child may be listed before its parent.
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent, args } of all) {
      if (!parents.has(parent) || parents.has(pid)) continue;
      parents.add(pid);
      grown = true;
      if (args.includes(commandLine)) found.push(pid);
    }
  }
  return found;
}
