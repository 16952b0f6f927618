import assert from 'node:assert/strict';
import {
  duplicateCount,
  duration,
  eventCount,
  isDiskFull,
  lineCount,
  stopText,
} from '../../../../src/core/texts/ingest.ts';

suite('texts about an ingest', () => {
  test('use the singular for one, and separate thousands', () => {
    assert.deepEqual([0, 1, 2, 12_345].map(eventCount), [
      '0 events',
      '1 event',
      '2 events',
      '12,345 events',
    ]);
    assert.deepEqual([1, 1_000].map(lineCount), ['1 line', '1,000 lines']);
    assert.deepEqual([1, 2].map(duplicateCount), ['1 duplicate', '2 duplicates']);
  });

  test('have times that are as exact as people need', () => {
    const minute = 60_000;
    for (const [ms, text] of [
      [0, '1 s'],
      [1_499, '1 s'],
      [40_000, '40 s'],
      [59_999, '60 s'],
      [minute, '1 min'],
      [59.4 * minute, '59 min'],
      [59.5 * minute, '1 h'],
      [60 * minute, '1 h'],
      [125 * minute, '2 h 5 min'],
      [47 * 60 * minute, '47 h'],
      [(47 * 60 + 59) * minute, '47 h 59 min'],
      [48 * 60 * minute, '2 days'],
      [84 * 60 * minute, '4 days'],
    ] as const) {
      assert.equal(duration(ms), text);
    }
  });

  test('a full disk is recognized among other write errors', () => {
    for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG']) {
      assert.ok(isDiskFull(`${code}: no space left on device, write`));
    }
    for (const other of ['EACCES: ENOSPC', 'ENOSPCX: x', '', 'x ENOSPC']) {
      assert.ok(!isDiskFull(other), other);
    }
    assert.match(stopText('journal', 'ENOSPC: no space left'), /the disk is full/);
    assert.match(stopText('journal', 'EACCES: denied'), /can't be recorded\. EACCES: denied$/);
  });

  test("have a sentence for each end of a run, with Orb's message", () => {
    for (const [kind, words] of [
      ['cancelled', /^Stopped\. Resuming sends only/],
      ['unauthorized', /rejected the API key/],
      ['forbidden', /isn't allowed to ingest/],
      ['closed', /the backfill was closed or reverted/],
      ['refusesAll', /^Stopped: .* same reason\. Too old\.$/],
      ['changed', /the file changed/],
      ['journal', /can't be recorded\. Too old\.$/],
      ['failed', /^Stopped: Too old\.$/],
    ] as const) {
      assert.match(stopText(kind, 'Too old.'), words);
      assert.doesNotMatch(stopText(kind, undefined), /undefined|Too old/);
    }
    assert.equal(stopText('failed', undefined), 'Stopped: ');
  });
});
