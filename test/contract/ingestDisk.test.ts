import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isDiskFull } from '../../src/core/texts/ingest.ts';
import type { FromWorker } from '../../src/ingestWorker/messages.ts';
import { goodLines, NOW_MS } from '../helpers/ingestWorld.ts';
import {
  inSession,
  Jobs,
  sentOf,
  toValidate,
  toResume,
  type Job,
} from '../helpers/ingestSession.ts';
import { useSandbox } from '../helpers/sandbox.ts';
import { root } from '../host/root.ts';

const path = '/v1/ingest';

suite('ingest: a full disk', () => {
  const sandbox = useSandbox();
  const jobs = new Jobs();
  suiteTeardown(() => jobs.end());
  const create = (lines: readonly string[], batchSize: number) =>
    jobs.create(lines.join('\n'), {
      url: sandbox().url,
      apiKey: sandbox().apiKey,
      nowMs: NOW_MS,
      options: { batchSize, concurrency: 2 },
    });

  /**
   * Runs the job in a process that can only write files of this many KiB. The system then takes a
   * part of what it is given and refuses the rest, as a full disk does (EFBIG instead of ENOSPC).
   */
  async function withRoom(kib: number, job: Job): Promise<FromWorker> {
    const main = join(root, 'out/test/contract/ingestRun.main.js');
    const limited = `ulimit -f ${kib} && exec "$@"`;
    const child = spawn('bash', ['-c', limited, 'bash', process.execPath, main], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(JSON.stringify(job));
    const last = (await text(child.stdout)).split('\n').find((line) => line.startsWith('last '));
    return JSON.parse(last?.slice('last '.length) ?? '{}') as FromWorker;
  }

  const keysOf = (bodies: readonly { readonly requestBody: string }[]) =>
    bodies.flatMap(({ requestBody }) =>
      (JSON.parse(requestBody) as { events: { idempotency_key: string }[] }).events.map(
        ({ idempotency_key: key }) => key,
      ),
    );

  test('for the journal: the run stops with correct counts, and a resume sends nothing again that was recorded', async () => {
    const job = await create(goodLines(2_000), 10);
    const last = await withRoom(8, job);
    const { sent } = sentOf({ messages: [last], last });
    assert.equal(sent.stopped?.kind, 'journal');
    assert.ok(isDiskFull(sent.stopped.message ?? ''), sent.stopped.message);
    assert.equal(sent.accepted + sent.notTried, 2_000);
    assert.ok(sent.accepted > 100 && sent.accepted < 1_500, String(sent.accepted));
    const first = await sandbox().calls(path);
    const resumed = sentOf(await inSession([toResume(job)])).sent;
    assert.deepEqual([resumed.accepted, resumed.notTried], [2_000, 0]);
    assert.equal((await sandbox().state()).events, 2_000);
    const all = await sandbox().calls(path);
    const again = keysOf(all.slice(first.length));
    assert.equal(again.length, 2_000 - sent.accepted, 'Only what was not noted goes again.');
  });

  test('for the journal from the start: nothing is sent', async () => {
    const job = await create(goodLines(20), 10);
    const last = await withRoom(0, job);
    assert.equal(last.kind === 'failed' && last.code, 'EFBIG');
    assert.equal((await sandbox().calls(path)).length, 0);
  });

  test('for rejected lines: every event is sent and counted, and what is missing is reported', async () => {
    const bad = Array.from({ length: 500 }, (_, index) => `{"broken ${'x'.repeat(50)} ${index}`);
    const job = await create([...goodLines(500), ...bad], 500);
    const last = await withRoom(16, job);
    const finished = sentOf({ messages: [last], last });
    const { accepted, rejected, notTried } = finished.sent;
    assert.deepEqual([accepted, rejected, notTried], [500, 500, 0]);
    assert.ok(isDiskFull(finished.rejectsProblem ?? ''), finished.rejectsProblem);
    assert.equal(finished.rejectedFile, undefined);
    assert.ok(finished.rejectsLeft > 0 && finished.rejectsLeft < 500);
  });

  test('next to the source only: the files stay with the run, and no incomplete ones are left next to the source', async () => {
    const bad = '{"broken';
    const job = await create([...goodLines(5), bad], 10);
    // The name of the reasons is too long for the file system, that of the lines isn't.
    const beside = join(dirname(job.path), 'n'.repeat(235));
    const work = { ...job, plan: { ...job.plan, beside } };
    const before = await readdir(dirname(job.path));
    const last = await withRoom(1_000, work);
    const { rejectedFile = '' } = sentOf({ messages: [last], last });
    assert.equal(dirname(rejectedFile), job.folder);
    assert.equal(await readFile(rejectedFile, 'utf8'), `${bad}\n`);
    assert.deepEqual(await readdir(dirname(job.path)), before);
  });
});

suite('ingest: a file without permission', () => {
  const jobs = new Jobs();
  suiteTeardown(() => jobs.end());

  test('is reported with its code, and nothing is validated', async () => {
    const job = await jobs.create('{}', { url: 'http://127.0.0.1:1', apiKey: 'k', nowMs: NOW_MS });
    await chmod(job.path, 0o000);
    // Root may read everything: for a moment this process is someone else.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      const { last } = await inSession([toValidate(job)]);
      assert.equal(last.kind === 'failed' && last.code, 'EACCES');
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});
