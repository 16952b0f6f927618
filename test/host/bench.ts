// `npm run bench`: a table of all benches (see test/bench/bench.ts), with value, limit, and result.
// Exits with 1 if a limit is missed. Arguments select files or rows by name. `--json` prints JSON
// to standard output. `--scale N` takes one round with N times the amounts, and `--quick` one with
// a tenth, to check that a bench works; then limits don't count.
import { globSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench } from '../bench/bench.ts';
import { measuresOf, takeRounds } from './benchRounds.ts';
import { evaluate, table, type Result } from './benchTable.ts';
import { buildForTests, buildPackage, pack } from './build.ts';
import { stopOnSignals } from './child.ts';
import { installExtension } from './installed.ts';
import { root } from './root.ts';

const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    scale: { type: 'string' },
  },
});
const scale = flags.quick ? 0.1 : Number(flags.scale ?? 1);
const isWhole = scale === 1;
const say = (line: string) => process.stderr.write(`${line}\n`);

interface Chosen {
  readonly name: string;
  readonly file: string;
  readonly bench: Bench;
  readonly rows: Bench['rows'];
}

/** The benches with a selected row, and those rows. */
async function choose(): Promise<readonly Chosen[]> {
  const files = globSync('out/test/bench/**/*.bench.js', { cwd: root }).sort();
  const all = await Promise.all(
    files.map(async (path) => {
      const file = join(root, path);
      const name = basename(file, '.bench.js');
      const { default: bench } = (await import(pathToFileURL(file).href)) as { default: Bench };
      const rows = bench.rows.filter(
        (row) =>
          wanted.length === 0 ||
          wanted.some((part) => name.includes(part) || row.name.includes(part)),
      );
      return { name, file, bench, rows };
    }),
  );
  return all.filter(({ rows }) => rows.length > 0);
}

stopOnSignals();
buildForTests();
const chosen = await choose();
if (chosen.some(({ bench }) => bench.needs === 'package')) {
  const folder = join(root, 'out', 'benches');
  const extensionsDir = join(folder, 'extensions');
  mkdirSync(folder, { recursive: true });
  const empty = join(root, 'test', 'fixtures', 'emptyEditor');
  installExtension(
    extensionsDir,
    buildPackage(),
    pack(empty, join(folder, 'empty-editor.vsix'), '--skip-license'),
  );
  process.env['ORB_TEST_EXTENSIONS'] = extensionsDir;
}

const results: Result[] = [];
for (const { name, file, bench, rows } of chosen) {
  say(name);
  const measured = await takeRounds({
    file,
    names: measuresOf(rows),
    rounds: isWhole ? (bench.rounds ?? 5) : 1,
    scale,
    say,
  });
  results.push(...rows.map((row) => evaluate(row, measured)));
}

if (flags.json) {
  const machine = { node: process.version, cores: availableParallelism(), scale };
  console.log(JSON.stringify({ ...machine, results }, undefined, 2));
} else {
  console.log(table(results));
}
const missed = results.filter(({ met, value }) => (isWhole ? !met : value === undefined));
if (results.length === 0) say('No bench has such a name.');
process.exitCode = missed.length === 0 && results.length > 0 ? 0 : 1;
