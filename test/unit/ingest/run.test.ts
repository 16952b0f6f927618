import assert from 'node:assert/strict';
import { JournalFailed, Run } from '../../../src/ingest/run.ts';
import { fakeOrb } from '../../helpers/fakeOrb.ts';
import { defaults } from '../../helpers/ingestSend.ts';
import {
  collectRejects,
  validated,
  goodLines,
  memoryJournal,
  memorySource,
  quickClock,
} from '../../helpers/ingestWorld.ts';

const content = goodLines(3).join('\n');

async function begin(cancel = new AbortController(), journal = memoryJournal()) {
  const ports = {
    source: memorySource(content),
    sink: fakeOrb(),
    journal,
    rejects: collectRejects(),
    clock: quickClock(),
  };
  const taken: number[] = [];
  const run = new Run(ports, await validated(content), defaults, cancel.signal, (lines) =>
    taken.push(...lines.map(({ line }) => line)),
  );
  return { run, taken, cancel };
}

suite('ingest: what the senders of a run share', () => {
  test('the first reason to stop counts, and what is on its way is given up', async () => {
    const { run, cancel } = await begin();
    run.stop({ kind: 'unauthorized' });
    assert.ok(run.signal.aborted);
    cancel.abort();
    run.stop({ kind: 'failed' });
    assert.deepEqual(run.stopped, { kind: 'unauthorized' });
    assert.equal(await run.mayTry(1), false);
  });

  test('a closed backfill gives nothing up: its answers tell which lines it took before', async () => {
    const { run } = await begin();
    run.stop({ kind: 'closed' });
    run.stop({ kind: 'failed' });
    assert.equal(run.signal.aborted, false);
    assert.deepEqual(run.stopped, { kind: 'closed' });
  });

  test('a run that is cancelled before it begins does not begin', async () => {
    const cancel = new AbortController();
    cancel.abort();
    const { run } = await begin(cancel);
    assert.deepEqual(run.stopped, { kind: 'cancelled' });
  });

  test('nothing accepted is no progress, and does not end a row of rejectionReasons', async () => {
    const { run, taken } = await begin();
    assert.equal(run.isRepeatedRejection('No.'), false);
    run.accepted([]);
    assert.equal(run.progress, 0);
    assert.equal(run.isRepeatedRejection('No.'), true);
    run.accepted([{ line: 2, offset: 0, bytes: new Uint8Array(0) }]);
    assert.deepEqual([run.progress, taken], [1, [2]]);
    assert.equal(run.states.get(2), 'accepted');
    assert.equal(run.isRepeatedRejection('No.'), false);
  });

  test('a journal that cannot be written stops all, with its own words', async () => {
    const journal = {
      ...memoryJournal(),
      append: () => {
        throw new Error('ENOSPC: no space left on device, write');
      },
    };
    const { run } = await begin(undefined, journal);
    assert.throws(() => run.mark('sent', [1]), JournalFailed);
    assert.deepEqual(run.stopped, {
      kind: 'journal',
      message: 'ENOSPC: no space left on device, write',
    });
    assert.equal(run.states.get(1), 'good', 'what is not noted is not so');
  });
});
