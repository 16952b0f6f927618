import regexp from 'eslint-plugin-regexp';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** House rules that no existing rule covers; each message says why. */
const houseRules = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
  {
    selector: "ImportDeclaration[source.value='zod'] ImportSpecifier",
    message: "import * as z from 'zod': the named import bundles 360 KB more.",
  },
  {
    selector: 'CallExpression[callee.name=setGlobalDispatcher]',
    message: 'The extension host is shared: never replace its dispatcher.',
  },
];
const pure = [
  ...houseRules,
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Take the time as an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Take randomness as an argument.',
  },
];
const gateways = [
  ...houseRules,
  {
    selector:
      "MemberExpression[property.name=/^show(Error|Warning|Information)Message$/][object.property.name='window'], MemberExpression[property.name=/^show(Error|Warning|Information)Message$/][object.name='window']",
    message: "Show dialogs through workbench/dialogs.ts: VS Code's reject inside extension tests.",
  },
  {
    selector: "MemberExpression[property.name='getConfiguration']",
    message: 'Read settings through workbench/settings.ts.',
  },
  {
    selector: "CallExpression[callee.property.name='registerCommand']",
    message: 'Register commands with workbench/registerCommands.ts.',
  },
  {
    selector:
      "CallExpression[callee.property.name='executeCommand'][arguments.0.value=/^orb[.]/], Property[key.name='command'][value.value=/^orb[.]/] ~ Property[key.name='arguments']",
    message: 'Run our commands through workbench/callers.ts: each call says who shows a failure.',
  },
];

const gestures = [
  ...houseRules,
  {
    selector:
      "MemberExpression[property.name='keyboard'], ObjectPattern > Property[key.name='keyboard']",
    message:
      'A key goes to whatever has the focus: press it with test/ui/keys.ts, which waits for that.',
  },
  {
    selector: "Property[key.name='button'] > Literal[value='right']",
    message: 'Choose from a menu with test/ui/tree.ts, which waits for it.',
  },
];

export default defineConfig(
  { ignores: ['dist', 'out', '.vscode-test', 'test-results', '**/*.cjs'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', '**/*.mjs'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'src/webview/tsconfig.json', 'test/host/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-restricted-syntax': ['error', ...houseRules],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // ESLint doesn't see JavaScript's casts, which are comments; the compiler does.
    files: ['**/*.mjs'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    // A line may be a megabyte of one character: quadratic time would freeze the editor.
    files: ['src/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }],
      'regexp/no-super-linear-move': ['error', { report: 'certain' }],
    },
  },
  {
    files: ['src/{core,std,orb,ingest,ndjson,sandbox}/**/*.ts'],
    ignores: ['src/sandbox/main.ts', 'src/sandbox/serve.ts'],
    rules: { 'no-restricted-syntax': ['error', ...pure] },
  },
  {
    files: ['src/workbench/**/*.ts', 'src/extension.ts', 'src/createServices.ts'],
    ignores: [
      'src/workbench/dialogs.ts',
      'src/workbench/settings.ts',
      'src/workbench/registerCommands.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...gateways] },
  },
  {
    files: ['test/ui/**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...gestures] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
