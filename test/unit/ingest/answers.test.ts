import assert from 'node:assert/strict';
import { failure } from '../../helpers/fakeOrb.ts';
import { counts, ingest } from '../../helpers/ingestSend.ts';
import { eventLine, goodLines } from '../../helpers/ingestWorld.ts';

suite('ingest: responses and their lines', () => {
  test('counts rejected and already known events of a successful response', async () => {
    const told = {
      validationFailed: [{ idempotencyKey: 'k3', messages: ['odd', 'very'] }],
      debug: { duplicate: ['k5', 'k6'] },
    };
    const { sent, orb, rejects, journal } = await ingest(goodLines(10), { answers: () => told });
    assert.deepEqual(counts(sent), [10, 7, 2, 1, 0]);
    assert.deepEqual(rejects, ['4 k3: odd very']);
    assert.deepEqual(orb.requests, [10]);
    const steps = journal
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    assert.deepEqual(steps, [
      { kind: 'sent', lines: [[1, 10]] },
      { kind: 'known', lines: [[6, 7]] },
      {
        kind: 'accepted',
        lines: [
          [1, 3],
          [5, 5],
          [8, 10],
        ],
      },
      { kind: 'refused', line: 4, reasons: ['odd', 'very'] },
    ]);
    const known = await ingest(goodLines(2), {
      answers: () => ({ validationFailed: [], debug: { duplicate: ['k1'] } }),
    });
    assert.deepEqual(counts(known.sent), [2, 1, 1, 0, 0]);
    const refused = await ingest(goodLines(2), {
      answers: () => ({ validationFailed: [{ idempotencyKey: 'k1', messages: ['odd'] }] }),
    });
    assert.deepEqual(counts(refused.sent), [2, 1, 0, 1, 0]);
    assert.doesNotMatch(refused.journal, /known/);
  });

  test('sends again when a response is about other events or leaves some out', async () => {
    const strange = { validationFailed: [{ idempotencyKey: 'other', messages: ['odd'] }] };
    const partial = {
      validationFailed: [{ idempotencyKey: 'k0', messages: ['odd'] }],
      debug: { duplicate: ['k1'], ingested: ['k2'] },
    };
    for (const value of [strange, partial]) {
      const { sent } = await ingest(goodLines(4), { answers: () => value }, { maxRetries: 1 });
      assert.deepEqual(counts(sent), [4, 0, 0, 0, 4]);
      assert.equal(sent.stopped?.kind, 'failed');
      assert.match(sent.stopped.message ?? '', /response .* event that was/);
    }
    const whole = { ...partial, debug: { duplicate: ['k1'], ingested: ['k2', 'k3'] } };
    const { sent } = await ingest(goodLines(4), { answers: () => whole });
    assert.deepEqual(counts(sent), [4, 2, 1, 1, 0]);
  });

  test('sends into the chosen backfill, or into none', async () => {
    const into = await ingest(goodLines(20), {}, { backfillId: 'b' });
    assert.deepEqual([...into.orb.backfills], ['b']);
    assert.equal(into.sent.requests, 2);
    assert.equal((await ingest(goodLines(2))).orb.backfills.size, 0);
  });

  test("journals lines as returned only when Orb certainly didn't accept them", async () => {
    const kinds = async (error: Error) => {
      const { journal } = await ingest(
        goodLines(1),
        {
          before: () => {
            throw error;
          },
        },
        { maxRetries: 0 },
      );
      return journal
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { kind: string }).kind);
    };
    assert.deepEqual(await kinds(failure('unauthorized', 401)), ['sent', 'returned']);
    assert.deepEqual(await kinds(failure('notFound', 404)), ['sent', 'returned']);
    assert.deepEqual(await kinds(failure('tooLarge', 413)), ['sent', 'returned', 'refused']);
    assert.deepEqual(await kinds(failure('unreachable')), ['sent']);
    assert.deepEqual(await kinds(failure('cancelled')), ['sent']);
  });

  test('makes the remaining batches smaller after one that was too large', async () => {
    const pad = { properties: `{"a":"${'x'.repeat(2_000)}"}` };
    const lines = Array.from({ length: 1_100 }, (_, index) => eventLine(`k${index}`, pad));
    const { sent, orb } = await ingest(
      lines,
      {
        before: (events) => {
          if (events.length > 20) throw failure('tooLarge', 413);
        },
      },
      { batchSize: 100, concurrency: 1 },
    );
    assert.deepEqual(counts(sent), [1_100, 1_100, 0, 0, 0]);
    // The file is read in mebibytes of five batches each; from the second one on, batches are small.
    assert.ok(orb.requests.filter((events) => events > 25).length <= 15, String(orb.requests));
    assert.ok(Math.max(...orb.requests.slice(-20)) <= 20, String(orb.requests));
  });

  const untilAborted = (signal: AbortSignal) =>
    new Promise<void>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(failure('cancelled')), { once: true });
    });

  test('aborts requests in flight when the run stops', async () => {
    const { sent, orb } = await ingest(goodLines(100), {
      before: async (_, index, signal) => {
        if (index === 0) await untilAborted(signal);
        if (index === 3) throw failure('unauthorized', 401);
      },
    });
    assert.equal(sent.stopped?.kind, 'unauthorized');
    assert.deepEqual(counts(sent), [100, 20, 0, 0, 80]);
    assert.equal(orb.requests.length, 4);
  });

  test('aborts requests in flight on cancel', async () => {
    const cancel = new AbortController();
    const { sent, journal } = await ingest(
      goodLines(100),
      {
        before: async (_, index, signal) => {
          if (index === 2) setImmediate(() => cancel.abort());
          if (index >= 2) await untilAborted(signal);
        },
      },
      {},
      cancel.signal,
    );
    assert.equal(sent.stopped?.kind, 'cancelled');
    assert.deepEqual(counts(sent), [100, 20, 0, 0, 80]);
    assert.doesNotMatch(journal, /returned/);
  });

  test('sends nothing after a cancel during a pause or before the start', async () => {
    const cancel = new AbortController();
    const paused = await ingest(
      goodLines(10),
      {
        before: () => {
          setImmediate(() => cancel.abort());
          throw failure('unreachable');
        },
      },
      {},
      cancel.signal,
    );
    assert.equal(paused.sent.stopped?.kind, 'cancelled');
    assert.equal(paused.sent.requests, 1);
    const never = await ingest(goodLines(10), {}, {}, AbortSignal.abort());
    assert.equal(never.sent.stopped?.kind, 'cancelled');
    assert.equal(never.sent.requests, 0);
    assert.deepEqual(counts(never.sent), [10, 0, 0, 0, 10]);
  });

  test('reports the first reason to stop', async () => {
    const cancel = new AbortController();
    const { sent } = await ingest(
      goodLines(100),
      {
        before: () => {
          setImmediate(() => cancel.abort());
          throw failure('forbidden', 403);
        },
      },
      {},
      cancel.signal,
    );
    assert.equal(sent.stopped?.kind, 'forbidden');
  });

  test('collects every invalid line after an early stop, but not after a cancel', async () => {
    const pad = { properties: `{"a":"${'x'.repeat(2_000)}"}` };
    const good = Array.from({ length: 1_100 }, (_, index) => eventLine(`k${index}`, pad));
    const lines = [...good, '{"idempotency_key":"bad"}'];
    const stopped = await ingest(lines, {
      before: () => {
        throw failure('unauthorized', 401);
      },
    });
    assert.equal(stopped.rejects.length, 1);
    assert.match(stopped.rejects[0]!, /^1101 bad: /);
    const cancelled = await ingest(lines, {}, {}, AbortSignal.abort());
    assert.deepEqual(cancelled.rejects, []);
    assert.deepEqual(counts(cancelled.sent), [1_101, 0, 0, 1, 1_100]);
  });

  test('throws an internal error and ends the run', async () => {
    const fault = new TypeError('x is no function');
    const broken = ingest(goodLines(100), {
      before: () => {
        throw fault;
      },
    });
    await assert.rejects(broken, fault);
  });

  test('reports the duration, and no reason to stop when nothing is left', async () => {
    const { sent, slept } = await ingest(goodLines(10), {
      before: (_, index) => {
        if (index === 0) throw failure('serverFault');
      },
    });
    assert.deepEqual(slept, [500]);
    assert.equal(sent.durationMs, 500);
    assert.equal(sent.stopped, undefined);
    assert.equal(sent.requests, 2);
  });

  test("doesn't send a line with its batch after it was sent alone, and never sends an empty request", async () => {
    const { sent, orb } = await ingest(
      goodLines(20),
      {
        refuses: ({ idempotency_key: key }) =>
          ['k0', 'k1', 'k2'].includes(key) ? 'No such customer.' : undefined,
        names: false,
      },
      { batchSize: 1, concurrency: 1 },
    );
    assert.deepEqual(counts(sent), [20, 17, 0, 3, 0]);
    assert.deepEqual(orb.requests, Array(20).fill(1));
    assert.deepEqual([...orb.times.values()], Array(17).fill(1));
  });

  test('continues when batches are rejected for different reasons', async () => {
    const { sent, rejects } = await ingest(
      goodLines(30),
      {
        refuses: ({ idempotency_key: key }) =>
          Number(key.slice(1)) < 15 ? 'No such customer.' : 'Too old.',
        names: false,
      },
      { batchSize: 5, concurrency: 1 },
    );
    assert.equal(sent.stopped?.kind, 'refusesAll');
    assert.equal(sent.stopped.message, 'Too old.');
    assert.equal(rejects.filter((line) => line.endsWith('No such customer.')).length, 15);
  });
});
