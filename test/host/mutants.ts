// `npm run mutants`: changes the source in small ways, one at a time, and lists the changes that no test notices. Some 7,400 changes take
// about 0.2 s of a core each, so it isn't part of `npm test`. Arguments narrow to folders or files under src, as in
// `npm run mutants -- core/rules orb/retry`. What a test runs in another process (certificates of the system) doesn't count here.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildMutated, type Mutant } from './mutantSource.ts';
import { runMutants, type Fate } from './mutantRuns.ts';
import { createTypeCheck } from './mutantTypes.ts';
import { root } from './root.ts';

/** The tests that run the code of a folder in their own process, quick ones first. */
const testsOf: Readonly<Record<string, readonly string[]>> = {
  core: ['unit/core', 'unit/ndjson', 'unit/workbench', 'unit/webview', 'unit/orb', 'unit/ingest'],
  ingest: ['unit/ingest', 'contract/ingest'],
  orb: ['unit/orb', 'contract/client', 'contract/volume', 'contract/wire'],
};

const wanted = process.argv.slice(2);
const out = join(root, 'out', 'mutants');
const score = { total: 0, killed: 0 };
const left: { readonly mutant: Mutant; readonly fate: Fate }[] = [];

for (const [folder, suites] of Object.entries(testsOf)) {
  const names = globSync(`src/${folder}/**/*.ts`, { cwd: root })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.startsWith(`src/${part}`)))
    .sort();
  if (names.length === 0) continue;
  const mutants = await buildMutated(out, names);
  const tests = suites.flatMap((suite) =>
    globSync(`out/test/${suite}{.test.js,/**/*.test.js}`, { cwd: out }).sort(),
  );
  const compiles = createTypeCheck();
  const counts = new Map(names.map((name) => [name, { total: 0, killed: 0, timedOut: 0 }]));
  for await (const [mutant, fate] of runMutants(
    mutants,
    tests.map((test) => join(out, test)),
  )) {
    const count = counts.get(mutant.fileName);
    if (count === undefined) continue;
    count.total += 1;
    const survived = fate.kind === 'survived' || fate.kind === 'unreached';
    if (fate.kind === 'timedOut') count.timedOut += 1;
    if (survived && compiles(mutant)) {
      left.push({ mutant, fate });
      console.log(show(mutant, fate));
    } else {
      count.killed += 1;
    }
  }
  console.log(`\n${folder}: killed of all`);
  for (const [name, { total, killed, timedOut }] of counts) {
    const late = timedOut === 0 ? '' : `, ${timedOut} by time`;
    console.log(`${percent(killed, total)}  ${killed} of ${total}${late}  ${name}`);
    score.total += total;
    score.killed += killed;
  }
}
writeFileSync(join(out, 'left.json'), JSON.stringify(left, undefined, 1));
console.log(`\n${percent(score.killed, score.total)}: ${score.killed} of ${score.total} killed`);

function percent(part: number, whole: number): string {
  return `${whole === 0 ? '100.0' : ((100 * part) / whole).toFixed(1)} %`.padStart(7);
}

/** One survivor: where, the original code, and the change that no test noticed. */
function show({ fileName, location, mutatorName, replacement }: Mutant, { kind }: Fate): string {
  const { start, end } = location;
  const lines = readFileSync(join(root, fileName), 'utf8')
    .split('\n')
    .slice(start.line, end.line + 1);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.column);
  lines[0] = (lines[0] ?? '').slice(start.column);
  const brief = (text: string) => text.replace(/\s+/g, ' ').slice(0, 160);
  const where = `${fileName}:${start.line + 1}:${start.column + 1}`;
  const mark = kind === 'unreached' ? ' (no test runs it)' : '';
  return `${where} ${mutatorName}${mark}\n  - ${brief(lines.join('\n'))}\n  + ${brief(replacement)}`;
}
