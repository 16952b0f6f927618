import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readInWorker, type IdWork } from '../../../src/idWorker/readInWorker.ts';
import { root } from '../../host/root.ts';

const script = join(root, 'dist', 'idWorker.js');
const none = () => Promise.resolve(new Set<string>());
const read = (
  work: Partial<IdWork>,
  known: typeof none = none,
  signal = new AbortController().signal,
) => readInWorker(script, { source: '', isFile: false, ...work }, known, signal);

/** The longest that this thread was busy without a break, in milliseconds of its own CPU time. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let before = process.threadCpuUsage();
  const look = () => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.threadCpuUsage();
  };
  const timer = setInterval(look, 1);
  await work();
  look();
  clearInterval(timer);
  return longest;
}

suite('reading event IDs on another thread', () => {
  test('texts and bytes are read as on this thread, with the known IDs', async () => {
    const source = 'sent order-x, id=evt_1\nretry evt_2 Ü';
    const asked: (readonly string[])[] = [];
    const known = (words: readonly string[] = []) => {
      asked.push(words);
      return Promise.resolve(new Set(['order-x']));
    };
    const reading = await read({ source }, known);
    assert.deepEqual(reading.ids, ['evt_1', 'order-x', 'evt_2']);
    assert.ok(asked[0]?.includes('order-x'));
    assert.deepEqual(await read({ source: new TextEncoder().encode(source) }, known), reading);
    assert.deepEqual((await read({ source: 'alpha\nbeta' })).ids, ['alpha', 'beta']);
    assert.deepEqual((await read({ source: 'alpha\nbeta', isFile: true })).ids, []);
  });

  test('10 MB block the caller for less than 50 ms at a time', async () => {
    const line = (index: number) => `03:12:04 INFO billed id=evt_${index} in 5 ms, "late\n`;
    const log = Array.from({ length: 250_000 }, (_, index) => line(index)).join('');
    let found = 0;
    const longest = await longestTurn(async () => {
      found = (await read({ source: log })).ids.length;
    });
    assert.equal(found, 50_000);
    assert.ok(longest < 50, `${longest} ms`);
  });

  test('a stop ends it, and so does a failing ledger', async () => {
    const stop = new AbortController();
    const reading = read({ source: 'id=evt_1 '.repeat(1_000_000) }, none, stop.signal);
    stop.abort(new Error('stopped'));
    await assert.rejects(reading, /stopped/);
    await assert.rejects(read({ source: 'a' }, none, stop.signal), /stopped/);
    const fails = () => Promise.reject(new Error('the ledger is away'));
    await assert.rejects(read({ source: 'a' }, fails), /the ledger is away/);
    await assert.rejects(
      readInWorker(
        '/nowhere.js',
        { source: 'a', isFile: false },
        none,
        new AbortController().signal,
      ),
      /nowhere/,
    );
  });
});
