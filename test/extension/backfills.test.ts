import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Question } from '../../src/workbench/dialogs.ts';
import {
  create,
  FRAME,
  day,
  found,
  inside,
  run,
  script,
  send,
  settled,
  useBackfills,
} from './backfillHelpers.ts';
import { eventually } from '../helpers/eventually.ts';
import { answer, reportOf, sandbox } from './helpers.ts';

suite('backfills', () => {
  useBackfills();

  test('are created, filled, closed, reflected, and reverted by commands without questions', async () => {
    const said = await answer({});
    const backfill = await create({ externalCustomerId: 'acme' });
    assert.deepEqual(
      [backfill.status, backfill.customerId, backfill.replaceExistingEvents],
      ['pending', 'cus_acme', false],
    );
    await send(backfill.id, 'life-1', 'life-2');
    assert.deepEqual(await found('life-1'), []);
    const closed = await run('orb.backfills.close', { backfillId: backfill.id, confirm: false });
    assert.equal(closed?.eventsIngested, 2);
    await settled(backfill.id, 'reflected');
    assert.deepEqual(await found('life-1', 'life-2'), ['life-1', 'life-2']);
    await run('orb.backfills.revert', { backfillId: backfill.id, confirm: false });
    await settled(backfill.id, 'reverted');
    assert.deepEqual(await found('life-1'), []);
    assert.deepEqual(said, []);
  });

  test('all pages are listed, newest first', async () => {
    const { id } = await create();
    const all = await run('orb.backfills.list', {});
    assert.equal(all?.[0]?.id, id);
    assert.ok(all.some((backfill) => backfill.id === 'bf_reflected'));
  });

  test('the question before closing has the added events, those in Orb, and the customer; Cancel changes nothing', async () => {
    const { id } = await create({ externalCustomerId: 'acme', replaceExistingEvents: true });
    await send(id, 'review-1');
    const questions: Question[] = [];
    await answer({
      confirm: (question) => {
        questions.push(question);
        return Promise.resolve(false);
      },
    });
    assert.equal(await run('orb.backfills.close', { backfillId: id }), undefined);
    const [question] = questions;
    assert.match(question!.message, /^Close the backfill of .* in .*\(SANDBOX\)\?$/);
    assert.match(question!.detail!, /Adds 1 event for acme and replaces/);
    assert.match(
      question!.detail!,
      /Orb counts 0 events of all customers in these 24 hours, so this one has at most/,
    );
    assert.equal((await run('orb.backfills.fetch', { backfillId: id }))?.status, 'pending');
  });

  test('the question can show the events by hour, for up to 31 days', async () => {
    // The demo data is here; the last day isn't over.
    const frame = { timeframeStart: day(30), timeframeEnd: day(-1) };
    for (const { id, status } of (await run('orb.backfills.list')) ?? []) {
      if (status === 'pending')
        await run('orb.backfills.revert', { backfillId: id, confirm: false });
    }
    const { id } = await create({ ...frame, externalCustomerId: 'acme' });
    const shown: vscode.QuickPickItem[][] = [];
    const titles: string[] = [];
    const asked: Question[] = [];
    await answer({
      confirm: async (question) => {
        asked.push(question);
        await question.look?.show();
        return false;
      },
      pick: async (items, { title }) => {
        shown.push([...(await items)]);
        titles.push(title ?? '');
        return undefined;
      },
    });
    await run('orb.backfills.close', { backfillId: id });
    assert.match(titles.join(), /^Events of ALL customers by hour in .*\(SANDBOX\), UTC$/);
    const { hours } = (await run('orb.volume.show', frame))!;
    const total = hours.reduce((sum, { count }) => sum + count, 0);
    assert.ok(total > 0);
    assert.match(
      asked[0]!.detail!,
      new RegExp(
        `Orb counts ${total.toLocaleString('en')} events of all customers in these 744 hours`,
      ),
    );
    const [, ...rows] = shown[0]!;
    const isDay = ({ kind }: vscode.QuickPickItem) => kind === vscode.QuickPickItemKind.Separator;
    assert.equal(rows.filter(isDay).length, 31);
    // By hour, as in the chart.
    const told = rows.flatMap((row) => {
      if (isDay(row)) return [];
      const [from, to] = row.label.split(' – ').map((each) => Number(each.slice(0, 2)));
      const events = Number(/^[\d,]+/.exec(row.description!)?.[0].replaceAll(',', '') ?? 0);
      return Array.from({ length: to! - from! }, () => events);
    });
    assert.deepEqual(
      told,
      hours.map(({ count }) => count),
    );
  });

  test('in live mode, the number of events must be typed', async () => {
    const { id } = await create({ externalCustomerId: 'acme' });
    await send(id, 'typed-1', 'typed-2');
    const { url: baseUrl, apiKey } = sandbox;
    const connectionId = (await run('orb.connections.add', {
      name: 'Backfills live',
      mode: 'live',
      apiKey,
      baseUrl,
    }))!;
    const target = { backfillId: id, connectionId };
    const confirm = () => Promise.resolve(true);
    await answer({ confirm, input: () => Promise.resolve('3') });
    assert.equal(await run('orb.backfills.close', target), undefined);
    await answer({ confirm });
    assert.equal(await run('orb.backfills.close', target), undefined);
    const said = await answer({ confirm, input: () => Promise.resolve('2') });
    assert.equal((await run('orb.backfills.close', target))?.id, id);
    assert.match(said[0]!, /Backfills live \(LIVE\)/);
    assert.match(said[1]!, /^input: .*Type 2, the number of events/);
    await run('orb.connections.remove', connectionId);
  });

  test('ingesting a file rejects lines outside the time frame before sending', async () => {
    const { id } = await create({ externalCustomerId: 'acme' });
    const folder = await mkdtemp(join(tmpdir(), 'orb-'));
    const file = join(folder, 'usage.orb.ndjson');
    const line = (key: string, timestamp: string) =>
      JSON.stringify({
        idempotency_key: key,
        event_name: 'api_call',
        external_customer_id: 'acme',
        timestamp,
        properties: { tokens: 1 },
      });
    await writeFile(
      file,
      [line('file-1', inside), line('file-2', inside), line('late', day(1))].join('\n'),
    );
    const uri = vscode.Uri.file(file).toString();
    const summary = await run('orb.backfills.ingest', { backfillId: id, uri, confirm: false });
    assert.deepEqual(
      [summary?.lines, summary?.accepted, summary?.rejected, summary?.requests],
      [3, 2, 1, 1],
    );
    assert.equal((await run('orb.backfills.fetch', { backfillId: id }))?.eventsIngested, 2);
    await rm(folder, { recursive: true });
  });

  for (const how of ['created here', 'seen in a search'] as const) {
    test(`lines of other customers are rejected before sending if the customer was ${how}`, async () => {
      const external = how === 'created here' ? 'acme' : 'umbrella';
      const scope =
        how === 'created here' ? { externalCustomerId: 'acme' } : { customerId: 'cus_umbrella' };
      if (how === 'seen in a search') {
        await sandbox.control('/customers', { id: 'cus_umbrella', externalCustomerId: 'umbrella' });
      }
      const { id } = await create(scope);
      const folder = await mkdtemp(join(tmpdir(), 'orb-'));
      const file = join(folder, 'scope.orb.ndjson');
      const line = (key: string, customer: string) =>
        JSON.stringify({
          idempotency_key: `${external}-${key}`,
          event_name: 'api_call',
          external_customer_id: customer,
          timestamp: inside,
          properties: {},
        });
      await writeFile(
        file,
        [line('1', external), line('2', 'globex'), line('3', external)].join('\n'),
      );
      if (how === 'seen in a search') {
        await sandbox.api('POST', '/ingest', {
          events: [
            {
              idempotency_key: 'umbrella-seen',
              event_name: 'api_call',
              external_customer_id: 'umbrella',
              timestamp: new Date().toISOString(),
              properties: {},
            },
          ],
        });
        await run('orb.events.search', { eventIds: ['umbrella-seen'] });
      }
      const uri = vscode.Uri.file(file).toString();
      const summary = await run('orb.backfills.ingest', { backfillId: id, uri, confirm: false });
      assert.deepEqual([summary?.accepted, summary?.rejected, summary?.requests], [2, 1, 1]);
      assert.deepEqual(
        vscode.languages.getDiagnostics(vscode.Uri.file(file)).map(({ message }) => message),
        [`The backfill is for the customer "${external}" only.`],
      );
      await rm(folder, { recursive: true });
    });
  }

  test('closing it elsewhere during an ingest stops the run, and the rest can go into another backfill', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orb-'));
    const file = join(folder, 'closed.orb.ndjson');
    const lines = Array.from({ length: 2_000 }, (_, index) =>
      JSON.stringify({
        idempotency_key: `closed-${index}`,
        event_name: 'api_call',
        external_customer_id: 'acme',
        timestamp: inside,
        properties: {},
      }),
    );
    await writeFile(file, lines.join('\n'));
    const { id } = await create({ externalCustomerId: 'acme' });
    // One request gets a response at once; the others are on their way when someone else closes the
    // backfill.
    const path = '/v1/ingest';
    await sandbox.control('/faults', [
      { path, delayMs: 1 },
      { path, delayMs: 1_000, times: 9 },
    ]);
    await answer({});
    const uri = vscode.Uri.file(file).toString();
    const running = run('orb.backfills.ingest', { backfillId: id, uri, confirm: false });
    await eventually('a part has arrived', async () => {
      const backfill = (await sandbox.api('GET', `/events/backfills/${id}`)) as {
        readonly events_ingested: number;
      };
      return backfill.events_ingested > 0;
    });
    await sandbox.api('POST', `/events/backfills/${id}/close`);
    const summary = await running;
    assert.deepEqual(
      [summary?.accepted, summary?.rejected, summary?.notTried, summary?.cancelled],
      [500, 0, 1_500, false],
    );
    assert.equal((await reportOf(summary?.runId)).sent.stopped?.kind, 'closed');
    await sandbox.control('/faults', []);
    const { runId } = summary!;
    const resume = (asked: object, answers: Parameters<typeof answer>[0]) =>
      answer(answers).then(() => run('orb.ingest.resume', { runId, ...asked }));

    await assert.rejects(resume({ backfillId: 'nobody' }, {}), /nobody/);
    await settled(id, 'reflected');
    const replacing = await create({ externalCustomerId: 'acme', replaceExistingEvents: true });
    const warned = await answer({});
    assert.equal(await run('orb.ingest.resume', { runId, backfillId: replacing.id }), undefined);
    assert.match(warned[0]!, /also replaces what this ingest sent to the other backfill/);
    // If the question is declined, nothing is sent.
    const offered = await answer({});
    assert.equal(await run('orb.ingest.resume', { runId }), undefined);
    assert.ok(offered[0]?.includes('acme · replacing'), offered[0]);
    await run('orb.backfills.revert', { backfillId: replacing.id, confirm: false });

    // A new one is created, for the same time frame and customer.
    const rest = await resume({}, script(['New Backfill', 'Add', 'One Day']));
    assert.deepEqual([rest?.accepted, rest?.rejected, rest?.notTried], [2_000, 0, 0]);
    const [other] = (await run('orb.backfills.list')) ?? [];
    assert.deepEqual(
      [other?.timeframeStart, other?.customerId, other?.eventsIngested],
      [FRAME.timeframeStart, 'cus_acme', 1_500],
    );
    await run('orb.backfills.close', { backfillId: other!.id, confirm: false });
    await settled(other!.id, 'reflected');
    assert.deepEqual(await found('closed-0', 'closed-1999'), ['closed-0', 'closed-1999']);
    await run('orb.backfills.revert', { backfillId: other!.id, confirm: false });
    await run('orb.backfills.revert', { backfillId: id, confirm: false });
    await rm(folder, { recursive: true });
  });

  test('a rejection by Orb is shown with what to do', async () => {
    await assert.rejects(create({ customerId: 'nobody' }), /has no customer nobody/);
    const { id } = await create();
    await assert.rejects(
      async () => run('orb.backfills.fetch', { backfillId: 'unknown' }),
      /unknown/,
    );
    await run('orb.backfills.revert', { backfillId: id, confirm: false });
    await assert.rejects(
      async () => run('orb.backfills.close', { backfillId: id, confirm: false }),
      /is reverted, so it can't be closed/,
    );
    await assert.rejects(
      async () => run('orb.backfills.ingest', { backfillId: id, uri: 'file:///x.ndjson' }),
      /no longer accepts events\. Create another one/,
    );
    await assert.rejects(
      async () => run('orb.backfills.close', { backfillId: '' }),
      /"backfillId" must be a string/,
    );
  });
});
