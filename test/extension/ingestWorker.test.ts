import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { OrbError } from '../../src/core/errors.ts';
import type { IngestSummary } from '../../src/contributions.ts';
import { inWords, toIngestError } from '../../src/workbench/ingest/failures.ts';
import { toFailure } from '../../src/ingestWorker/messages.ts';
import { lockRun } from '../../src/ingestWorker/lock.ts';
import { IngestWorker } from '../../src/workbench/ingest/workerClient.ts';
import { UserError } from '../../src/workbench/userError.ts';
import { eventually } from '../helpers/eventually.ts';
import { activated, answer, callsDuring, sandbox } from './helpers.ts';

const run = vscode.commands.executeCommand;

suite('the ingest worker', () => {
  let folder: string;
  let nowMs: number;
  let runsRoot: string;

  suiteSetup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orb-worker-'));
    const { services } = await activated();
    const { active } = services.connections;
    assert.ok(active);
    await services.connections.client(active.id);
    nowMs = services.connections.now(active.id);
    runsRoot = join(services.context.globalStorageUri.fsPath, 'runs');
  });
  setup(async () => {
    await sandbox.control('/faults', []);
    await answer({});
  });
  suiteTeardown(async () => {
    await sandbox.control('/faults', []);
    await rm(folder, { recursive: true, force: true });
  });

  /** A worker whose thread runs this text instead of the product's. */
  async function workerOf(script: string): Promise<IngestWorker> {
    const extension = await mkdtemp(join(folder, 'extension-'));
    await mkdir(join(extension, 'dist'));
    await writeFile(join(extension, 'dist', 'ingestWorker.js'), script);
    const { services } = await activated();
    const context = new Proxy(services.context, {
      get: (target, name) =>
        name === 'extensionUri'
          ? vscode.Uri.file(extension)
          : (Reflect.get(target, name) as unknown),
    });
    return new IngestWorker(context, vscode.Uri.file(extension));
  }
  const list = { kind: 'list', folder: '', most: 1 } as const;
  const isSentence = (error: unknown) =>
    error instanceof UserError && /^[A-Z].*unexpectedly\. Try again\.$/.test(error.message);

  test('a thread that dies during its work fails it with a message', async () => {
    using worker = await workerOf(
      "require('node:worker_threads').parentPort.once('message', () => process.exit(3));",
    );
    await assert.rejects(worker.ask(list, 'listed'), isSentence);
  });

  test('a thread that died between two tasks fails the next one instead of waiting', async () => {
    using worker = await workerOf(`
      const { parentPort } = require('node:worker_threads');
      parentPort.once('message', () => {
        parentPort.postMessage({ kind: 'lockChecked', locked: false });
        setImmediate(() => { throw new Error('Out of luck.'); });
      });`);
    await worker.ask({ kind: 'checkLock', folder }, 'lockChecked');
    await eventually('the end of the thread is noticed', async () => {
      const late = worker.ask(list, 'listed').then(
        () => false,
        (error: unknown) => isSentence(error),
      );
      return Promise.race([
        late,
        new Promise<boolean>((resolve) => setTimeout(resolve, 50, false)),
      ]);
    });
  });

  test('canceling counts as Cancel, wherever the work was', () => {
    const uri = vscode.Uri.file(folder);
    const aborted = new AbortController();
    aborted.abort();
    const { reason } = aborted.signal as { readonly reason: unknown };
    for (const error of [reason, new OrbError('cancelled', 'Canceled.')]) {
      assert.ok(toIngestError(toFailure(error), uri) instanceof vscode.CancellationError);
    }
    assert.ok(inWords(reason) instanceof vscode.CancellationError);
  });

  async function unfinished(name: string): Promise<IngestSummary> {
    const time = new Date(nowMs - 60_000).toISOString();
    const lines = Array.from(
      { length: 40 },
      (_, index) =>
        `{"idempotency_key":"${name}-${nowMs}-${index}","event_name":"api_call","timestamp":"${time}","external_customer_id":"ingest-test","properties":{}}`,
    );
    const path = join(folder, `${name}.ndjson`);
    await writeFile(path, lines.join('\n'));
    await sandbox.control('/faults', [{ path: '/v1/ingest', status: 401 }]);
    const summary = await run<IngestSummary>('orb.ingest.file', {
      uri: vscode.Uri.file(path),
      confirm: false,
    });
    assert.equal(summary.notTried, 40);
    await sandbox.control('/faults', []);
    return summary;
  }

  test('of three that resume a run at once, one sends it and two fail with a message', async () => {
    const { runId } = await unfinished('at-once');
    let all: readonly PromiseSettledResult<unknown>[] = [];
    const calls = await callsDuring(async () => {
      all = await Promise.allSettled([1, 2, 3].map(() => run('orb.ingest.resume', runId)));
    });
    assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const one of all) {
      if (one.status === 'rejected') assert.match(String(one.reason), /This ingest is running/);
    }
    assert.equal(calls.filter(({ path }) => path === '/v1/ingest').length, 1);
  });

  test('a run that another window sends is neither resumed nor deleted', async () => {
    const { runId } = await unfinished('elsewhere');
    {
      using other = lockRun(join(runsRoot, runId));
      await assert.rejects(
        Promise.resolve(run('orb.ingest.resume', runId)),
        /An ingest is running, here or in another window/,
      );
      await assert.rejects(
        Promise.resolve(run('orb.data.delete', { confirm: false })),
        /An ingest is running, here or in another window/,
      );
      assert.ok((await readFile(other.journal, 'utf8')).length > 0);
    }
    const resumed = await run<IngestSummary>('orb.ingest.resume');
    assert.deepEqual([resumed.runId, resumed.accepted], [runId, 40]);
  });
});
