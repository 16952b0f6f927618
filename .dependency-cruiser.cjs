// The direction of the imports (CONTRIBUTING.md, "The map of src/"). Each folder lists what it may import; all else is an error.
const folders = {
  std: [],
  core: ['std', 'zod', '@vscode/l10n'],
  orb: ['core', 'std', 'undici', 'zod', 'node', '@vscode/l10n'],
  billing: ['orb', 'core', 'std', '@vscode/l10n'],
  ndjson: ['core', 'std'],
  ingest: ['core', 'std'],
  reconcile: ['ingest', 'core', 'std'],
  ledger: ['core', 'std', 'node'],
  ingestWorker: ['ingest', 'reconcile', 'orb', 'core', 'std', 'node', '@vscode/l10n'],
  idWorker: ['core', 'std', 'node'],
  sandbox: [
    'core',
    'std',
    'node',
    'undici',
    'src/orb/wire',
    'src/orb/address',
    'src/orb/network',
    'src/orb/orbApi',
  ],
  protocol: ['core'],
  webview: ['protocol', 'core', 'std', '@codemirror', '@lezer', 'uplot', 'jsonc-parser'],
};
const sources = Object.keys(folders);

/** A path pattern for one allowed name: a folder of src, a file of src, Node's own modules or a package. */
const allow = (name) =>
  name === 'node'
    ? '^(node:)?[a-z_/0-9]+$'
    : name.startsWith('src/')
      ? `^${name}\\.ts$`
      : sources.includes(name)
        ? `^src/${name}/`
        : `node_modules/${name}/`;

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-folder-cycles',
      comment:
        'In src/ itself stand what builds all features and what all features are declared by.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true, viaOnly: { pathNot: '^src$' } },
    },
    {
      name: 'only-workbench-knows-vscode',
      comment: 'The import resolves to the types package, so both spellings are matched.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(workbench/|(extension|createServices)\\.ts$)' },
      to: { path: '^vscode$|@types/vscode/' },
    },
    {
      name: 'workbench-knows-no-page-and-no-sandbox',
      comment: 'Pages talk through protocol/, the sandbox through HTTP.',
      severity: 'error',
      from: { path: '^src/(workbench/|(extension|createServices)\\.ts$)' },
      to: { path: '^src/(webview|sandbox)/' },
    },
    {
      name: 'contributions-is-data',
      severity: 'error',
      from: { path: '^src/contributions\\.ts$' },
      to: { pathNot: '^src/core/|node_modules/zod/' },
    },
    ...sources.map((folder) => ({
      name: `${folder}-imports`,
      comment: `${folder} may import: ${folders[folder].join(', ') || 'nothing'}.`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { pathNot: [`^src/${folder}/`, ...folders[folder].map(allow)] },
    })),
    {
      name: 'src-never-imports-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { mainFields: ['module', 'main', 'types'] },
  },
};
