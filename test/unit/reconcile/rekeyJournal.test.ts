import assert from 'node:assert/strict';
import { RekeyState } from '../../../src/reconcile/rekeyJournal.ts';
import { memoryJournal, NOW_MS } from '../../helpers/ingestWorld.ts';
import { repairLine } from '../../helpers/repairWorld.ts';

suite('repairs that give events new IDs', () => {
  test('a line counts as done only when its copy has arrived, wherever the journal ends', () => {
    const log = memoryJournal();
    const state = new RekeyState(log);
    state.note({
      ...{ kind: 'repair', version: 1, repairId: 'r', connectionId: 'c', startedMs: NOW_MS },
      action: 'rekey',
    });
    const lines = [0, 1, 2].map((index) => repairLine(index, 'deprecate'));
    state.deprecations.note({ kind: 'lines', lines });
    state.note({ kind: 'start' });
    for (const line of [1, 2]) state.deprecations.note({ kind: 'done', line });
    state.deprecations.note({ kind: 'failed', line: 3, message: 'changed', again: false });
    const copies = { index: 0, path: '/copies', lines: 2, numbers: [1, 2], startMs: 0, endMs: 0 };
    state.copies.note({ kind: 'backfill', backfill: { ...copies, isDirect: true } });
    const failed = [{ line: 2, message: 'No such customer.' }];
    state.copies.note({ kind: 'ingested', index: 0, done: 1, failed, notTried: 0 });
    const seen = log.lines.map((_, end) => {
      const known = RekeyState.read(log.lines.slice(0, end + 1).join('\n'));
      if (known === undefined) return undefined;
      const { done, failed: its, notTried } = known.counts;
      assert.equal(done + its.length + notTried, 3);
      return [done, its.length, known.uncopied.length, known.leftCount];
    });
    assert.deepEqual(
      seen.filter((each) => each !== undefined),
      [
        [0, 0, 0, 3],
        [0, 0, 0, 3],
        [0, 0, 1, 3],
        [0, 0, 2, 3],
        [0, 1, 2, 2],
        [0, 1, 0, 2],
        [1, 2, 0, 0],
      ],
    );
  });

  test('copies that were not sent are planned again once they are dropped', () => {
    const state = new RekeyState();
    state.deprecations.note({ kind: 'lines', lines: [repairLine(0, 'deprecate')] });
    state.deprecations.note({ kind: 'done', line: 1 });
    const copy = { index: 0, path: '/copy', lines: 1, numbers: [1], startMs: 0, endMs: 0 };
    state.copies.note({ kind: 'backfill', backfill: { ...copy, isDirect: true } });
    assert.equal(state.uncopied.length, 0);
    state.copies.note({ kind: 'dropped', index: 0 });
    assert.deepEqual([state.uncopied.length, state.leftCount], [1, 1]);
    state.copies.note({ kind: 'backfill', backfill: { ...copy, index: 1, startMs: 1, endMs: 2 } });
    state.copies.note({ kind: 'ingested', index: 1, done: 1, failed: [], notTried: 0 });
    assert.deepEqual([state.uncopied.length, state.leftCount, state.counts.done], [0, 0, 1]);
  });
});
