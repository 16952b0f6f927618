import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import type { LineOutcome } from '../../src/core/reconciliation/outcomes.ts';
import { readComparison } from '../../src/ingestWorker/comparisonFolder.ts';
import { comparedOf, compareInSession, toCompare, toContinue } from '../helpers/comparisonJob.ts';
import { inSession, Jobs, type Job } from '../helpers/ingestSession.ts';
import { eventLine, NOW_MS } from '../helpers/ingestWorld.ts';
import { useSandbox, type Fault } from '../helpers/sandbox.ts';
import { root } from '../host/root.ts';

const path = '/v1/events/search';
const main = join(root, 'out/test/contract/compareRun.main.js');

/** What happened to an event on its way to Orb, and what a comparison has to say of it. */
const fates = {
  arrived: 'same',
  rewritten: 'same',
  lost: 'missing',
  lostLate: 'missing',
  amended: 'different',
  retyped: 'different',
  shifted: 'different',
  deprecated: 'deprecated',
} as const satisfies Record<string, LineOutcome>;
type Fate = keyof typeof fates;

/** What the file has for an event. */
type Shape = 'once' | 'twice' | 'conflict' | 'afterBlank' | 'broken';
interface Planned {
  readonly fate: Fate;
  readonly shape: Shape;
}

const kinds: Partial<Record<Fate, string>> = {
  lost: 'grace:inside',
  lostLate: 'grace:past',
  amended: 'properties.n:value',
  retyped: 'properties.n:type',
  shifted: 'timestamp:value',
};

const planned: fc.Arbitrary<Planned> = fc.record({
  fate: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Fate>('arrived') },
    { weight: 4, arbitrary: fc.constantFrom(...(Object.keys(fates) as Fate[])) },
  ),
  shape: fc.oneof(
    { weight: 12, arbitrary: fc.constant<Shape>('once') },
    {
      weight: 4,
      arbitrary: fc.constantFrom<Shape>('twice', 'conflict', 'afterBlank', 'broken'),
    },
  ),
});

/** One part of a comparison: what the network does to it, and after how many requests its thread is killed, if it is. */
interface Leg {
  readonly faults: readonly Fault[];
  readonly killAfter: number | undefined;
}
const leg: fc.Arbitrary<Leg> = fc.record({
  faults: fc.array(
    fc.constantFrom<Fault>(
      { path, drop: 'before' },
      { path, drop: 'after' },
      { path, status: 500 },
      { path, status: 401 },
      { path, status: 429 },
      { path, status: 200, body: '<html>' },
      { path, status: 413 },
    ),
    { maxLength: 3 },
  ),
  killAfter: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
});

suite('reconcile: random files, random events in Orb, faults, and kills', () => {
  const sandbox = useSandbox();
  const jobs = new Jobs();
  suiteTeardown(() => jobs.end());

  async function call(method: string, target: string, body?: object): Promise<void> {
    const response = await fetch(`${sandbox().url}${target}`, {
      method,
      headers: { authorization: `Bearer ${sandbox().apiKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    assert.ok(response.ok, `${target}: ${response.status} ${await response.text()}`);
  }

  const timeOf = (index: number, fate: Fate) =>
    new Date(NOW_MS - (fate === 'lostLate' ? 30 : 2) * 3_600_000 + index).toISOString();
  const lineOf = (index: number, fate: Fate, n = '1') =>
    eventLine(`k${index}`, {
      timestamp: JSON.stringify(timeOf(index, fate)),
      properties: `{"n":${n},"s":"a"}`,
    });

  /** Brings the events to Orb, each to its fate. */
  async function happen(all: readonly Planned[]): Promise<void> {
    const sent = all.flatMap(({ fate }, index) => {
      if (fate === 'lost' || fate === 'lostLate') return [];
      const event = JSON.parse(lineOf(index, fate)) as Record<string, unknown>;
      if (fate === 'shifted') event['timestamp'] = new Date(NOW_MS - 9 * 3_600_000).toISOString();
      return [event];
    });
    for (let at = 0; at < sent.length; at += 500) {
      await call('POST', '/ingest', { events: sent.slice(at, at + 500) });
    }
    for (const [index, { fate }] of all.entries()) {
      const id = `k${index}`;
      const event = JSON.parse(lineOf(index, fate)) as Record<string, unknown>;
      delete event['idempotency_key'];
      if (fate === 'deprecated') await call('PUT', `/events/${id}/deprecate`);
      if (fate === 'amended')
        await call('PUT', `/events/${id}`, { ...event, properties: { n: 2, s: 'a' } });
      if (fate === 'retyped')
        await call('PUT', `/events/${id}`, { ...event, properties: { n: '1', s: 'a' } });
      if (fate === 'rewritten')
        await call('PUT', `/events/${id}`, { ...event, properties: { s: 'a', n: 1 } });
    }
  }

  /** The file, and for each of its lines what a comparison has to say. */
  function write(all: readonly Planned[]) {
    const lines: string[] = [];
    const expected: (readonly [number, string, string | null])[] = [];
    const add = (text: string, outcome: LineOutcome, kind: string | null) => {
      expected.push([lines.push(text), outcome, kind]);
    };
    for (const [index, { fate, shape }] of all.entries()) {
      const line = lineOf(index, fate);
      if (shape === 'afterBlank') lines.push(' \t');
      if (shape === 'broken') add('{"broken":', 'invalid', 'json');
      if (shape === 'conflict') {
        add(line, 'invalid', 'conflict');
        add(lineOf(index, fate, '7'), 'invalid', 'conflict');
        continue;
      }
      add(line, fates[fate], kinds[fate] ?? null);
      if (shape === 'twice') add(line, 'duplicates', null);
    }
    return { content: lines.join('\n'), expected };
  }

  const isBegun = async ({ folder }: Job) => (await readComparison(folder)) !== undefined;
  const next = async (job: Job) => ((await isBegun(job)) ? toContinue(job) : toCompare(job));

  async function compare(job: Job): Promise<number> {
    const compared = comparedOf(await compareInSession(await next(job)));
    const { lines, same, missing, different, deprecated, invalid, duplicates, notCompared } =
      compared;
    const sum = same + missing + different + deprecated + invalid + duplicates + notCompared;
    assert.equal(sum, lines);
    return notCompared;
  }

  async function compareAndDie(job: Job, requests: number): Promise<void> {
    const argv = (await isBegun(job)) ? ['continue'] : [];
    const worker = new Worker(main, { argv, stdin: true, stdout: true });
    worker.stdin?.end(JSON.stringify(job));
    let seen = 0;
    for await (const text of createInterface({ input: worker.stdout })) {
      if (text.startsWith('last') || ++seen > requests) break;
    }
    await worker.terminate();
  }

  async function itemsOf({ folder }: Job) {
    const grace = { nowMs: NOW_MS, gracePeriodHours: 12 };
    const message = {
      kind: 'listItems',
      folder,
      grace,
      filter: {},
      offset: 0,
      limit: 1e9,
    } as const;
    const { last } = await inSession([message]);
    assert.ok(last.kind === 'items', JSON.stringify(last));
    return last.items.map(({ line, outcome, kind }) => [line, outcome, kind] as const);
  }

  test('each line has the outcome and the kind that it must have, whatever fails and however often it is killed', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(planned, { minLength: 1, maxLength: 40 }),
        // Lines that arrived as they are, so that there are several searches.
        fc.constantFrom(0, 480, 1_100),
        fc.array(leg, { maxLength: 3 }),
        async (some, padding, legs) => {
          await sandbox().fresh();
          const rest = Array<Planned>(padding).fill({ fate: 'arrived', shape: 'once' });
          const all = [...some, ...rest];
          await happen(all);
          const { content, expected } = write(all);
          const about = { url: sandbox().url, apiKey: sandbox().apiKey, nowMs: NOW_MS };
          const job = await jobs.create(content, about);
          for (const { faults, killAfter } of legs) {
            await sandbox().faults(...faults);
            if (killAfter === undefined) await compare(job);
            else await compareAndDie(job, killAfter);
          }
          await sandbox().faults();
          assert.equal(await compare(job), 0);
          assert.deepEqual(await itemsOf(job), expected);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('asks for each ID once in each time frame if nothing fails', async () => {
    const all = Array.from({ length: 1_200 }, (_, index): Planned => ({
      fate: index % 3 === 0 ? 'lost' : 'arrived',
      shape: 'once',
    }));
    await happen(all);
    const job = await jobs.create(write(all).content, {
      url: sandbox().url,
      apiKey: sandbox().apiKey,
      nowMs: NOW_MS,
    });
    await compare(job);
    const asked = (await sandbox().calls(path)).flatMap(
      ({ requestBody }) => (JSON.parse(requestBody) as { event_ids: string[] }).event_ids,
    );
    assert.equal(asked.length, 1_200 + 400);
    assert.equal(new Set(asked).size, 1_200);
  });
});
