import regexp from 'eslint-plugin-regexp';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** House rules that no ready-made rule states; each says what it protects. */
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
    message: 'Time comes in as an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time comes in as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Randomness comes in as an argument.',
  },
];
const gateways = [
  ...houseRules,
  {
    selector:
      "MemberExpression[property.name=/^show(Error|Warning|Information)Message$/][object.property.name='window'], MemberExpression[property.name=/^show(Error|Warning|Information)Message$/][object.name='window']",
    message: 'Ask and tell through workbench/dialogs.ts: dialogs reject inside extension tests.',
  },
  {
    selector: "MemberExpression[property.name='getConfiguration']",
    message: 'Settings go through workbench/settings.ts.',
  },
  {
    selector: "CallExpression[callee.property.name='registerCommand']",
    message: 'Commands are registered by workbench/registerCommands.ts.',
  },
  {
    selector:
      "CallExpression[callee.property.name='executeCommand'][arguments.0.value=/^orb[.]/], Property[key.name='command'][value.value=/^orb[.]/] ~ Property[key.name='arguments']",
    message: 'Start our commands through workbench/callers.ts: each call says who shows a failure.',
  },
];

const gestures = [
  ...houseRules,
  {
    selector:
      "MemberExpression[property.name='keyboard'], ObjectPattern > Property[key.name='keyboard']",
    message:
      'A key goes to whatever has the focus: press it by test/ui/keys.ts, which waits for that.',
  },
  {
    selector: "Property[key.name='button'] > Literal[value='right']",
    message: 'Choose from a menu by test/ui/tree.ts, which waits for the menu.',
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
    // ESLint doesn't see the casts of JavaScript, which are comments; the compiler does.
    files: ['**/*.mjs'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    // A line of a file may be a megabyte of one character: what takes quadratic time then freezes the editor.
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
