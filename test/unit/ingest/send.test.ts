import assert from 'node:assert/strict';
import { readJournal } from '../../../src/ingest/journal.ts';
import { send } from '../../../src/ingest/send.ts';
import { limitsFor } from '../../../src/ingest/rate.ts';
import { failure, fakeOrb, rejected } from '../../helpers/fakeOrb.ts';
import { counts, defaults, ingest } from '../../helpers/ingestSend.ts';
import {
  collectRejects,
  context,
  eventLine,
  validated,
  finish,
  goodLines,
  memoryJournal,
  memorySource,
  quickClock,
} from '../../helpers/ingestWorld.ts';

suite('ingest: sending', () => {
  test('sends each valid line once, in batches, and journals every step', async () => {
    const { sent, orb, journal } = await ingest(goodLines(35));
    assert.deepEqual(counts(sent), [35, 35, 0, 0, 0]);
    assert.deepEqual(orb.requests.toSorted(), [10, 10, 10, 5]);
    assert.deepEqual([...orb.times.values()], Array(35).fill(1));
    assert.deepEqual([...orb.taken.values()].toSorted(), goodLines(35).toSorted());
    const steps = journal
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string });
    assert.equal(steps.filter(({ kind }) => kind === 'accepted').length, 4);
    assert.equal(steps[0]?.kind, 'sent');
    assert.equal(readJournal(journal), undefined, 'A journal without its run is none.');
  });

  test("doesn't send invalid, duplicate, or conflicting lines", async () => {
    const { sent, orb, rejects } = await ingest([
      eventLine('a'),
      eventLine('a'),
      '{"idempotency_key":"bad"}',
      eventLine('b'),
      eventLine('b', { properties: '{}' }),
      '',
      eventLine('c'),
    ]);
    assert.deepEqual(counts(sent), [6, 2, 1, 3, 0]);
    assert.deepEqual([...orb.taken.keys()], ['a', 'c']);
    assert.equal(rejects.length, 3);
    assert.match(rejects[0]!, /^3 bad: An event needs event_name\./);
    assert.match(rejects[1]!, /^4 b: Line 5 uses this event ID/);
  });

  test('keeps batches below the byte limit', async () => {
    const { orb } = await ingest(goodLines(10), {}, { maxBatchBytes: 350 });
    assert.deepEqual(orb.requests, [2, 2, 2, 2, 2]);
  });

  test('rejects the events that Orb names and sends the others again', async () => {
    const refuses = ({ idempotency_key: key }: { idempotency_key: string }) =>
      key.endsWith('7') ? `${key} is wrong` : undefined;
    const { sent, orb, rejects } = await ingest(goodLines(20), { refuses });
    assert.deepEqual(counts(sent), [20, 18, 0, 2, 0]);
    assert.deepEqual(rejects, ['8 k7: k7 is wrong', '18 k17: k17 is wrong']);
    assert.deepEqual(orb.requests.toSorted(), [10, 10, 9, 9].toSorted());
  });

  test("halves batches to find rejected events that Orb doesn't name", async () => {
    const refuses = ({ idempotency_key: key }: { idempotency_key: string }) =>
      ['k3', 'k4', 'k25'].includes(key) ? 'Something is wrong with an event.' : undefined;
    const { sent, orb, rejects } = await ingest(goodLines(40), { refuses, names: false });
    assert.deepEqual(counts(sent), [40, 37, 0, 3, 0]);
    assert.deepEqual(
      rejects.map((line) => line.split(' ')[1]),
      ['k3:', 'k4:', 'k25:'],
    );
    assert.deepEqual([...new Set(orb.times.values())], [1]);
  });

  test('makes batches smaller when they are too large, and rejects a single event that is too large', async () => {
    const huge = eventLine('huge', { properties: `{"a":"${'x'.repeat(5_000)}"}` });
    const lines = [...goodLines(20), huge, eventLine('last')];
    const { sent, orb, rejects } = await ingest(
      lines,
      {
        before: (events) => {
          const text = JSON.stringify(events);
          if (text.length > 1_000) throw failure('tooLarge', 413);
        },
      },
      { concurrency: 1 },
    );
    assert.deepEqual(counts(sent), [22, 21, 0, 1, 0]);
    assert.match(rejects[0]!, /^21 huge: .*too large/);
    assert.ok(orb.requests.at(-1)! <= 5);
  });

  for (const kind of [
    'rateLimited',
    'serverFault',
    'unreachable',
    'timedOut',
    'conflict',
    'contract',
  ] as const) {
    test(`retries the batch with longer pauses after ${kind}`, async () => {
      const { sent, slept } = await ingest(goodLines(10), {
        before: (_, index) => {
          if (index < 3) throw failure(kind);
        },
      });
      assert.deepEqual(counts(sent), [10, 10, 0, 0, 0]);
      assert.equal(sent.retries, 3);
      assert.deepEqual(slept, [500, 1_000, 2_000]);
    });
  }

  const afterRetryAfter = (headers: Readonly<Record<string, string>>) =>
    ingest(goodLines(1), {
      before: (_, index) => {
        if (index === 0) throw failure('rateLimited', 429, headers);
      },
    });

  test('waits as long as Retry-After asks, in seconds or as a date', async () => {
    assert.deepEqual((await afterRetryAfter({ 'retry-after': '7' })).slept, [7_000]);
    const date = 'Thu, 20 Aug 2026 12:00:00 GMT';
    const until = 'Thu, 20 Aug 2026 12:00:09 GMT';
    assert.deepEqual((await afterRetryAfter({ 'retry-after': until, date })).slept, [9_000]);
  });

  test('stops, to be resumed, when Retry-After asks for hours', async () => {
    const { sent, slept } = await afterRetryAfter({ 'retry-after': '7200' });
    assert.deepEqual(counts(sent), [1, 0, 0, 0, 1]);
    assert.equal(sent.stopped?.kind, 'failed');
    assert.deepEqual(slept, []);
  });

  test('ingests nothing twice when a response is lost', async () => {
    const { sent, orb } = await ingest(goodLines(30), {
      after: (_, index) => {
        if (index % 2 === 0) throw failure('unreachable');
      },
    });
    assert.deepEqual(counts(sent), [30, 30, 0, 0, 0]);
    assert.equal(orb.taken.size, 30);
  });

  test('keeps trying a batch while others succeed, and gives up when nothing does', async () => {
    let broken = 0;
    let others = 0;
    const stubborn = await ingest(
      goodLines(200),
      {
        // Fails five times, with other batches accepted in between.
        before: async ([first]) => {
          if (first?.idempotency_key !== 'k0') {
            others++;
            while (broken <= 5 && others > broken * 3) await new Promise(setImmediate);
          } else if (++broken <= 5) {
            while (others < broken * 3) await new Promise(setImmediate);
            throw failure('unreachable');
          }
        },
      },
      { maxRetries: 1 },
    );
    assert.deepEqual(counts(stubborn.sent), [200, 200, 0, 0, 0]);
    const down = await ingest(
      goodLines(200),
      {
        before: () => {
          throw failure('unreachable');
        },
      },
      { maxRetries: 2 },
    );
    assert.deepEqual(counts(down.sent), [200, 0, 0, 0, 200]);
    assert.equal(down.sent.stopped?.kind, 'failed');
    assert.ok(down.orb.requests.length <= 6);
  });

  for (const [kind, status] of [
    ['unauthorized', 401],
    ['forbidden', 403],
  ] as const) {
    test(`stops at ${status} and counts what was accepted`, async () => {
      const { sent } = await ingest(
        goodLines(100),
        {
          before: (_, index) => {
            if (index >= 3) throw failure(kind, status);
          },
        },
        { concurrency: 1 },
      );
      assert.deepEqual(counts(sent), [100, 30, 0, 0, 70]);
      assert.equal(sent.stopped?.kind, kind);
    });
  }

  test('stops early when Orb rejects everything', async () => {
    const closed = { validationErrors: ['The backfill is closed.'] };
    const { sent, orb } = await ingest(
      goodLines(5_000),
      {
        before: () => {
          throw rejected(closed);
        },
      },
      { batchSize: 500, concurrency: 4 },
    );
    assert.equal(sent.stopped?.kind, 'refusesAll');
    assert.equal(sent.stopped.message, 'The backfill is closed.');
    assert.ok(orb.requests.length < 20, String(orb.requests.length));
    assert.deepEqual(counts(sent), [5_000, 0, 0, 0, 5_000]);
  });

  test('also stops early if Orb names every event, and if the backfill is unknown', async () => {
    const named = await ingest(
      goodLines(5_000),
      { refuses: ({ idempotency_key: key }) => `Event '${key}' is not for this account` },
      { batchSize: 500 },
    );
    assert.equal(named.sent.stopped?.kind, 'refusesAll');
    assert.ok(named.orb.requests.length < 12);
    const unknown = await ingest(goodLines(5_000), {
      before: () => {
        throw failure('notFound', 404);
      },
    });
    assert.equal(unknown.sent.stopped?.kind, 'failed');
    assert.ok(unknown.orb.requests.length <= 2);
  });

  test('continues after a series of rejected lines', async () => {
    const bad = ({ idempotency_key: key }: { idempotency_key: string }) =>
      Number(key.slice(1)) < 60 ? 'No such customer.' : undefined;
    for (const names of [true, false]) {
      const { sent } = await ingest(goodLines(300), { refuses: bad, names });
      assert.deepEqual(counts(sent), [300, 240, 0, 60, 0]);
      assert.equal(sent.stopped, undefined);
    }
  });

  test('stops early when the backfill is closed during the run', async () => {
    const { sent, orb } = await ingest(
      goodLines(20_000),
      {
        before: (_, index) => {
          if (index >= 10) throw rejected({ detail: 'The backfill is closed.' });
        },
      },
      { batchSize: 500 },
    );
    assert.equal(sent.stopped?.kind, 'refusesAll');
    assert.equal(sent.accepted, 5_000);
    assert.ok(orb.requests.length < 30);
  });

  test('keeps the rate limit of the mode, whatever the batch size', async () => {
    const { sent, slept } = await ingest(
      goodLines(900),
      {},
      { batchSize: 500, rate: limitsFor('sandbox', 300) },
    );
    assert.equal(sent.accepted, 900);
    assert.ok(sent.durationMs >= 120_000, String(slept));
  });

  test('ends immediately on cancel; requests in flight count as not tried', async () => {
    const cancel = new AbortController();
    const { sent } = await ingest(
      goodLines(100),
      {
        before: (_, index) =>
          index < 4
            ? undefined
            : new Promise((_resolve, reject) => {
                setImmediate(() => cancel.abort());
                cancel.signal.addEventListener('abort', () => reject(failure('cancelled')));
              }),
      },
      {},
      cancel.signal,
    );
    assert.deepEqual(counts(sent), [100, 40, 0, 0, 60]);
    assert.equal(sent.stopped?.kind, 'cancelled');
  });

  test("stops when the journal can't be written", async () => {
    const content = goodLines(100).join('\n');
    const orb = fakeOrb();
    let room = 5;
    const journal = {
      append: () => {
        if (room-- <= 0) throw new Error('ENOSPC: no space left on device');
      },
    };
    const sent = await finish(
      send(
        {
          source: memorySource(content),
          sink: orb,
          journal,
          rejects: collectRejects(),
          clock: quickClock(),
        },
        { validated: await validated(content), context },
        { ...defaults, concurrency: 1 },
        new AbortController().signal,
      ),
    );
    assert.equal(sent.stopped?.kind, 'journal');
    assert.equal(orb.taken.size, 30);
    assert.deepEqual(counts(sent), [100, 20, 0, 0, 80]);
  });

  test('sends nothing from a file that changed after validation', async () => {
    const before = goodLines(30).join('\n');
    const after = before.replace('"n":1', '"n":2');
    const orb = fakeOrb();
    const sent = await finish(
      send(
        {
          source: memorySource(after),
          sink: orb,
          journal: memoryJournal(),
          rejects: collectRejects(),
          clock: quickClock(),
        },
        { validated: await validated(before), context },
        defaults,
        new AbortController().signal,
      ),
    );
    assert.equal(sent.stopped?.kind, 'changed');
    assert.equal(orb.requests.length, 0);
  });
});
