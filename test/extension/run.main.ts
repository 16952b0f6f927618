// Loaded by the extension host as `extensionTestsPath`: runs the suites in this folder inside the
// editor, or those of a benchmark.
import { format } from 'node:util';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { runMocha } from '../host/mochaRun.ts';
import { reportMark, writeCounts } from '../host/results.ts';

/** Called by VS Code. Resolves when all tests passed; a rejection makes the editor end with an error. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) =>
    console.log(reportMark + format(...args));
  Mocha.reporters.Base.consoleLog(`VS Code ${vscode.version}, Node ${process.versions.node}`);
  const counts = await runMocha({
    folder: process.env['ORB_SPEED_NOTES'] === undefined ? 'extension' : 'bench/editor',
    only: (process.env['ORB_TEST_ONLY'] ?? '').split(' ').filter((part) => part !== ''),
    timeoutMs: Number(process.env['ORB_TEST_TIMEOUT_MS'] ?? 60_000),
  });
  const file = process.env['ORB_TEST_RESULTS'];
  if (file === undefined) throw new Error('ORB_TEST_RESULTS names no file for the counts.');
  writeCounts(file, counts);
  const failed = counts.failures.length;
  if (failed > 0) throw new Error(`${failed} extension tests failed.`);
}
