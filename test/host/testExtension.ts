// `npm run test:extension`: the suites of test/extension inside a real VS Code, with a sandbox next
// to it. Arguments narrow by file name. `--oldest` takes the oldest VS Code that the extension
// supports. `--desktop` downloads a desktop VS Code instead of the one from npm; `--version
// 1.105.0` names its release. `--inspect` waits for a debugger, as .vscode/launch.json does for one
// test file.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { buildForTests } from './build.ts';
import { stopAll, stopOnSignals } from './child.ts';
import { startEmulator } from './emulator.ts';
import { readCounts, record, resultFile } from './results.ts';
import { root } from './root.ts';
import { writeSettings } from './serve.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    desktop: { type: 'boolean', default: false },
    version: { type: 'string' },
    oldest: { type: 'boolean', default: false },
    inspect: { type: 'boolean', default: false },
    // For a bench, which has built already and runs from out/.
    built: { type: 'boolean', default: false },
  },
});

stopOnSignals();
if (!values.built) buildForTests();
const folder = mkdtempSync(join(tmpdir(), 'orb-extension-tests-'));
const workspace = join(folder, 'workspace');
const userDataDir = join(folder, 'user');
mkdirSync(workspace);
const counts = resultFile('extension');
rmSync(counts, { force: true });
writeSettings(values.desktop ? userDataDir : join(userDataDir, 'data'));
try {
  const sandbox = existsSync(join(root, 'dist', 'sandbox.js'))
    ? await startEmulator('--seed', 'demo')
    : { apiKey: '', url: '', adminUrl: '' };
  await runTests({
    ...(values.desktop
      ? { version: values.version ?? 'stable', cachePath: join(root, '.vscode-test') }
      : { vscodeExecutablePath: join(root, 'test', 'host', 'vscode.ts') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'out', 'test', 'extension', 'run.main.js'),
    launchArgs: [
      workspace,
      `--user-data-dir=${userDataDir}`,
      `--extensions-dir=${join(folder, 'extensions')}`,
      ...(values.oldest ? ['--oldest'] : []),
      ...(values.inspect ? ['--inspect-brk-extensions=9229'] : []),
    ],
    extensionTestsEnv: {
      ORB_TEST_RESULTS: counts,
      ORB_TEST_ONLY: positionals.join(' '),
      ...(values.inspect && { ORB_TEST_TIMEOUT_MS: '0' }),
      ...modelEnv(),
      ORB_API_KEY: sandbox.apiKey,
      ORB_BASE_URL: sandbox.url,
      ORB_SANDBOX_ADMIN: sandbox.adminUrl,
    },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  // A test that fails once in a hundred runs can be understood only from what was noted then.
  for (const log of extensionLogs(folder)) console.error(log);
} finally {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
}
try {
  if (readCounts(counts).failures.length > 0) process.exitCode = 1;
} catch {
  record('extension', {
    passed: 0,
    failures: ['the extension tests: the editor ended before they were counted'],
  });
  process.exitCode = 1;
}

/** How long the random sequences of test/extension/model.test.ts go on, see testModel.ts. */
function modelEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith('ORB_MODEL_') && value !== undefined ? [[name, value]] : [],
    ),
  );
}

/** The end of what the extension logged, warnings and errors alone: each request to the sandbox is there, too. */
function extensionLogs(home: string): readonly string[] {
  return readdirSync(home, { recursive: true })
    .map(String)
    .filter((name) => basename(name) === 'Orb Events.log')
    .map((name) => {
      const lines = readFileSync(join(home, name), 'utf8').split('\n');
      return lines
        .filter((line) => /\[(warn|warning|error)\]/.test(line))
        .slice(-200)
        .join('\n');
    });
}
