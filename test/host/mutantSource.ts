// The source with every small change (mutant) built in, each behind a switch: made by Stryker's instrumenter, installed on demand.
// Stryker's own runner is left out: it can't drive mocha 12, and needs 45 MB of packages.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloads, root } from './root.ts';

const release = '@stryker-mutator/instrumenter@10.0.0';

interface Place {
  /** From 0. */
  readonly line: number;
  readonly column: number;
}

export interface Mutant {
  readonly id: string;
  /** Relative to the project. */
  readonly fileName: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: Place; readonly end: Place };
  /** Set on those that are left out, with the reason. */
  readonly statusReason?: string;
}

/** The few parts of a Babel path that are asked here. */
interface NodePath {
  readonly node: {
    readonly type: string;
    readonly callee?: { readonly type: string; readonly name?: string };
  };
  readonly parentPath: NodePath | null;
}

interface Instrumenter {
  instrument(
    files: readonly { name: string; content: string; mutate: true }[],
    options: object,
  ): Promise<{ files: { name: string; content: string }[]; mutants: Mutant[] }>;
}

/** Texts to show and to log are checked by reading, not by tests: a changed text doesn't break behavior. */
const words = {
  shouldIgnore({ node, parentPath }: NodePath): string | undefined {
    if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return undefined;
    const call = parentPath?.node;
    const name = call?.callee?.name;
    return name === 't' || (call?.type === 'NewExpression' && name?.endsWith('Error') === true)
      ? 'words'
      : undefined;
  },
};

/**
 * Copies the project to `folder` with these files mutated, and builds it and its tests there.
 * @param names paths of files, relative to the project
 * @returns all mutants but the ignored ones; each is off until its ID is made active
 */
export async function buildMutated(
  folder: string,
  names: readonly string[],
): Promise<readonly Mutant[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ['src', 'test', 'package.json', 'tsconfig.json', 'esbuild.mjs']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');

  const instrumenter = await loadInstrumenter();
  const { files, mutants } = await instrumenter.instrument(
    names.map((name) => ({ name, content: readFileSync(join(root, name), 'utf8'), mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [words] },
  );
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
  const built = spawnSync(process.execPath, ['esbuild.mjs', '--tests'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (built.status !== 0) throw new Error('The mutated source does not build.');
  return mutants.filter(({ statusReason }) => statusReason === undefined);
}

async function loadInstrumenter(): Promise<Instrumenter> {
  const folder = join(downloads, 'stryker-instrumenter-10.0.0');
  if (!existsSync(join(folder, 'node_modules'))) {
    console.log(`Installing ${release} from npm into .vscode-test ...`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const env = { ...process.env };
    // npm hands its own settings down to scripts; a second npm must read those of its own folder.
    delete env['npm_config_local_prefix'];
    const npm = spawnSync(
      'npm',
      ['install', release, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      { cwd: folder, env, stdio: 'inherit', shell: process.platform === 'win32' },
    );
    if (npm.status !== 0) throw new Error(`${release} cannot be installed.`);
  }
  const main = join(folder, 'node_modules/@stryker-mutator/instrumenter/dist/src/index.js');
  const { Instrumenter } = (await import(pathToFileURL(main).href)) as {
    Instrumenter: new (log: object) => Instrumenter;
  };
  const quiet = () => undefined;
  return new Instrumenter({
    debug: quiet,
    info: quiet,
    warn: console.warn,
    isDebugEnabled: () => false,
  });
}
