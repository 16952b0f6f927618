import assert from 'node:assert/strict';
import { WriteQueue } from '../../../../src/workbench/writeQueue.ts';

const event = { connectionId: 'acme', eventId: 'evt' };

suite('the queue of writes', () => {
  /** A write that ends on demand. */
  function slow(log: string[], name: string) {
    let end: () => void = () => undefined;
    const told = new Promise<void>((resolve) => (end = resolve));
    const work = async () => {
      log.push(`${name} begins`);
      await told;
      log.push(`${name} ends`);
      return name;
    };
    return { work, end: () => end() };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  test('lets the next write of an event start when the one before has ended, even if it failed', async () => {
    const queue = new WriteQueue();
    const log: string[] = [];
    const first = slow(log, 'first');
    const failing = queue.run(event, async () => {
      await first.work();
      throw new Error('refused');
    });
    const second = queue.run(event, slow(log, 'second').work);
    const other = queue.run({ ...event, eventId: 'EVT' }, () => Promise.resolve('other event'));
    assert.equal(await other, 'other event');
    assert.deepEqual(log, ['first begins']);
    first.end();
    await assert.rejects(failing, /refused/);
    await turn();
    assert.deepEqual(log, ['first begins', 'first ends', 'second begins']);
    void second;
  });

  test("a caller that stops waiting doesn't let the next one overtake the write in progress", async () => {
    const queue = new WriteQueue();
    const log: string[] = [];
    const first = slow(log, 'first');
    const done = queue.run(event, first.work);
    const stop = new AbortController();
    const impatient = queue.run(event, slow(log, 'impatient').work, stop.signal);
    const third = queue.run(event, () => Promise.resolve(log.push('third')));
    stop.abort();
    await assert.rejects(impatient, { name: 'AbortError' });
    await turn();
    assert.deepEqual(log, ['first begins']);
    first.end();
    assert.equal(await done, 'first');
    await third;
    assert.deepEqual(log, ['first begins', 'first ends', 'third']);
  });

  test("a write that would start after it was canceled isn't sent", async () => {
    const stop = AbortSignal.abort();
    const work = () => assert.fail('it was sent');
    await assert.rejects(new WriteQueue().run(event, work, stop), { name: 'AbortError' });
  });
});
