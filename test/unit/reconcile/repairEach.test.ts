import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { OrbError } from '../../../src/core/errors.ts';
import type { Clock, JournalLog } from '../../../src/ingest/ports.ts';
import { limitsFor } from '../../../src/ingest/rate.ts';
import { searchTurns } from '../../../src/ingest/verify.ts';
import { repairEach } from '../../../src/reconcile/repairEach.ts';
import type { EventWrites } from '../../../src/reconcile/repairEvent.ts';
import { RepairState } from '../../../src/reconcile/repairJournal.ts';
import type { RepairLine } from '../../../src/reconcile/repairLine.ts';
import { memoryJournal } from '../../helpers/ingestWorld.ts';
import { plan, ports, repairLine, textOf } from '../../helpers/repairWorld.ts';

const noLimit = () => Promise.resolve();
const never = () => new Promise<never>(() => undefined);
const rawOf = (id: string, text: string, isDeprecated: boolean) =>
  JSON.stringify({ id, deprecated: isDeprecated, ...(JSON.parse(text) as object) });

/** An account with the events of the lines, as they were compared. */
class Account implements EventWrites<{ readonly raw: string }> {
  readonly texts = new Map<string, string>();
  readonly deprecated = new Set<string>();
  /** How often each event was written. */
  readonly times = new Map<string, number>();

  constructor(lines: readonly RepairLine[]) {
    for (const { id, comparedText } of lines) this.texts.set(id, comparedText);
  }

  readonly read = async ({ id }: RepairLine) => {
    await setImmediate();
    const text = this.texts.get(id);
    return text === undefined ? undefined : { raw: rawOf(id, text, this.deprecated.has(id)) };
  };

  readonly send = async ({ id, text }: RepairLine) => {
    await setImmediate();
    this.times.set(id, (this.times.get(id) ?? 0) + 1);
    if (text === null) this.deprecated.add(id);
    else this.texts.set(id, text);
  };
}

/** Ends a process at one of its steps: nothing that comes later happens. */
class Life {
  readonly ended: Promise<void>;
  #end: () => void = () => undefined;
  constructor(private left: number) {
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }
  step(): boolean {
    if (--this.left === 0) this.#end();
    return this.left > 0;
  }
}

/** A write can reach Orb although its process ends before the response. */
const mortal = (account: Account, life: Life): Account =>
  Object.assign(Object.create(account) as Account, {
    read: async (line: RepairLine) => (life.step() ? account.read(line) : never()),
    send: async (line: RepairLine) => {
      if (!life.step()) return never();
      await account.send(line);
      return life.step() ? undefined : never();
    },
  });

/** A record that is being written when the process ends is cut off. */
function mortalLog(log: JournalLog, life: Life): JournalLog {
  let isDead = false;
  return {
    append(line) {
      if (isDead) throw new Error('ended');
      isDead = !life.step();
      log.append(isDead ? line.slice(0, line.length / 2) : line);
    },
  };
}

const signal = () => new AbortController().signal;

suite('repairs that change events one by one', () => {
  for (const action of ['amend', 'deprecate'] as const) {
    test(`${action}: a process that ends at any step loses nothing, and nothing is done twice`, async () => {
      const lines = Array.from({ length: 9 }, (_, index) => repairLine(index, action));
      // The plan has 3 steps, and each line up to 4.
      for (let at = 1; at <= 3 + 4 * lines.length + 1; at++) {
        const account = new Account(lines);
        const log = memoryJournal();
        let wholes = 0;
        for (const life of [new Life(at), new Life(1 + (at % 11)), new Life(Infinity)]) {
          const mortalJournal = mortalLog(log, life);
          const begun = RepairState.read(log.text, mortalJournal);
          // A plan that was cut off is made again, in a journal of its own.
          if (begun === undefined) log.lines.length = 0;
          const state = begun ?? new RepairState(mortalJournal);
          const work = async () => {
            if (state.lines.length === 0) plan(state, lines);
            await repairEach(state, ports(mortal(account, life), noLimit), signal());
            return state.counts;
          };
          const counts = await Promise.race([work().catch(() => undefined), life.ended]);
          if (counts === undefined) continue;
          wholes++;
          assert.deepEqual(counts, { done: 9, failed: [], notTried: 0 }, `step ${at}`);
        }
        assert.ok(wholes > 0);
        for (const { id, ms } of lines) {
          assert.equal(account.times.get(id), 1, `${id} after an end at step ${at}`);
          if (action === 'amend') assert.equal(account.texts.get(id), textOf(2, ms));
          else assert.ok(account.deprecated.has(id));
        }
      }
    });
  }

  test('an event that changed, was deprecated, or is gone stays as it is', async () => {
    const lines = [0, 1, 2, 3].map((index) => repairLine(index));
    const account = new Account(lines);
    account.texts.set('k0', textOf(7, lines[0]?.ms ?? 0));
    account.deprecated.add('k1');
    account.texts.delete('k2');
    const state = new RepairState();
    plan(state, lines);
    await repairEach(state, ports(account, noLimit), signal());
    assert.deepEqual(state.counts, {
      done: 1,
      failed: [
        { line: 1, message: 'changed' },
        { line: 2, message: 'deprecated' },
        { line: 3, message: 'gone' },
      ],
      notTried: 0,
    });
    assert.deepEqual(state.left, []);
    assert.deepEqual([...account.times.keys()], ['k3']);
  });

  test('an event that another window repaired already is done without a request', async () => {
    const lines = [repairLine(0), repairLine(1, 'deprecate')];
    const account = new Account(lines);
    account.texts.set('k0', lines[0]?.text ?? '');
    account.deprecated.add('k1');
    const state = new RepairState();
    plan(state, lines);
    await repairEach(state, ports(account, noLimit), signal());
    assert.deepEqual(state.counts, { done: 2, failed: [], notTried: 0 });
    assert.equal(account.times.size, 0);
  });

  test('a rejected key ends it, and a resume tries what failed for it, and the rest', async () => {
    const lines = Array.from({ length: 40 }, (_, index) => repairLine(index));
    const account = new Account(lines);
    const log = memoryJournal();
    const state = new RepairState(log);
    plan(state, lines);
    const rejected = () => Promise.reject(new OrbError('unauthorized', '401'));
    await repairEach(state, ports({ read: rejected, send: rejected }, noLimit), signal());
    const { done, failed, notTried } = state.counts;
    assert.equal(done, 0);
    assert.ok(failed.length <= 16 && failed.length + notTried === 40);
    const resumed = RepairState.read(log.text, log);
    assert.ok(resumed);
    await repairEach(resumed, ports(account, noLimit), signal());
    assert.deepEqual(resumed.counts, { done: 40, failed: [], notTried: 0 });
  });

  test('a full disk ends it, and a resume finds what was sent', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => repairLine(index));
    const account = new Account(lines);
    const log = memoryJournal();
    let room = 8;
    const full: JournalLog = {
      append: (line) => {
        if (room-- <= 0) throw new Error('ENOSPC: no space left on device, write');
        log.append(line);
      },
    };
    const state = new RepairState(full);
    plan(state, lines);
    await assert.rejects(repairEach(state, ports(account, noLimit), signal()), /ENOSPC/);
    const resumed = RepairState.read(log.text, log);
    assert.ok(resumed);
    await repairEach(resumed, ports(account, noLimit), signal());
    assert.equal(resumed.counts.done, 30);
    assert.deepEqual([...new Set(account.times.values())], [1]);
  });

  test('what is stopped before it is sent is not tried', async () => {
    const lines = Array.from({ length: 40 }, (_, index) => repairLine(index));
    const account = new Account(lines);
    const stop = new AbortController();
    const read = async (line: RepairLine) => {
      if (line.line === 20) stop.abort();
      return account.read(line);
    };
    const state = new RepairState();
    plan(state, lines);
    await repairEach(state, ports({ read, send: account.send }, noLimit), stop.signal);
    const { done, failed, notTried } = state.counts;
    assert.deepEqual([failed, done, done + notTried], [[], account.times.size, 40]);
    assert.equal(state.left.length, notTried);
  });

  test('a live account is used at the documented rate, with less than 5% idle', async () => {
    const LATENCY_MS = 250;
    const lines = Array.from({ length: 1_000 }, (_, index) => repairLine(index));
    const account = new Account(lines);
    const clock = virtualClock();
    let requests = 0;
    const slowly = async <T>(answer: Promise<T>) => {
      requests++;
      await clock.sleep(LATENCY_MS, signal());
      return answer;
    };
    const writes = {
      read: (line: RepairLine) => slowly(account.read(line)),
      send: (line: RepairLine) => slowly(account.send(line)),
    };
    const { searchesPerSecond } = limitsFor('live', 0);
    const state = new RepairState();
    plan(state, lines);
    const turn = searchTurns(clock, searchesPerSecond);
    await repairEach(state, ports(writes, turn), signal());
    assert.deepEqual([state.counts.done, requests], [1_000, 2_000]);
    // The first second's requests go at once, and the last response has to arrive.
    const shortestMs = (requests / searchesPerSecond - 1) * 1_000 + LATENCY_MS;
    const idle = 1 - shortestMs / clock.now();
    assert.ok(idle >= 0 && idle < 0.05, `${(100 * idle).toFixed(1)}% idle`);
  });
});

/** Sleeping advances it: the first sleeper is woken once nothing runs. */
function virtualClock(): Clock {
  let nowMs = 0;
  const sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  let isWaking = false;
  const wakeNext = async () => {
    if (isWaking) return;
    isWaking = true;
    while (sleepers.length > 0) {
      // Time passes once whatever is running waits for it.
      for (let turn = 0; turn < 5; turn++) await setImmediate();
      sleepers.sort((a, b) => a.atMs - b.atMs);
      const next = sleepers.shift();
      nowMs = Math.max(nowMs, next?.atMs ?? 0);
      next?.wake();
    }
    isWaking = false;
  };
  return {
    now: () => nowMs,
    sleep: (ms) =>
      new Promise((resolve) => {
        sleepers.push({ atMs: nowMs + ms, wake: resolve });
        void wakeNext();
      }),
  };
}
