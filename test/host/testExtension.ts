// `npm run test:extension`: the suites of test/extension inside real VS Codes, several at a time.
// Arguments narrow by file name. `--oldest` takes the oldest VS Code that the extension supports.
// `--desktop` downloads a desktop VS Code instead of the one from npm; `--version 1.105.0` names its
// release. `--inspect` waits for a debugger, as .vscode/launch.json does for one test file.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildForTests } from './build.ts';
import { stopOnSignals } from './child.ts';
import { installChromium } from './chromium.ts';
import { installEditor } from './install.ts';
import { runInLanes } from './lanes.ts';
import { testFiles } from './mochaRun.ts';
import { record } from './results.ts';
import { root } from './root.ts';
import { editorOptions } from './testOptions.ts';

/** More than there are cores, so that the last one doesn't run alone for long. */
const EDITORS = 4;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...editorOptions,
    // For a bench, which has built already and runs from out/.
    built: { type: 'boolean', default: false },
  },
});

stopOnSignals();
if (!values.built) buildForTests();
// Once, before several need them at the same time.
if (!values.desktop) installEditor(values.oldest ? 'oldest' : 'newest');
if (!values.desktop) installChromium();
const isBench = process.env['ORB_SPEED_NOTES'] !== undefined;
const files = testFiles(isBench ? 'bench/editor' : 'extension', positionals);
const options = [
  ...(['desktop', 'oldest', 'inspect'] as const).flatMap((name) =>
    values[name] ? [`--${name}`] : [],
  ),
  ...(values.version === undefined ? [] : [`--version=${values.version}`]),
];
const jobs = inGroups(files, values.inspect ? 1 : EDITORS).map((group) => ({
  title: group.join(', '),
  script: 'test/host/testExtensionFiles.ts',
  args: [...options, ...group],
}));
const counts = await runInLanes(jobs);
record('extension', counts);
process.exit(counts.failures.length === 0 && counts.passed > 0 ? 0 : 1);

/** At most this many groups of about the same size in bytes. */
function inGroups(all: readonly string[], most: number): readonly (readonly string[])[] {
  const bySize = all
    .map((file) => ({ file, size: statSync(join(root, file)).size }))
    .sort((a, b) => b.size - a.size);
  const groups = Array.from({ length: most }, () => ({ size: 0, files: [] as string[] }));
  for (const { file, size } of bySize) {
    const smallest = groups.reduce((a, b) => (b.size < a.size ? b : a));
    smallest.size += size;
    smallest.files.push(file);
  }
  return groups.map((group) => group.files).filter((group) => group.length > 0);
}
