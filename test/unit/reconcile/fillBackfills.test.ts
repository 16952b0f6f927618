import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Backfill } from '../../../src/core/backfill.ts';
import type { JournalLog } from '../../../src/ingest/ports.ts';
import { BackfillState, type PlannedBackfill } from '../../../src/reconcile/backfillJournal.ts';
import {
  fillBackfills,
  frameOf,
  type BackfillPorts,
} from '../../../src/reconcile/fillBackfills.ts';
import { memoryJournal, NOW_MS } from '../../helpers/ingestWorld.ts';

const DAY_MS = 86_400_000;
const planned = (index: number, lines = 3): PlannedBackfill => ({
  ...{ index, lines, path: `/${index}/sent.orb.ndjson` },
  startMs: NOW_MS - (40 - index) * DAY_MS,
  endMs: NOW_MS - (40 - index) * DAY_MS + 1_000,
});

function begin(state: BackfillState, backfills: readonly PlannedBackfill[]): void {
  state.note({
    ...{ kind: 'repair', version: 1, repairId: 'r', connectionId: 'c', startedMs: NOW_MS },
    action: 'backfill',
  });
  for (const backfill of backfills) state.note({ kind: 'backfill', backfill });
  state.note({ kind: 'start' });
}

/** An account that allows no two unfinished backfills of the same time, and how many lines of each file it has. */
class Account implements BackfillPorts {
  backfills: Backfill[] = [];
  readonly ingested = new Map<string, number>();
  readonly nowMs = () => NOW_MS;

  constructor(private readonly step: () => Promise<void> = () => setImmediate()) {}

  readonly list = async () => {
    await this.step();
    return this.backfills;
  };

  readonly create = async (what: PlannedBackfill) => {
    await this.step();
    const id = `b${this.backfills.length}`;
    this.backfills = [...this.backfills, pendingOf(what, id)];
    await this.step();
    return id;
  };

  /** An ingest has a journal of its own, so that sending again what arrived already changes nothing. */
  readonly ingest = async ({ path, lines }: PlannedBackfill, backfillId = '') => {
    for (let line = 1; line <= lines; line++) {
      await this.step();
      const key = `${backfillId} ${path}`;
      this.ingested.set(key, Math.max(line, this.ingested.get(key) ?? 0));
      this.#count(backfillId);
    }
    await this.step();
    return { done: lines, failed: [], notTried: 0 };
  };

  #count(backfillId: string): void {
    this.backfills = this.backfills.map((each) =>
      each.id === backfillId ? { ...each, eventsIngested: each.eventsIngested + 1 } : each,
    );
  }

  close(id: string): void {
    this.backfills = this.backfills.map((each) =>
      each.id === id ? { ...each, status: 'reflected' } : each,
    );
  }
}

const pendingOf = (what: PlannedBackfill, id: string): Backfill => ({
  ...{ id, status: 'pending', createdAt: new Date(NOW_MS).toISOString() },
  ...frameOf(what),
  ...{ eventsIngested: 0, closeTime: new Date(NOW_MS + DAY_MS).toISOString(), revertedAt: null },
  ...{ customerId: null, replaceExistingEvents: false, deprecationFilter: null },
});

const portsOf = ({ nowMs, list, create, ingest }: Account): BackfillPorts => ({
  ...{ nowMs, list, create, ingest },
});

suite('repairs by backfills', () => {
  test('a process that ends at any step creates no backfill twice, and ingests each line into one', async () => {
    const plan = [planned(0), planned(1, 1), planned(2, 4)];
    for (let at = 1; at <= 34; at++) {
      const account = new Account();
      const log = memoryJournal();
      for (const ends of [at, 1 + (at % 9), Infinity]) {
        let left = ends;
        let end: () => void = () => undefined;
        const ended = new Promise<void>((resolve) => (end = resolve));
        const step = async () => {
          if (--left === 0) end();
          if (left <= 0) await new Promise<never>(() => undefined);
          await setImmediate();
        };
        const mortal = Object.assign(new Account(step), {
          list: async () => (await step(), account.backfills),
          create: async (what: PlannedBackfill) => {
            await step();
            const id = await account.create(what);
            await step();
            return id;
          },
          ingest: async (what: PlannedBackfill, id: string | undefined) => {
            await step();
            const counts = await account.ingest(what, id);
            await step();
            return counts;
          },
        });
        const journal: JournalLog = {
          append: (line) => {
            const isLast = --left === 0;
            if (isLast) end();
            if (left < 0) throw new Error('ended');
            log.append(isLast ? line.slice(0, line.length / 2) : line);
            if (isLast) throw new Error('ended');
          },
        };
        const begun = BackfillState.read(log.text, journal);
        if (begun === undefined) log.lines.length = 0;
        const state = begun ?? new BackfillState(journal);
        const work = async () => {
          if (begun === undefined) begin(state, plan);
          assert.equal(await fillBackfills(state, mortal), false);
          assert.deepEqual(state.counts, { done: 8, failed: [], notTried: 0 });
        };
        await Promise.race([
          work().catch((error: unknown) => {
            if (left > 0) throw error;
          }),
          ended,
        ]);
      }
      assert.equal(account.backfills.length, 3, `after an end at step ${at}`);
      assert.deepEqual(
        account.backfills.map(({ id, timeframeStart }) => [
          timeframeStart,
          account.ingested.get(`${id} /${id.slice(1)}/sent.orb.ndjson`),
        ]),
        plan.map((each) => [frameOf(each).timeframeStart, each.lines]),
        `after an end at step ${at}`,
      );
    }
  });

  test('a backfill that another one is in the way of waits, and a resume creates it', async () => {
    const account = new Account();
    account.backfills = [{ ...pendingOf(planned(1), 'other'), eventsIngested: 2 }];
    const log = memoryJournal();
    const state = new BackfillState(log);
    begin(state, [planned(0), planned(1), planned(2)]);
    assert.equal(await fillBackfills(state, account), false);
    assert.deepEqual(state.counts, { done: 6, failed: [], notTried: 3 });
    account.close('other');
    const resumed = BackfillState.read(log.text, log);
    assert.ok(resumed);
    assert.equal(await fillBackfills(resumed, account), false);
    assert.deepEqual(resumed.counts, { done: 9, failed: [], notTried: 0 });
    assert.equal(account.backfills.length, 4);
  });

  test('a backfill that someone closed before anything was ingested is created again', async () => {
    const account = new Account();
    const log = memoryJournal();
    const state = new BackfillState(log);
    begin(state, [planned(0)]);
    await fillBackfills(state, { ...portsOf(account), ingest: () => Promise.resolve(undefined) });
    assert.equal(state.leftCount, 3);
    account.close('b0');
    const resumed = BackfillState.read(log.text, log);
    assert.ok(resumed);
    await fillBackfills(resumed, account);
    assert.deepEqual(
      resumed.backfills.map(({ backfillId }) => backfillId),
      ['b1'],
    );
  });

  test('what an ingest left is tried again in the same backfill', async () => {
    const account = new Account();
    const log = memoryJournal();
    const state = new BackfillState(log);
    begin(state, [planned(0), planned(1)]);
    const stopped = () => Promise.resolve({ done: 1, failed: [], notTried: 2 });
    assert.equal(await fillBackfills(state, { ...portsOf(account), ingest: stopped }), true);
    assert.deepEqual(state.counts, { done: 1, failed: [], notTried: 5 });
    const resumed = BackfillState.read(log.text, log);
    assert.ok(resumed);
    await fillBackfills(resumed, account);
    assert.deepEqual(
      resumed.backfills.map(({ backfillId, ingested }) => [backfillId, ingested?.done]),
      [
        ['b0', 3],
        ['b1', 3],
      ],
    );
  });
});
