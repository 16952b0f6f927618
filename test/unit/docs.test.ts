import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultSettings } from '../../src/sandbox/settings.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
  };
  readonly scripts: Readonly<Record<string, string>>;
}

/** For people who work on the code. */
const forContributors = ['CONTRIBUTING.md', 'SECURITY.md'];

/** All pages. */
const pages = ['README.md', ...forContributors, ...globSync('docs/*.md')].map((file) => ({
  file,
  text: readFileSync(file, 'utf8'),
}));
const { contributes, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const said = (text: unknown) => words[String(text).replaceAll('%', '')] ?? String(text);

/** The rows of the table with this header, on whichever page has it. */
function rowsUnder(header: string): readonly string[] {
  const lines = pages.flatMap(({ text }) => text.split('\n'));
  const at = lines.indexOf(header);
  assert.notEqual(at, -1, `No page has a table with the header: ${header}`);
  const rest = lines.slice(at + 2);
  return rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('|')),
  );
}

/** `src/core/`, `orb/search.ts` or, where the folder was named before, `session.ts`; no part of an address. */
const PATH = /(?<![\w./:-])(?:(?:[\w.-]+\/)+[\w.-]*\w|(?:[\w.-]+\/)+|[\w-]+\.(?:ts|mjs|json|md))/g;

/** From the project's folder, from src/, a part of the name of a test, or a file of src/ by its name alone. */
const isThere = (path: string) =>
  existsSync(path) ||
  existsSync(join('src', path)) ||
  globSync([`test/*/${path}*`, `src/**/${path}`]).length > 0;

/** The first word in backquotes of each row. */
const names = (rows: readonly string[]) => rows.map((row) => /`([^`]+)`/.exec(row)?.[1] ?? row);

suite('README.md, CONTRIBUTING.md, SECURITY.md, and docs/ agree with the product', () => {
  test('commands: the ones in package.json with their titles', () => {
    const expected = contributes.commands.map(
      ({ command, title }) => `| Orb: ${said(title)} | \`${command}\` |`,
    );
    const actual = rowsUnder('| Command | ID |');
    assert.deepEqual(actual, expected, `The table of commands must be:\n${expected.join('\n')}`);
  });

  test('settings: the ones in package.json with default and description', () => {
    const expected = Object.entries(contributes.configuration.properties).map(
      ([id, shape]) =>
        `| \`${id}\` | \`${JSON.stringify(shape['default'])}\` | ${said(shape['markdownDescription'])} |`,
    );
    const actual = rowsUnder('| Setting | Default | What it does |');
    assert.deepEqual(actual, expected, `The table of settings must be:\n${expected.join('\n')}`);
  });

  test("the sandbox's settings with their defaults", () => {
    const expected = Object.entries(defaultSettings).map(
      ([name, value]) => `\`${name}\` | \`${JSON.stringify(value)}\``,
    );
    const actual = rowsUnder('| Setting | Default | Meaning |').map((row) =>
      row.split(' | ', 2).join(' | ').replace('| ', ''),
    );
    assert.deepEqual(actual, expected);
  });

  test("the sandbox's flags", () => {
    const main = readFileSync('src/sandbox/main.ts', 'utf8');
    const help = /const HELP = `([^`]*)`/.exec(main)?.[1] ?? '';
    const flags = [...help.matchAll(/^ {2}(--[\w-]+)/gm)].map((match) => match[1]);
    assert.ok(flags.length > 5);
    assert.deepEqual(names(rowsUnder('| Flag | Meaning |')), [...flags, '--help']);
  });

  test('scripts: every npm script that they mention exists', () => {
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/npm (?:run )?([a-z]+(?::[a-z]+)?)/g)].map((match) => match[1] ?? ''),
    );
    assert.deepEqual(
      named.filter((name) => name !== 'run' && scripts[name] === undefined),
      [],
    );
  });

  test('the map of src/: every folder and every file at its top', () => {
    const rows = names(rowsUnder('| Folder | Job | May import |'));
    const entries = readdirSync('src', { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name,
    );
    assert.deepEqual(rows.toSorted(), entries.toSorted());
  });

  test('paths: every file and folder that contributors are pointed to exists', () => {
    const named = pages
      .filter(({ file }) => forContributors.includes(file))
      .flatMap(({ text }) => [...text.matchAll(PATH)].map(([path]) => path));
    assert.ok(named.length > 50);
    assert.deepEqual(
      named.filter((path) => !isThere(path)),
      [],
    );
  });

  test('links and pictures: the linked files exist', () => {
    for (const { file, text } of pages) {
      const targets = [...text.matchAll(/\]\(([^)]+)\)|src(?:set)?="([^"]+)"/g)].map(
        ([, link, source]) => link ?? source ?? '',
      );
      for (const target of targets.filter((each) => !/^(https:|#)/.test(each))) {
        readFileSync(join(dirname(file), target));
      }
    }
  });

  test('commands in sentences: each is the title of one', () => {
    const titles = new Set(contributes.commands.map(({ title }) => `Orb: ${said(title)}`));
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/`(Orb: [^`]+)`/g)].map((match) => match[1] ?? ''),
    );
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter((name) => !titles.has(name)),
      [],
    );
  });
});
