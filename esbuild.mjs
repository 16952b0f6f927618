// Builds dist/ and l10n/bundle.l10n.json (what ships) and, with --tests, out/ (what mocha runs). Flags: --production, --watch, --tests.
import { build, context } from 'esbuild';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { schemaFiles } from './src/core/shapes.ts';
import { exportTexts } from './test/host/exportTexts.ts';

const flag = (name) => process.argv.includes(`--${name}`);
const production = flag('production');

/** Shared by every target. `mainFields`: jsonc-parser's `main` is a UMD file that esbuild can't follow. */
const base = {
  bundle: true,
  target: 'node22',
  platform: 'node',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  // CommonJS packages inside an ES module still call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

const browser = {
  ...base,
  platform: 'browser',
  format: 'iife',
  target: 'chrome138',
  banner: {},
  loader: { '.ttf': 'file' },
  outdir: 'dist/webview',
};

/**
 * Keeps what activation loads in two or three files. Splitting makes a file for each set of entry points that share code, and so
 * dozens of small ones, each of which VS Code resolves and reads separately. When every `import()` also imports the extension, which
 * is already loaded by then, everything that activation loads is shared by the same set.
 */
const activationInOnePiece = {
  name: 'activation-in-one-piece',
  setup(building) {
    building.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import'
        ? { path: resolve(resolveDir, path), namespace: 'lazy' }
        : undefined,
    );
    building.onLoad({ filter: /./, namespace: 'lazy' }, ({ path }) => ({
      resolveDir: import.meta.dirname,
      contents: `import './src/extension.ts'; export * from ${JSON.stringify(path)};`,
    }));
  },
};

/** Only the entry points whose files exist. */
const present = (entries) =>
  Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)));

const targets = [
  {
    // Splitting keeps activation small: what is imported with `await import()` becomes a chunk of its own.
    ...base,
    plugins: [activationInOnePiece],
    entryPoints: present({
      extension: 'src/extension.ts',
      ingestWorker: 'src/ingestWorker/worker.ts',
    }),
    external: ['vscode'],
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outdir: 'dist',
  },
  {
    // Each on its own: what they share with the extension would otherwise be split from it and read separately on activation. And a
    // thread that helps for a fraction of a second has to start quickly.
    ...base,
    entryPoints: present({
      sandbox: 'src/sandbox/main.ts',
      ledgerWorker: 'src/ledger/worker.ts',
      ingestScan: 'src/ingestWorker/scanWorker.ts',
    }),
    outdir: 'dist',
  },
  {
    ...browser,
    entryPoints: present({
      eventEditor: 'src/webview/eventEditor/main.ts',
      volume: 'src/webview/volume/main.ts',
    }),
  },
];

if (flag('tests')) {
  targets.push({
    ...base,
    minify: false,
    sourcemap: 'inline',
    entryPoints: globSync('test/**/*.{test,main,bench}.ts'),
    external: [
      'vscode',
      'mocha',
      'playwright-core',
      'esbuild',
      'orb-billing',
      'fast-check',
      'axe-core',
      'typescript',
      '@vscode/l10n-dev',
      '@vscode/test-electron',
    ],
    splitting: true,
    outbase: 'test',
    outdir: 'out/test',
  });
  rmSync('out/test', { recursive: true, force: true });
}

const live = targets.filter((target) => Object.keys(target.entryPoints).length > 0);
if (flag('watch')) {
  const contexts = await Promise.all(live.map((target) => context(target)));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  rmSync('dist', { recursive: true, force: true });
  const built = await Promise.all(live.map((target) => build(target)));
  const shipped = built.filter((_, index) => live[index].outdir.startsWith('dist'));
  writeFileSync('dist/THIRD_PARTY_NOTICES.txt', notices(shipped.flatMap(inputsOf)));
  mkdirSync('dist/schemas');
  for (const [name, schema] of Object.entries(schemaFiles())) {
    writeFileSync(join('dist/schemas', name), `${JSON.stringify(schema, undefined, 2)}\n`);
  }
  mkdirSync('l10n', { recursive: true });
  writeFileSync('l10n/bundle.l10n.json', `${JSON.stringify(await exportTexts(), undefined, 2)}\n`);
}

/** The files that went into one build. */
function inputsOf({ metafile }) {
  return Object.keys(metafile.inputs);
}

/** The licenses of all packages that these files come from, which must ship with the bundles. */
function notices(inputs) {
  const folders = inputs.flatMap(
    (input) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  const parts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    const texts = readdirSync(folder)
      .filter((file) => /^(licen[cs]e|notice)/i.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  return ['Orb Events contains these packages.', ...parts].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n';
}
