// Builds dist/ and l10n/bundle.l10n.json (what ships) and, with --tests, out/ (what Mocha runs). Flags: --production, --watch, --tests.
import { build, context } from 'esbuild';
import { globSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import subsetFont from 'subset-font';
import { schemaFiles } from './src/core/shapes.ts';
import { exportTexts } from './test/host/exportTexts.ts';

/** @param {string} name */
const flag = (name) => process.argv.includes(`--${name}`);
const production = flag('production');

/**
 * Shared by every target. `mainFields`: jsonc-parser's `main` is a UMD file that esbuild can't follow.
 * @satisfies {import('esbuild').BuildOptions}
 */
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

/**
 * @type {import('esbuild').Plugin}
 * The icon font has 500 icons; only those that a style sheet names are kept, which saves 55 KB of the package.
 */
const onlyUsedIcons = {
  name: 'only-used-icons',
  setup(building) {
    building.onLoad({ filter: /\bcodicon\.ttf$/ }, async ({ path }) => {
      const sheets = globSync('src/webview/**/*.css').map((file) => readFileSync(file, 'utf8'));
      const codes = sheets.flatMap(
        (sheet) => sheet.match(/(?<=content: '\\)[0-9a-f]{4}(?=')/g) ?? [],
      );
      const icons = codes.map((code) => String.fromCodePoint(parseInt(code, 16))).join('');
      const contents = await subsetFont(readFileSync(path), icons, { targetFormat: 'truetype' });
      return { contents, loader: 'file' };
    });
  },
};

/** @satisfies {import('esbuild').BuildOptions} */
const browser = {
  ...base,
  platform: 'browser',
  target: 'chrome138',
  banner: {},
  plugins: [onlyUsedIcons],
  outdir: 'dist/webview',
};

/**
 * @type {import('esbuild').Plugin}
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

/**
 * @type {import('esbuild').Plugin}
 * Takes VS Code's API by `require`. For `import`, VS Code makes and compiles a module of the whole API on activation.
 */
const requireVsCode = {
  name: 'require-vscode',
  setup(building) {
    building.onResolve({ filter: /^vscode$/ }, ({ kind }) =>
      kind === 'require-call'
        ? { path: 'vscode', external: true }
        : { path: 'vscode', namespace: 'required' },
    );
    building.onLoad({ filter: /./, namespace: 'required' }, () => ({
      contents: `export const { ${namesOfVsCode().join(', ')} } = require('vscode');`,
    }));
  },
};

/**
 * @type {import('esbuild').Plugin}
 * undici would be half of the package if each bundle had its own. package.json's `imports` says where the shared one is.
 */
const sharedUndici = {
  name: 'shared-undici',
  setup(building) {
    building.onResolve({ filter: /\/undici\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: '#undici', external: true },
    );
  },
};

/**
 * @type {import('esbuild').Plugin}
 * Bundles only what src/orb/undici.ts exports. undici's own index.js creates objects of everything it has, so a bundle of it has everything,
 * too. Its fetch is needed only for request bodies that are forms.
 */
const onlyUsedUndici = {
  name: 'only-used-undici',
  setup(building) {
    building.onLoad({ filter: /\bundici[\\/]index\.js$/ }, () => ({
      contents: `
        const Dispatcher = require('./lib/dispatcher/dispatcher');
        Object.assign(Dispatcher.prototype, require('./lib/api'));
        module.exports.Pool = require('./lib/dispatcher/pool');
        module.exports.EnvHttpProxyAgent = require('./lib/dispatcher/env-http-proxy-agent');`,
    }));
    building.onLoad({ filter: /\bundici[\\/]lib[\\/]web[\\/]/ }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

/** The names of VS Code's API that the source uses, without those that are only types. */
function namesOfVsCode() {
  const sources = globSync('src/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const used = sources.flatMap((source) => source.match(/(?<=\bvscode\.)[A-Za-z0-9]+/g) ?? []);
  const api = readFileSync('node_modules/@types/vscode/index.d.ts', 'utf8');
  const values = new Set(
    api.match(/(?<=^\texport (?:class|enum|namespace|const|function) )[A-Za-z0-9]+/gm),
  );
  return [...new Set(used)].filter((name) => values.has(name)).sort();
}

/** @type {import('esbuild').BuildOptions[]} */
const targets = [
  {
    // Splitting keeps activation small: what is imported with `await import()` becomes a chunk of its own.
    ...base,
    plugins: [activationInOnePiece, requireVsCode, sharedUndici],
    entryPoints: {
      extension: 'src/extension.ts',
      ingestWorker: 'src/ingestWorker/worker.ts',
    },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outdir: 'dist',
  },
  {
    // Split, so that only a recorder loads undici.
    ...base,
    plugins: [sharedUndici],
    entryPoints: { sandbox: 'src/sandbox/main.ts' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outdir: 'dist',
  },
  {
    // Each on its own: what they share with the extension would otherwise be split from it and read separately on activation. And a
    // thread that helps for a fraction of a second has to start quickly.
    ...base,
    plugins: [onlyUsedUndici],
    entryPoints: {
      undici: 'src/orb/undici.ts',
      sandboxMetrics: 'src/sandbox/metrics/child.ts',
      ledgerWorker: 'src/ledger/worker.ts',
      ingestScan: 'src/ingestWorker/scanWorker.ts',
      idWorker: 'src/idWorker/worker.ts',
    },
    outdir: 'dist',
  },
  // On its own, so that it opens after reading a single file.
  { ...browser, entryPoints: { eventEditor: 'src/webview/eventEditor/main.ts' } },
  {
    // Split, because they share the table, and many the chart.
    ...browser,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    entryPoints: {
      volume: 'src/webview/volume/main.ts',
      usage: 'src/webview/usage/main.ts',
      traffic: 'src/webview/traffic/main.ts',
      results: 'src/webview/results/main.ts',
      ingestRun: 'src/webview/ingestRun/main.ts',
      reconcile: 'src/webview/reconcile/main.ts',
    },
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

// An editor that runs the extension watches dist/webview.
if (!flag('watch')) rmSync('dist', { recursive: true, force: true });
mkdirSync('dist/schemas', { recursive: true });
for (const [name, schema] of Object.entries(schemaFiles())) {
  writeFileSync(join('dist/schemas', name), `${JSON.stringify(schema, undefined, 2)}\n`);
}
mkdirSync('l10n', { recursive: true });
writeFileSync('l10n/bundle.l10n.json', `${JSON.stringify(await exportTexts(), undefined, 2)}\n`);
if (flag('watch')) {
  await watch(targets);
} else {
  const built = await Promise.all(targets.map((target) => build(target)));
  const shipped = built.filter((_, index) => targets[index]?.outdir?.startsWith('dist'));
  writeFileSync('dist/THIRD_PARTY_NOTICES.txt', notices(shipped.flatMap(inputsOf)));
}

/**
 * Builds once, and again what a saved file is part of. Schemas and texts are as they were at the start.
 * What it prints is read by the problem matcher in .vscode/tasks.json.
 * @param {readonly import('esbuild').BuildOptions[]} all
 */
async function watch(all) {
  let running = 1;
  /** @type {import('esbuild').Plugin} */
  const report = {
    name: 'report',
    setup(building) {
      building.onStart(() => {
        if (running === 0) console.log('[watch] build started');
        running += 1;
      });
      building.onEnd(() => {
        running -= 1;
        if (running === 0) console.log('[watch] build finished');
      });
    },
  };
  console.log('[watch] build started');
  const contexts = await Promise.all(
    all.map(({ plugins = [], ...rest }) => context({ ...rest, plugins: [...plugins, report] })),
  );
  // A failed build has printed its errors; it is tried again when a file is saved.
  await Promise.allSettled(contexts.map((each) => each.rebuild()));
  running -= 1;
  console.log('[watch] build finished');
  await Promise.all(contexts.map((each) => each.watch()));
}

/**
 * The files that went into one build.
 * @param {{ metafile?: import('esbuild').Metafile | undefined }} result
 */
function inputsOf({ metafile }) {
  return Object.keys(metafile?.inputs ?? {});
}

/**
 * The licenses of all packages that these files come from, which must ship with the bundles.
 * @param {readonly string[]} inputs
 */
function notices(inputs) {
  const folders = inputs.flatMap(
    (input) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  const parts = [...new Set(folders)].sort().map((folder) => {
    /** @type {Readonly<Record<string, string>>} */
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
