import assert from 'node:assert/strict';
import {
  applyJournal,
  readJournal,
  toRanges,
  type RunRecord,
} from '../../../src/ingest/journal.ts';
import { SourceChanged } from '../../../src/ingest/batchReader.ts';
import {
  continueFrom,
  sendAgain,
  settleBySearch,
  unansweredOf,
} from '../../../src/ingest/resume.ts';
import { accountsOf } from '../../../src/ingest/states.ts';
import { fakeOrb } from '../../helpers/fakeOrb.ts';
import {
  context,
  eventLine,
  validated,
  goodLines,
  memoryJournal,
  memorySource,
  NOW_MS,
  quickClock,
  statesOf,
} from '../../helpers/ingestWorld.ts';

const content = goodLines(6).join('\n');

async function runOf(more: Partial<RunRecord> = {}): Promise<RunRecord> {
  return {
    kind: 'run',
    version: 1,
    runId: 'r',
    startedMs: NOW_MS,
    connectionId: 'c',
    connectionName: 'Acme',
    mode: 'test',
    path: '/a.orb.ndjson',
    uri: 'file:///a.orb.ndjson',
    lineOffset: 0,
    fingerprint: (await validated(content)).fingerprint,
    lines: 6,
    context,
    ...more,
  };
}
const journalOf = (...records: readonly unknown[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

suite('ingest: the journal of a run', () => {
  test('writes lines as ranges', () => {
    assert.deepEqual(toRanges([]), []);
    assert.deepEqual(toRanges([3]), [[3, 3]]);
    assert.deepEqual(toRanges([1, 2, 3, 5, 7, 8]), [
      [1, 3],
      [5, 5],
      [7, 8],
    ]);
  });

  test('continues in the backfill that the rest was last moved to', async () => {
    const run = await runOf({ backfillId: 'first' });
    const moved = (backfillId: string) => ({
      kind: 'moved',
      backfillId,
      backfill: { timeframeStart: '2026-08-01T00:00:00Z', timeframeEnd: backfillId },
    });
    const read = readJournal(journalOf(run, moved('second'), moved('third')));
    assert.equal(read?.run.backfillId, 'third');
    assert.equal(read.run.context.backfill?.timeframeEnd, 'third');
    assert.equal(read.run.context.nowMs, run.context.nowMs);
  });

  test("keeps the validation result of returned lines: an invalid one isn't valid because it was sent", async () => {
    const found = await validated(`${content}\n{"half":\n${eventLine('other')}`);
    assert.match(statesOf(found), / 7:invalid 8:good/);
    applyJournal(
      [
        { kind: 'sent', lines: [[6, 8]] },
        { kind: 'returned', lines: [[6, 8]] },
      ],
      found.states,
    );
    assert.match(statesOf(found), / 6:good 7:invalid 8:good/);
    applyJournal([{ kind: 'accepted', lines: [[7, 8]] }], found.states);
    assert.match(statesOf(found), / 6:good 7:accepted 8:accepted/);
  });

  test('is read up to where it was cut off', async () => {
    const run = await runOf();
    const answers = [
      { kind: 'sent', lines: [[1, 2]] },
      { kind: 'accepted', lines: [[1, 2]] },
    ];
    const end = { kind: 'end', accepted: 2, duplicates: 0, rejected: 0, notTried: 4 };
    const text = journalOf(run, ...answers, end);
    assert.deepEqual(readJournal(text), { run, answers, end });
    // The last record is complete without its line break.
    for (let cut = 0; cut < text.length - 1; cut++) {
      const read = readJournal(text.slice(0, cut));
      if (cut < JSON.stringify(run).length) assert.equal(read, undefined);
      else assert.deepEqual(read, { run, answers: answers.slice(0, read?.answers.length) });
    }
  });

  test('continues after an incomplete line, with the last end and the first run', async () => {
    const run = await runOf();
    const end = { kind: 'end', accepted: 1, duplicates: 0, rejected: 0, notTried: 0 };
    const text =
      journalOf(run, end) +
      '{"kind":"acc\n' +
      journalOf({ ...run, runId: 'other' }, { ...end, accepted: 6 });
    assert.deepEqual(readJournal(text), { run, answers: [], end: { ...end, accepted: 6 } });
    assert.equal(readJournal(journalOf({ ...run, version: 2 })), undefined);
    assert.equal(readJournal(journalOf(end)), undefined);
  });

  test('sets the states so that nothing Orb responded to is sent again', async () => {
    const found = await validated(content);
    const rejectionReasons = continueFrom(found, {
      run: await runOf(),
      answers: [
        { kind: 'sent', lines: [[1, 6]] },
        { kind: 'accepted', lines: [[1, 2]] },
        { kind: 'known', lines: [[3, 3]] },
        { kind: 'refused', line: 4, reasons: ['odd'] },
        { kind: 'returned', lines: [[5, 5]] },
      ],
    });
    assert.equal(statesOf(found), '1:accepted 2:accepted 3:known 4:refused 5:good 6:unanswered');
    assert.deepEqual([...rejectionReasons], [[4, ['odd']]]);
    assert.deepEqual(accountsOf(found.states), {
      lines: 6,
      accepted: 2,
      duplicates: 1,
      rejected: 1,
      notTried: 2,
    });
  });

  test('of another version or file is ignored', async () => {
    const run = await runOf();
    const changed = [
      await validated(content.replace('"n":1', '"n":2')),
      await validated(`${content}\n`),
    ];
    for (const found of changed) {
      assert.throws(() => continueFrom(found, { run, answers: [] }), SourceChanged);
    }
    const { fingerprint } = changed[0]!;
    for (const other of [
      { ...fingerprint, digest: run.fingerprint.digest, bytes: 1 },
      { ...run.fingerprint, digest: fingerprint.digest },
    ]) {
      const unlike = { run: { ...run, fingerprint: other }, answers: [] };
      const found = await validated(content);
      assert.throws(() => continueFrom(found, unlike), SourceChanged);
    }
  });
});

suite('ingest: lines that were sent without a response', () => {
  const unanswered = async (text = content) => {
    const found = await validated(text);
    for (const line of [2, 3, 4]) found.states.set(line, 'unanswered');
    return found;
  };
  const hours = (count: number) => NOW_MS + count * 3_600_000;

  test('are sent again within the grace period, searched for after it, and decided by the user in a backfill', async () => {
    const found = await unanswered();
    const run = await runOf();
    assert.equal(unansweredOf(await validated(content), run, hours(100)), 'none');
    assert.equal(unansweredOf(found, run, hours(0)), 'sendAgain');
    assert.equal(unansweredOf(found, run, hours(12) - 1), 'sendAgain');
    assert.equal(unansweredOf(found, run, hours(12)), 'search');
    assert.equal(unansweredOf(found, await runOf({ backfillId: 'b' }), hours(0)), 'ask');
  });

  test('are marked to be sent again, and no others', async () => {
    const found = await unanswered();
    found.states.set(1, 'accepted');
    sendAgain(found);
    assert.equal(statesOf(found), '1:accepted 2:good 3:good 4:good 5:good 6:good');
  });

  test('are settled by a search: found, missing, or found with different content', async () => {
    const found = await unanswered();
    const orb = fakeOrb();
    orb.taken.set('k1', eventLine('k1'));
    orb.taken.set('k2', eventLine('k2', { properties: '{"n":2}' }));
    const journal = memoryJournal();
    const rejectionReasons = new Map<number, readonly string[]>();
    const ports = { source: memorySource(content), sink: orb, clock: quickClock(), journal };
    await settleBySearch(ports, found, rejectionReasons, 10, new AbortController().signal);
    assert.equal(statesOf(found), '1:good 2:accepted 3:refused 4:good 5:good 6:good');
    const reasons = ['Orb already has this event ID with different content.'];
    assert.deepEqual([...rejectionReasons], [[3, reasons]]);
    assert.deepEqual(
      journal.lines.map((line) => JSON.parse(line) as unknown),
      [
        { kind: 'accepted', lines: [[2, 2]] },
        { kind: 'refused', line: 3, reasons },
      ],
    );
  });

  test('leave no trace in the journal when all are missing', async () => {
    const found = await unanswered();
    const journal = memoryJournal();
    const ports = { source: memorySource(content), sink: fakeOrb(), clock: quickClock(), journal };
    await settleBySearch(ports, found, new Map(), 10, new AbortController().signal);
    assert.equal(found.states.count('good'), 6);
    assert.deepEqual(journal.lines, []);
  });
});
