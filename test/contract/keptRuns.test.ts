import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteRuns, pruneRuns } from '../../src/ingestWorker/keptRuns.ts';
import { lockRun } from '../../src/ingestWorker/lock.ts';
import { journalPath } from '../../src/ingestWorker/runFolder.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-11-27T12:00:00Z');
const keep = { maxAgeMs: 400 * DAY_MS, maxFinished: 3 };
const end = (notTried: number) =>
  `{"kind":"end","accepted":1,"duplicates":0,"rejected":0,"notTried":${notTried}}`;

suite('ingest: which runs are kept on this machine', () => {
  let root = '';
  setup(async () => (root = await mkdtemp(join(tmpdir(), 'orb-runs-'))));
  teardown(() => rm(root, { recursive: true, force: true }));

  async function aRun(name: string, days: number, ...journal: readonly string[]): Promise<string> {
    const folder = join(root, name);
    await mkdir(folder);
    const time = new Date(NOW_MS - days * DAY_MS);
    if (journal.length > 0) {
      await writeFile(
        journalPath(folder),
        ['{"kind":"run","version":1}', ...journal, ''].join('\n'),
      );
      await utimes(journalPath(folder), time, time);
    }
    await utimes(folder, time, time);
    return folder;
  }
  const prune = async () => {
    const removed = await pruneRuns(root, NOW_MS, keep);
    return [removed, (await readdir(root)).sort().join(' ')] as const;
  };

  test('runs within the retention are kept', async () => {
    await aRun('1', 399, end(0));
    await aRun('2', 1, '{"kind":"sent","lines":[[1,5]]}');
    assert.deepEqual(await prune(), [0, '1 2']);
  });

  test('runs older than the retention are deleted', async () => {
    await aRun('1', 401, end(0));
    await aRun('2', 401, end(7));
    await aRun('3', 399, end(0));
    assert.deepEqual(await prune(), [2, '3']);
  });

  test('above the maximum number of runs, the oldest finished ones are deleted, but no unfinished one', async () => {
    await aRun('1', 9, end(5));
    await aRun('2', 8, end(0));
    await aRun('3', 7, end(5), end(0));
    await aRun('4', 6, '{"kind":"sent","lines":[[1,5]]}');
    await aRun('5', 5, end(0));
    assert.deepEqual(await prune(), [2, '1 4 5']);
  });

  test('finished comparisons are deleted like finished runs, and stopped ones are kept', async () => {
    const comparison = (notCompared: number) =>
      ['{"kind":"reconcile","version":1}', `{"kind":"end","notCompared":${notCompared}}`] as const;
    const add = async (name: string, days: number, notCompared: number) => {
      const folder = await aRun(name, days, '');
      await writeFile(journalPath(folder), comparison(notCompared).join('\n'));
      const time = new Date(NOW_MS - days * DAY_MS);
      await utimes(journalPath(folder), time, time);
    };
    await add('1', 9, 5);
    await add('2', 8, 0);
    await add('3', 7, 0);
    await add('4', 6, 0);
    await add('5', 401, 5);
    assert.deepEqual(await prune(), [3, '1 4']);
  });

  test('what a crash left behind before its run started is deleted after a day', async () => {
    await aRun('1', 2);
    await aRun('2', 0.5);
    assert.deepEqual(await prune(), [1, '2']);
  });

  test('a run that is being sent is kept, however old it is', async () => {
    const folder = await aRun('1', 500, end(3));
    using lock = lockRun(folder);
    assert.deepEqual(await prune(), [0, '1']);
    assert.equal(lock.journal, journalPath(folder));
  });

  test('all are deleted, or none while one is being sent', async () => {
    await aRun('1', 2, end(0));
    const folder = await aRun('2', 1, end(3));
    const lock = lockRun(folder);
    await assert.rejects(deleteRuns(root), { name: 'RunBusy' });
    assert.deepEqual((await readdir(root)).sort(), ['1', '2']);
    lock[Symbol.dispose]();
    await deleteRuns(root);
    await assert.rejects(readdir(root), { code: 'ENOENT' });
    await deleteRuns(root);
  });
});
