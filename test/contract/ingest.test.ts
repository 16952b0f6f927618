import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { deleteRuns } from '../../src/ingestWorker/keptRuns.ts';
import { isLocked } from '../../src/ingestWorker/lock.ts';
import { journalPath } from '../../src/ingestWorker/runFolder.ts';
import { IngestSession } from '../../src/ingestWorker/session.ts';
import { eventLine, goodLines, NOW_MS } from '../helpers/ingestWorld.ts';
import {
  inSession,
  Jobs,
  sentOf,
  toValidate,
  toResume,
  toSend,
  type Job,
  type Told,
} from '../helpers/ingestSession.ts';
import { useSandbox, type Fault } from '../helpers/sandbox.ts';
import { root } from '../host/root.ts';

const path = '/v1/ingest';

suite('ingest against the sandbox', () => {
  const sandbox = useSandbox();
  const jobs = new Jobs();
  suiteTeardown(() => jobs.end());

  const about = () => ({ url: sandbox().url, apiKey: sandbox().apiKey, nowMs: NOW_MS });
  const create = (lines: readonly string[], options: Partial<Job['options']> = {}) =>
    jobs.create(lines.join('\n'), { ...about(), options });
  const start = (job: Job, onState?: Parameters<typeof inSession>[1]) =>
    inSession([toValidate(job), toSend(job)], onState);

  function counts(told: Told): readonly number[] {
    const { sent } = sentOf(told);
    const { lines, accepted, duplicates, rejected, notTried } = sent;
    assert.equal(accepted + duplicates + rejected + notTried, lines);
    return [lines, accepted, duplicates, rejected, notTried];
  }
  /** Event ID → how often it is in a request that the sandbox accepted. */
  async function held(): Promise<number> {
    return (await sandbox().state()).events;
  }

  test('sends the bytes of each line to the sandbox and counts them correctly', async () => {
    const odd = eventLine('odd', { properties: '{"big":9007199254740993,"one":1.0}' });
    const job = await create([
      odd,
      odd,
      eventLine('b'),
      '{"broken"',
      '',
      eventLine('c', { timestamp: '"2026-01-01T00:00:00Z"' }),
    ]);
    const told = await start(job);
    assert.deepEqual(counts(told), [5, 2, 1, 2, 0]);
    const [call] = await sandbox().calls(path);
    assert.equal(call?.requestBody, `{"events":[${odd},${eventLine('b')}]}`);
    const { rejectedFile } = sentOf(told);
    assert.equal((await readFile(rejectedFile ?? '', 'utf8')).split('\n').length, 3);
  });

  test('reports the events that only Orb can reject, and ingests the others', async () => {
    const unknown = (key: string) =>
      eventLine(key, { external_customer_id: undefined, customer_id: '"nobody"' });
    const job = await create([
      ...goodLines(25),
      unknown('u1'),
      ...goodLines(50).slice(25),
      unknown('u2'),
    ]);
    const told = await start(job);
    assert.deepEqual(counts(told), [52, 50, 0, 2, 0]);
    assert.deepEqual(
      sentOf(told).rejected.map(({ idempotencyKey }) => idempotencyKey),
      ['u1', 'u2'],
    );
    assert.match(sentOf(told).rejected[0]?.reasons.join(' ') ?? '', /customer_id '?nobody/);
    assert.equal(await held(), 50);
  });

  test('counts the lines of each hour by outcome', async () => {
    const at = (hour: number) => ({ timestamp: `"2026-08-20T0${hour}:30:00Z"` });
    const job = await create([
      ...[eventLine('a', at(5)), eventLine('a', at(5))],
      eventLine('b', { ...at(7), customer_id: '"acme"' }),
    ]);
    const told = await start(job);
    assert.deepEqual(sentOf(told).byTime, {
      startMs: Date.parse('2026-08-20T05:00:00Z'),
      stepMs: 3_600_000,
      rows: [
        [1, 1, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 1, 0],
      ],
    });
  });

  const faults: readonly (readonly [string, Fault])[] = [
    ['cut before the request was read', { path, drop: 'before' }],
    ['cut after the work was done', { path, drop: 'after' }],
    ['answered with 500', { path, status: 500 }],
    ['answered with 429', { path, status: 429, headers: { 'retry-after': '0.05' } }],
    ['answered with 409', { path, status: 409 }],
    ['answered with garbage', { path, status: 200, body: 'not JSON' }],
    ['answered too late', { path, delayMs: 400 }],
    ['answered with 413', { path, status: 413 }],
  ];
  for (const [name, fault] of faults) {
    test(`every event arrives once when requests are ${name}`, async () => {
      await sandbox().faults({ ...fault, times: 3 });
      const job = await create(goodLines(60));
      const told = await start({ ...job, client: { ...job.client, timeoutMs: 200 } });
      assert.deepEqual(counts(told), [60, 60, 0, 0, 0]);
      assert.equal(await held(), 60);
    });
  }

  test("stops at a backfill that is closed, and at one that doesn't exist", async () => {
    const frame = { timeframeStart: '2026-08-19T00:00:00Z', timeframeEnd: '2026-08-20T12:00:00Z' };
    const call = async (target: string, body?: unknown) => {
      const response = await fetch(`${sandbox().url}/events/backfills${target}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${sandbox().apiKey}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return (await response.json()) as { id: string };
    };
    const { id } = await call('', {
      timeframe_start: frame.timeframeStart,
      timeframe_end: frame.timeframeEnd,
      replace_existing_events: false,
    });
    const into = async (backfillId: string) =>
      jobs.create(goodLines(3_000).join('\n'), {
        ...about(),
        backfill: frame,
        options: { batchSize: 500, backfillId },
      });
    assert.deepEqual(counts(await start(await into(id))), [3_000, 3_000, 0, 0, 0]);
    await call(`/${id}/close`);
    for (const [backfillId, why] of [
      [id, 'closed'],
      ['none', 'failed'],
    ] as const) {
      const before = (await sandbox().calls(path)).length;
      const told = await start(await into(backfillId));
      assert.deepEqual(counts(told), [3_000, 0, 0, 0, 3_000]);
      assert.equal(sentOf(told).sent.stopped?.kind, why);
      assert.ok((await sandbox().calls(path)).length - before < 20);
    }
  });

  test('canceling ends it immediately while requests hang, and a resume sends the rest', async () => {
    await sandbox().faults({ path, times: 100, delayMs: 10_000 });
    const job = await create(goodLines(100));
    let cancelledMs = Infinity;
    const told = await start(job, (state, session) => {
      if (state.kind !== 'sending' || cancelledMs !== Infinity) return;
      cancelledMs = performance.now();
      void session.handle({ kind: 'cancel' });
    });
    assert.ok(performance.now() - cancelledMs < 5_000);
    assert.equal(sentOf(told).sent.stopped?.kind, 'cancelled');
    assert.deepEqual(counts(told), [100, 0, 0, 0, 100]);
    await sandbox().faults();
    assert.deepEqual(counts(await inSession([toResume(job)])), [100, 100, 0, 0, 0]);
    assert.equal(await held(), 100);
  });

  test('after the grace period a resume first searches what was sent without a response', async () => {
    const job = await create(goodLines(30), { concurrency: 1, maxRetries: 0 });
    await sandbox().faults({ path, drop: 'after' });
    assert.deepEqual(counts(await start(job)), [30, 0, 0, 0, 30]);
    await sandbox().faults();
    await sandbox().advance(13 * 3_600_000);
    const told = await inSession([toResume(job, NOW_MS + 13 * 3_600_000)]);
    // The ten that had arrived are found; the others are too old by now, and Orb says so.
    assert.equal(counts(told)[1], 10);
    assert.equal(await held(), 10);
    assert.equal((await sandbox().calls('/v1/events/search')).length, 1);
  });

  test('a resume into a backfill asks about what was sent without a response', async () => {
    const frame = { timeframeStart: '2026-08-19T00:00:00Z', timeframeEnd: '2026-08-20T12:00:00Z' };
    const response = await fetch(`${sandbox().url}/events/backfills`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox().apiKey}` },
      body: JSON.stringify({
        timeframe_start: frame.timeframeStart,
        timeframe_end: frame.timeframeEnd,
        replace_existing_events: false,
      }),
    });
    const { id: backfillId } = (await response.json()) as { id: string };
    const job = await jobs.create(goodLines(30).join('\n'), {
      ...about(),
      backfill: frame,
      options: { concurrency: 1, maxRetries: 0, backfillId },
    });
    await sandbox().faults({ path, drop: 'after' });
    await start(job);
    await sandbox().faults();
    const resumeWith = (again: boolean) =>
      inSession([toResume(job)], (state, session) => {
        if (state.kind === 'unanswered') void session.handle({ kind: 'decide', sendAgain: again });
      });
    assert.deepEqual(counts(await resumeWith(false)), [30, 20, 0, 0, 10]);
    assert.deepEqual(counts(await resumeWith(true)), [30, 30, 0, 0, 0]);
  });

  test('a resume rejects a file that has changed', async () => {
    const job = await create(goodLines(20));
    await sandbox().faults({ path, times: 10, status: 403 });
    await start(job);
    await writeFile(job.path, goodLines(21).join('\n'));
    const { last } = await inSession([toResume(job)]);
    assert.equal(last.kind === 'failed' && last.name, 'SourceChanged');
  });

  /** How each of several attempts to send one run ended: the accounts, or the name of what it failed with. */
  const ends = (all: readonly Told['last'][]) =>
    all.map((last) => (last.kind === 'failed' ? last.name : last.kind)).toSorted();

  async function interrupted(): Promise<Job> {
    const job = await create(goodLines(200), { concurrency: 1, maxRetries: 0 });
    await sandbox().faults({ path, status: 401 });
    assert.deepEqual(counts(await start(job)), [200, 0, 0, 0, 200]);
    await sandbox().faults({ path, times: 1_000, delayMs: 10 });
    return job;
  }

  test('of three that resume a run at once in one process, one sends', async () => {
    const job = await interrupted();
    const all = await Promise.all([1, 2, 3].map(() => inSession([toResume(job)])));
    assert.deepEqual(ends(all.map(({ last }) => last)), ['RunBusy', 'RunBusy', 'sent']);
    assert.equal((await sandbox().calls(path)).length, 1 + 20);
  });

  test('of four processes that resume a run at once, one sends', async () => {
    const job = await interrupted();
    // What version 0.1 left there, with the number of a running process, means nothing.
    await writeFile(join(job.folder, 'lock'), String(process.pid));
    const all = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const main = join(root, 'out/test/contract/ingestRun.main.js');
        const child = spawn(process.execPath, [main, 'resume'], {
          stdio: ['pipe', 'pipe', 'inherit'],
        });
        child.stdin.end(JSON.stringify(job));
        const lines = (await text(child.stdout)).split('\n');
        const last = lines.find((line) => line.startsWith('last ')) ?? '';
        return JSON.parse(last.slice('last '.length)) as Told['last'];
      }),
    );
    assert.deepEqual(ends(all), ['RunBusy', 'RunBusy', 'RunBusy', 'sent']);
    assert.equal((await sandbox().calls(path)).length, 1 + 20);
    assert.equal(await held(), 200);
  });

  test('a run is locked from its start until its end is reported', async () => {
    const job = await create(goodLines(5));
    await using session = new IngestSession(() => undefined);
    await session.handle(toValidate(job));
    assert.equal(isLocked(job.folder), true);
    await assert.rejects(deleteRuns(dirname(job.folder)), { name: 'RunBusy' });
    const other = await create(goodLines(5));
    let atTheEnd: boolean | undefined;
    await start(other, (state) => {
      if (state.kind === 'sent') atTheEnd = isLocked(other.folder);
    });
    assert.equal(atTheEnd, false);
  });

  test('a large file gives the same result with a second thread, without one, and with one that ends immediately', async () => {
    const lines = goodLines(60_000).map((line, index) =>
      index % 7_000 === 6_999 ? eventLine('k1') : index % 9_001 === 0 ? '{"broken"' : line,
    );
    const job = await create(lines);
    const ending = join(job.folder, 'ending.mjs');
    await writeFile(ending, 'process.exit(0);');
    const found = [];
    for (const file of [undefined, join(root, 'dist', 'ingestScan.js'), ending]) {
      const told: Told['last'][] = [];
      const url = file === undefined ? undefined : pathToFileURL(file);
      await using session = new IngestSession((state) => told.push(state), url);
      await session.handle(toValidate(job));
      found.push(told.at(-1));
    }
    const [alone, helped, left] = found;
    assert.equal(alone?.kind === 'validated' && alone.totals.duplicates, 8);
    assert.deepEqual(helped, alone);
    assert.deepEqual(left, alone);
  });

  test('a process that is killed in the middle is continued by another, and nothing that was acknowledged is sent again', async () => {
    const job = await create(goodLines(3_000), { batchSize: 50, concurrency: 4 });
    await sandbox().faults({ path, times: 1_000, delayMs: 20 });
    const child = spawn(process.execPath, [join(root, 'out/test/contract/ingestRun.main.js')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(JSON.stringify(job));
    let requests = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('request') && ++requests === 12) break;
    }
    const { last: meanwhile } = await inSession([toResume(job)]);
    assert.equal(meanwhile.kind === 'failed' && meanwhile.name, 'RunBusy');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await appendFile(journalPath(job.folder), '{"kind":"accepted","lines":[[1,30');
    const acknowledged = (await sandbox().calls(path)).length;
    const arrived = await held();
    assert.ok(arrived >= 50 && arrived < 3_000, String(arrived));
    await sandbox().faults();
    assert.deepEqual(counts(await inSession([toResume(job)])), [3_000, 3_000, 0, 0, 0]);
    assert.equal(await held(), 3_000);
    const all = await sandbox().calls(path);
    const sent = (calls: typeof all) =>
      calls.flatMap(({ requestBody }) =>
        (JSON.parse(requestBody) as { events: { idempotency_key: string }[] }).events.map(
          ({ idempotency_key: key }) => key,
        ),
      );
    const before = new Set(sent(all.slice(0, acknowledged)));
    const again = sent(all.slice(acknowledged)).filter((key) => before.has(key));
    assert.ok(again.length <= 5 * 50, `${again.length} of those that were on their way`);
  });
});
