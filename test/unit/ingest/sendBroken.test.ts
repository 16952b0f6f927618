import assert from 'node:assert/strict';
import { failure } from '../../helpers/fakeOrb.ts';
import { counts, ingest } from '../../helpers/ingestSend.ts';
import { goodLines } from '../../helpers/ingestWorld.ts';

suite('ingest: server errors', () => {
  for (const [name, headers] of [
    ['nothing', { 'retry-after': '0' }],
    ['nothing in milliseconds', { 'retry-after-ms': '0' }],
    ['a moment', { 'retry-after': '0.001' }],
    [
      'a date in the past',
      { 'retry-after': 'Thu, 20 Aug 2020 12:00:00 GMT', date: 'Thu, 20 Aug 2026 12:00:00 GMT' },
    ],
    ['an invalid value', { 'retry-after': 'soon' }],
  ] as const) {
    for (const [kind, status] of [
      ['rateLimited', 429],
      ['serverFault', 503],
    ] as const) {
      test(`keeps its own pauses when a ${status} asks for ${name}`, async () => {
        const { sent, slept } = await ingest(goodLines(10), {
          before: (_, index) => {
            if (index < 4) throw failure(kind, status, headers);
          },
        });
        assert.deepEqual(counts(sent), [10, 10, 0, 0, 0]);
        assert.deepEqual(slept, [500, 1_000, 2_000, 4_000]);
      });
    }
  }

  const breaking = (...keys: readonly string[]) => ({
    before: (events: readonly { readonly idempotency_key: string }[]) => {
      if (events.some(({ idempotency_key: key }) => keys.includes(key))) {
        throw failure('serverFault', 502);
      }
    },
  });

  test('rejects the one event that always causes a server error and ingests the others', async () => {
    const { sent, orb, rejects } = await ingest(goodLines(300), breaking('k123'), {
      batchSize: 300,
    });
    assert.deepEqual(counts(sent), [300, 299, 0, 1, 0]);
    assert.equal(rejects.length, 1);
    assert.match(rejects[0]!, /^124 k123: .*HTTP 502/);
    assert.deepEqual([...new Set(orb.times.values())], [1]);
    // One round of retries, two requests per halving, and one last attempt.
    assert.ok(orb.requests.length <= 5 + 2 * 9 + 1, String(orb.requests.length));
    assert.equal(sent.retries, 4);
  });

  test('rejects several events that cause server errors, whichever halves they are in', async () => {
    for (const keys of [
      ['k0', 'k299'],
      ['k10', 'k11'],
      ['k0', 'k74', 'k149', 'k150', 'k299'],
    ]) {
      const { sent, orb } = await ingest(goodLines(300), breaking(...keys), { batchSize: 300 });
      assert.deepEqual(counts(sent), [300, 300 - keys.length, 0, keys.length, 0]);
      assert.ok(orb.requests.length < 150, String(orb.requests.length));
    }
  });

  test('rejects nothing when every request fails', async () => {
    for (const count of [1, 2, 300]) {
      const { sent, orb } = await ingest(
        goodLines(count),
        {
          before: () => {
            throw failure('serverFault', 500);
          },
        },
        { batchSize: 300, maxRetries: 2 },
      );
      assert.deepEqual(counts(sent), [count, 0, 0, 0, count]);
      assert.equal(sent.stopped?.kind, 'failed');
      assert.ok(orb.requests.length <= 3 + 2 + 2, String(orb.requests.length));
    }
  });

  test('rejects no other event when Orb goes down while it isolates one', async () => {
    for (let down = 6; down < 26; down++) {
      const { sent, orb } = await ingest(
        goodLines(300),
        {
          before: (events, index) => {
            if (index >= down) throw failure('serverFault', 500);
            breaking('k123').before(events);
          },
        },
        { batchSize: 100, concurrency: 1 },
      );
      const [, accepted = 0, , refused = 0, notTried = 0] = counts(sent);
      assert.equal(accepted, orb.taken.size);
      assert.equal(accepted + refused + notTried, 300);
      assert.ok(refused === 0 || (refused === 1 && down > 20), `${refused} at ${down}`);
    }
  });

  test('rejects no valid event when Orb validates events but fails to store them', async () => {
    const isInvalid = ({ idempotency_key: key }: { readonly idempotency_key: string }) =>
      Number(key.slice(1)) >= 200;
    const { sent, orb, rejects } = await ingest(
      goodLines(300),
      {
        before: (events) => {
          if (!events.some(isInvalid)) throw failure('serverFault', 500);
        },
        refuses: (event) => (isInvalid(event) ? 'Unknown event.' : undefined),
      },
      { batchSize: 100 },
    );
    assert.equal(orb.taken.size, 0);
    assert.equal(sent.stopped?.kind, 'failed');
    for (const rejection of rejects) assert.match(rejection, /^\d+ k2\d\d: Unknown event\.$/);
  });
});
