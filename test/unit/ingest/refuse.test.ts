import assert from 'node:assert/strict';
import { failure, rejected } from '../../helpers/fakeOrb.ts';
import { counts, ingest } from '../../helpers/ingestSend.ts';
import { goodLines } from '../../helpers/ingestWorld.ts';

/** Accepts the first batch without responding; after that, the events are too old. */
const lateAfterLostAnswer = () => {
  let isLate = false;
  return {
    before: (events: readonly { readonly idempotency_key: string }[]) => {
      if (!isLate) return;
      throw rejected({
        validationFailed: events.map(({ idempotency_key: key }) => ({
          idempotencyKey: key,
          messages: ['too old'],
        })),
      });
    },
    after: () => {
      isLate = true;
      throw failure('unreachable');
    },
  };
};

suite('ingest: lines that Orb rejects', () => {
  test('count as accepted when Orb accepted them before and its response was lost', async () => {
    const { sent, rejects, orb } = await ingest(goodLines(15), lateAfterLostAnswer(), {
      concurrency: 1,
    });
    assert.equal(orb.taken.size, 10);
    assert.deepEqual(counts(sent), [15, 10, 0, 5, 0]);
    assert.equal(rejects.length, 5);
    assert.ok(
      rejects.every((line) => line.endsWith('too old')),
      rejects[0],
    );
  });

  test('stay unanswered in the journal until they are searched for, so that a crash loses nothing', async () => {
    const { journal } = await ingest(goodLines(15), lateAfterLostAnswer(), { concurrency: 1 });
    const returned = journal.split('\n').filter((line) => line.includes('"kind":"returned"'));
    const lines = returned.flatMap(
      (line) =>
        (JSON.parse(line) as { readonly lines: readonly (readonly [number, number])[] }).lines,
    );
    // Only lines of the second batch were rejected without having been sent before.
    assert.ok(lines.length > 0);
    assert.ok(lines.every(([first]) => first > 10));
  });

  test('count as accepted even if a success rejects them although Orb has them', async () => {
    let isLate = false;
    const { sent, orb } = await ingest(goodLines(5), {
      answers: (events) => ({
        validationFailed: isLate
          ? events.map(({ idempotency_key: key }) => ({
              idempotencyKey: key,
              messages: ['too old'],
            }))
          : [],
      }),
      after: () => {
        if (isLate) return;
        isLate = true;
        throw failure('unreachable');
      },
    });
    assert.equal(orb.taken.size, 5);
    assert.deepEqual(counts(sent), [5, 5, 0, 0, 0]);
  });

  test('count as rejected when the request was lost before it reached Orb', async () => {
    let isFirst = true;
    const { sent } = await ingest(goodLines(5), {
      before: () => {
        if (isFirst) {
          isFirst = false;
          throw failure('unreachable');
        }
      },
      refuses: () => 'too old',
    });
    assert.deepEqual(counts(sent), [5, 0, 0, 5, 0]);
  });

  test('stay unanswered when the search fails', async () => {
    const { sent, journal } = await ingest(
      goodLines(5),
      {
        ...lateAfterLostAnswer(),
        searching: () => {
          throw failure('unreachable');
        },
      },
      { concurrency: 1 },
    );
    assert.deepEqual(counts(sent), [5, 0, 0, 0, 5]);
    assert.doesNotMatch(journal, /refused/);
    assert.match(journal, /"kind":"sent","lines":\[\[5,5\]\]\}\n$/);
  });
});
