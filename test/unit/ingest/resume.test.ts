import assert from 'node:assert/strict';
import { Journal, readJournal, type RunRecord } from '../../../src/ingest/journal.ts';
import type { Clock, JournalLog, Sink } from '../../../src/ingest/ports.ts';
import { limitsFor } from '../../../src/ingest/rate.ts';
import {
  continueFrom,
  sendAgain,
  settleBySearch,
  unansweredOf,
} from '../../../src/ingest/resume.ts';
import { send, type Sent } from '../../../src/ingest/send.ts';
import { fakeOrb, type FakeOrb } from '../../helpers/fakeOrb.ts';
import {
  collectRejects,
  context,
  eventLine,
  validated,
  finish,
  goodLines,
  memoryJournal,
  memorySource,
  NOW_MS,
  quickClock,
} from '../../helpers/ingestWorld.ts';

const HOUR_MS = 3_600_000;
const content = [...goodLines(22), '{"half":', eventLine('guilty'), ...goodLines(3)].join('\n');
/** 22 event IDs, three of them twice. One line is invalid JSON and one is rejected by Orb. */
const VALID = 22;
const options = {
  batchSize: 5,
  concurrency: 2,
  maxRetries: 4,
  rate: limitsFor('sandbox', 0),
};

/** Counts the steps of a process and ends it at one of them: later steps have no effect. */
class Life {
  readonly ended: Promise<void>;
  #end: () => void = () => undefined;
  constructor(private left: number) {
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }
  /** False from the last step on. */
  step(): boolean {
    if (--this.left <= 0) this.#end();
    return !this.isOver;
  }
  get isOver(): boolean {
    return this.left <= 0;
  }
}

const never = () => new Promise<never>(() => undefined);

/** A process can end at two points of a request: before Orb handles it, and before the response arrives. */
function mortal(orb: FakeOrb, life: Life): Sink {
  return {
    search: async (...asked) => (life.step() ? orb.search(...asked) : never()),
    async ingest(...asked) {
      if (!life.step()) return never();
      const answer = await orb.ingest(...asked).catch((error: unknown) => error);
      if (!life.step()) return never();
      if (answer instanceof Error) throw answer;
      return answer as Awaited<ReturnType<Sink['ingest']>>;
    },
  };
}

/** Pauses end with their process. */
function mortalClock(life: Life): Clock {
  const clock = quickClock();
  return {
    now: () => clock.now(),
    sleep: (...asked) => (life.isOver ? never() : clock.sleep(...asked)),
  };
}

/** A record that is being written when the process ends is incomplete. */
function mortalLog(log: JournalLog & { lines: string[] }, life: Life): JournalLog {
  let dead = false;
  return {
    append(line) {
      if (dead) throw new Error('Nobody is there to write.');
      dead = !life.step();
      log.append(dead ? line.slice(0, line.length / 2) : line);
      if (dead) throw new Error('Killed.');
    },
  };
}

/** One process: starts or resumes the run, until the run or the process ends. */
async function live(
  orb: FakeOrb,
  log: ReturnType<typeof memoryJournal>,
  { life, nowMs }: { readonly life: Life; readonly nowMs: number },
): Promise<Sent | undefined> {
  const found = await validated(content);
  const source = memorySource(content);
  const clock = mortalClock(life);
  const sink = mortal(orb, life);
  const journal = mortalLog(log, life);
  const known = readJournal(log.text);
  let rejectionReasons = new Map<number, readonly string[]>();
  const work = async (): Promise<Sent> => {
    const { signal } = new AbortController();
    if (known === undefined) {
      const run = { kind: 'run', version: 1, fingerprint: found.fingerprint, context };
      new Journal(log).write(run as unknown as RunRecord);
    } else {
      rejectionReasons = continueFrom(found, known);
      const what = unansweredOf(found, known.run, nowMs);
      if (what === 'sendAgain') sendAgain(found);
      if (what === 'search') {
        await settleBySearch({ source, sink, clock, journal }, found, rejectionReasons, 5, signal);
      }
    }
    const ports = { source, sink, journal, rejects: collectRejects(), clock };
    return finish(send(ports, { validated: found, context, rejectionReasons }, options, signal));
  };
  const ended = work().catch(() => undefined);
  const first = await Promise.race([ended, life.ended.then(() => 'dead' as const)]);
  return first === 'dead' ? undefined : first;
}

/** The event IDs that the journal says Orb has. */
function acknowledged(text: string): readonly string[] {
  const lines = content.split('\n');
  return (readJournal(text)?.answers ?? []).flatMap((record) =>
    record.kind !== 'accepted'
      ? []
      : record.lines.flatMap(([first, last]) =>
          lines
            .slice(first - 1, last)
            .map((line) => (JSON.parse(line) as { idempotency_key: string }).idempotency_key),
        ),
  );
}

const guilty = () =>
  fakeOrb({
    refuses: ({ idempotency_key: key }) => (key === 'guilty' ? 'No such customer.' : undefined),
  });

for (const [when, nowMs] of [
  ['within the grace period', NOW_MS + HOUR_MS],
  ['after the grace period', NOW_MS + 13 * HOUR_MS],
] as const) {
  suite(`ingest: a run whose process ends at any step, resumed ${when}`, () => {
    test('ingests each event once, sends no acknowledged one again, and counts every line', async () => {
      let steps = 0;
      for (let at = 1; ; at++) {
        const orb = guilty();
        const log = memoryJournal();
        if ((await live(orb, log, { life: new Life(at), nowMs: NOW_MS })) !== undefined) {
          steps = at;
          break;
        }
        // The second process also ends early, while it checks the unanswered lines.
        for (const life of [new Life(1 + (at % 7)), new Life(Infinity)]) {
          const before = new Map(orb.times);
          const done = acknowledged(log.text);
          const sent = await live(orb, log, { life, nowMs });
          for (const key of done) {
            assert.equal(orb.times.get(key), before.get(key), `${key} after an end at step ${at}`);
          }
          if (sent === undefined) continue;
          const { lines, accepted, duplicates, rejected, notTried } = sent;
          assert.deepEqual(
            [lines, accepted, duplicates, rejected, notTried],
            [27, VALID, 3, 2, 0],
            `after an end at step ${at}`,
          );
        }
        assert.equal(orb.taken.size, VALID);
        if (nowMs - NOW_MS > 12 * HOUR_MS) {
          // Orb no longer recognizes the event IDs, so an event that is sent twice is billed twice.
          assert.deepEqual([...new Set(orb.times.values())], [1], `after an end at step ${at}`);
        }
      }
      assert.ok(steps > 20, `${steps} steps`);
    });
  });
}

suite('ingest: unanswered lines of a resumed run', () => {
  test('are sent again only while Orb recognizes their event IDs', async () => {
    const found = await validated(content);
    const run = { context } as unknown as RunRecord;
    const after = (ms: number, more: Partial<RunRecord> = {}) =>
      unansweredOf(found, { ...run, ...more }, NOW_MS + ms);
    assert.equal(after(0), 'none');
    found.states.set(1, 'unanswered');
    assert.equal(after(12 * HOUR_MS - 1), 'sendAgain');
    assert.equal(after(12 * HOUR_MS), 'search');
    assert.equal(after(0, { backfillId: 'b' }), 'ask');
  });
});
