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

suite('ingest: the shared state of a run', () => {
  test('keeps the first reason to stop and aborts requests in flight', async () => {
    const { run, cancel } = await begin();
    run.stop({ kind: 'unauthorized' });
    assert.ok(run.signal.aborted);
    cancel.abort();
    run.stop({ kind: 'failed' });
    assert.deepEqual(run.stopped, { kind: 'unauthorized' });
    assert.equal(await run.mayTry(1), false);
  });

  test("doesn't abort requests for a closed backfill, since the responses say which lines were accepted before", async () => {
    const { run } = await begin();
    run.stop({ kind: 'closed' });
    run.stop({ kind: 'failed' });
    assert.equal(run.signal.aborted, false);
    assert.deepEqual(run.stopped, { kind: 'closed' });
  });

  test("doesn't start if it's canceled before", async () => {
    const cancel = new AbortController();
    cancel.abort();
    const { run } = await begin(cancel);
    assert.deepEqual(run.stopped, { kind: 'cancelled' });
  });

  test('makes no progress and keeps the last rejection when no lines were accepted', async () => {
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

  test("stops with the journal's error when the journal can't be written", async () => {
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
