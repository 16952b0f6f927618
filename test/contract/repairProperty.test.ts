import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Backfill } from '../../src/core/backfill.ts';
import type { RepairAction } from '../../src/core/reconciliation/repairs.ts';
import type { FromWorker } from '../../src/ingestWorker/messages.ts';
import { createClient } from '../../src/orb/client.ts';
import type { OrbClient } from '../../src/orb/orbApi.ts';
import { BackfillState, type PlannedBackfill } from '../../src/reconcile/backfillJournal.ts';
import { fillBackfills, frameOf } from '../../src/reconcile/fillBackfills.ts';
import { repairEach } from '../../src/reconcile/repairEach.ts';
import { RepairState } from '../../src/reconcile/repairJournal.ts';
import type { RepairLine } from '../../src/reconcile/repairLine.ts';
import { comparedOf, compareInSession, toCompare } from '../helpers/comparisonJob.ts';
import { inSession, Jobs, type Job } from '../helpers/ingestSession.ts';
import { eventLine, NOW_MS } from '../helpers/ingestWorld.ts';
import { plan, ports, writesOf } from '../helpers/repairWorld.ts';
import { useSandbox } from '../helpers/sandbox.ts';

const HOUR_MS = 3_600_000;
/** What happened to an event on its way to Orb. */
const fates = [
  'arrived',
  'lost',
  'lostLate',
  'lostLong',
  'amended',
  'retyped',
  'shifted',
  'deprecated',
] as const;
type Fate = (typeof fates)[number];

const hoursAgo: Partial<Record<Fate, number>> = { lostLate: 30, lostLong: 24 * 50 };
const grace = { nowMs: NOW_MS, gracePeriodHours: 12 };
const { signal } = new AbortController();

suite('reconcile: random files and random events in Orb, repaired', () => {
  const sandbox = useSandbox();
  const jobs = new Jobs();
  let client: OrbClient;
  setup(() => {
    client = createClient({ baseUrl: sandbox().url, apiKey: sandbox().apiKey });
  });
  teardown(() => client.close());
  suiteTeardown(() => jobs.end());

  const lineOf = (index: number, fate: Fate, n = '1', ms?: number) =>
    eventLine(`k${index}`, {
      timestamp: JSON.stringify(
        new Date(ms ?? NOW_MS - (hoursAgo[fate] ?? 2) * HOUR_MS + index).toISOString(),
      ),
      properties: `{"n":${n}}`,
    });
  const ingest = (lines: readonly string[], backfillId?: string) =>
    client.events.ingest(
      { lines: lines.map((line) => Buffer.from(line)) },
      backfillId === undefined ? {} : { backfillId },
    );

  async function happen(all: readonly Fate[]): Promise<void> {
    for (const [index, fate] of all.entries()) {
      if (fate.startsWith('lost')) continue;
      const ms = fate === 'shifted' ? NOW_MS - 9 * HOUR_MS : undefined;
      await ingest([lineOf(index, fate, '1', ms)]);
      const { idempotency_key: id, ...body } = JSON.parse(lineOf(index, fate)) as {
        idempotency_key: string;
      };
      if (fate === 'deprecated') await client.events.deprecate(id);
      const n = { amended: 2, retyped: '1' }[fate as string];
      if (n !== undefined)
        await client.events.amend(id, JSON.stringify({ ...body, properties: { n } }));
    }
  }

  async function ask<Kind extends FromWorker['kind']>(
    message: Parameters<typeof inSession>[0][number],
    kind: Kind,
  ): Promise<Extract<FromWorker, { kind: Kind }>> {
    const { last } = await inSession([message]);
    assert.equal(last.kind, kind, JSON.stringify(last));
    return last as Extract<FromWorker, { kind: Kind }>;
  }
  const linesIn = async (path: string) =>
    (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');

  async function changeEach(lines: readonly RepairLine[]): Promise<void> {
    if (lines.length === 0) return;
    const state = new RepairState();
    plan(state, lines);
    await repairEach(
      state,
      ports(writesOf(client), () => Promise.resolve()),
      signal,
    );
    assert.deepEqual(state.counts, { done: lines.length, failed: [], notTried: 0 });
  }

  async function backfill(all: readonly PlannedBackfill[]): Promise<void> {
    const state = new BackfillState();
    for (const each of all) state.note({ kind: 'backfill', backfill: each });
    const isStopped = await fillBackfills(state, {
      nowMs: () => NOW_MS,
      list: async () => {
        const found: Backfill[] = [];
        for await (const each of client.backfills.list()) found.push(each);
        return found;
      },
      create: async (planned) => {
        const { value } = await client.backfills.create({
          ...frameOf(planned),
          replaceExistingEvents: false,
          ...(planned.customer !== undefined && { externalCustomerId: planned.customer.id }),
        });
        return value.id;
      },
      ingest: async ({ path, lines }, backfillId) => {
        await ingest(await linesIn(path), backfillId);
        return { done: lines, failed: [], notTried: 0 };
      },
    });
    assert.equal(isStopped, false);
    assert.equal(state.leftCount, 0);
    for (const { backfillId = '' } of state.backfills) await client.backfills.close(backfillId);
  }

  async function repairAll({ folder }: Job): Promise<void> {
    const about = (action: RepairAction) => ({ folder, filter: { action }, grace });
    const to = join(folder, 'missing.ndjson');
    const written = await ask(
      { kind: 'writeRepairFile', ...about('ingest'), to },
      'repairFileWritten',
    );
    if (written.lines > 0) await ingest(await linesIn(to));
    const into = join(folder, 'backfills');
    await mkdir(into);
    const where = { pending: [], into, name: 'missing.ndjson' };
    await backfill(
      (await ask({ kind: 'planBackfills', ...about('backfill'), ...where }, 'backfillsPlanned'))
        .backfills,
    );
    await changeEach((await ask({ kind: 'listRepairs', ...about('amend') }, 'repairs')).lines);
    const { lines: wrong } = await ask(
      { kind: 'listRepairs', ...about('rekey'), suffix: '-2' },
      'repairs',
    );
    await changeEach(wrong);
    if (wrong.length > 0) await ingest(wrong.map(({ copy = '' }) => copy));
  }

  test('afterwards every line that Orb allows to be repaired is the same, and Orb has each event once', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 30 }),
        async (all) => {
          await sandbox().fresh();
          await sandbox().settings({ reflectDelayMs: 0 });
          await happen(all);
          const about = { url: sandbox().url, apiKey: sandbox().apiKey, nowMs: NOW_MS };
          const content = all.map((fate, index) => lineOf(index, fate)).join('\n');
          const job = await jobs.create(content, about);
          comparedOf(await compareInSession(toCompare(job)));
          await repairAll(job);
          const again = comparedOf(
            await compareInSession(toCompare(await jobs.create(content, about))),
          );
          const gone = all.filter((fate) => fate === 'shifted' || fate === 'deprecated').length;
          assert.deepEqual(
            [again.same, again.deprecated, again.missing, again.different],
            [all.length - gone, gone, 0, 0],
          );
          const ids = all.flatMap((_, index) => [`k${index}`, `k${index}-2`]);
          const { events } = await client.events.search({
            eventIds: ids,
            timeframeStart: new Date(NOW_MS - 100 * 24 * HOUR_MS).toISOString(),
          });
          const counted = events
            .filter(({ event }) => !event.deprecated)
            .map(({ event }) => event.id);
          assert.deepEqual(
            counted.toSorted(),
            all
              .flatMap((fate, index) =>
                fate === 'deprecated' ? [] : [fate === 'shifted' ? `k${index}-2` : `k${index}`],
              )
              .toSorted(),
          );
        },
      ),
      { numRuns: 15 },
    );
  });
});
