// Runs some files of extension tests in one VS Code, with a sandbox next to it, for
// testExtension.ts, which says what the options are and has built the extension.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { stopAll, stopOnSignals } from './child.ts';
import { startEmulator } from './emulator.ts';
import { sendCounts } from './lanes.ts';
import { readCounts } from './results.ts';
import { root } from './root.ts';
import { writeSettings } from './serve.ts';
import { editorOptions } from './testOptions.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: editorOptions });

stopOnSignals();
const folder = mkdtempSync(join(tmpdir(), 'orb-extension-tests-'));
const workspace = join(folder, 'workspace');
const userDataDir = join(folder, 'user');
mkdirSync(workspace);
const counts = join(folder, 'counts.json');
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
  if (existsSync(counts)) await sendCounts(readCounts(counts));
  rmSync(folder, { recursive: true, force: true });
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
