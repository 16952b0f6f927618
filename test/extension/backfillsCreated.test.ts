import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  create,
  DAY,
  day,
  FRAME,
  midnight,
  run,
  script,
  useBackfills,
  type CreateArgument,
} from './backfillHelpers.ts';
import { answer, noticeOf, sandbox } from './helpers.ts';

suite('creating backfills', () => {
  useBackfills();

  test('step by step, without defaults, and with ALL customers spelled out', async () => {
    const said = await answer(
      script([
        'Exact',
        day(20).slice(0, 10),
        day(19).slice(0, 10),
        'ALL',
        'Replace',
        'tokens > 5',
        'One Hour',
      ]),
    );
    const backfill = await run('orb.backfills.create');
    assert.deepEqual(
      [
        backfill?.timeframeStart.slice(0, 10),
        backfill?.customerId,
        backfill?.replaceExistingEvents,
      ],
      [day(20).slice(0, 10), null, true],
    );
    assert.equal(backfill?.deprecationFilter, 'tokens > 5');
    assert.match(
      said.at(-1) ?? '',
      /^confirm: .*For ALL customers.*REPLACE Orb's events in this time frame where tokens > 5/,
    );
  });

  test('the time frame can be taken from a file, in whole hours', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orb-'));
    const file = join(folder, 'usage.orb.ndjson');
    const line = (minutes: number) =>
      JSON.stringify({ timestamp: new Date(midnight - 20 * DAY + minutes * 60_000).toISOString() });
    await writeFile(file, [line(95), '', 'no event', line(61), line(179)].join('\n'));
    await answer({
      ...script(['Time Span', 'External', 'acme', 'Add', 'One Day']),
      openFile: () => Promise.resolve(vscode.Uri.file(file)),
    });
    const backfill = await run('orb.backfills.create');
    assert.deepEqual(
      [backfill?.timeframeStart.slice(11, 16), backfill?.timeframeEnd.slice(11, 16)],
      ['01:00', '03:00'],
    );
    await rm(folder, { recursive: true });
  });

  test('more than 31 days are split into adjacent backfills', async () => {
    await answer(
      script([
        'Exact',
        day(120).slice(0, 10),
        day(80).slice(0, 10),
        'Create 2',
        'External',
        'acme',
        'Add',
        'One Day',
      ]),
    );
    const first = await run('orb.backfills.create');
    const all = (await run('orb.backfills.list')) ?? [];
    assert.equal(first?.id, all[1]?.id);
    assert.equal(all[0]?.timeframeStart, all[1]?.timeframeEnd);
    assert.equal(all[0]?.timeframeEnd, day(80));
  });

  test('an overlapping backfill is shown and can be reverted in between', async () => {
    const other = await create();
    const said = await answer(
      script([
        'Exact',
        day(20).slice(0, 10),
        day(19).slice(0, 10),
        'Revert It',
        'External',
        'acme',
        'Add',
        'One Day',
      ]),
    );
    const backfill = await run('orb.backfills.create');
    assert.equal(backfill?.status, 'pending');
    assert.equal((await run('orb.backfills.fetch', { backfillId: other.id }))?.status, 'reverted');
    assert.ok(said.some((each) => each.startsWith('choose: ') && each.includes('overlaps')));
  });

  test('invalid input is rejected before sending: 32 days, an end before the start, not a time, both IDs', async () => {
    const refuses = async (changes: object, words: RegExp) => {
      await assert.rejects(create(changes), words);
    };
    await refuses({ timeframeStart: day(60), timeframeEnd: day(28) }, /at most 31 days/);
    await refuses({ timeframeEnd: FRAME.timeframeStart }, /end must be after the start/);
    await refuses({ timeframeStart: 'yesterday' }, /ISO 8601/);
    await refuses({ timeframeStart: 'yesterday', confirm: undefined }, /ISO 8601/);
    await refuses({ customerId: 'cus_acme', externalCustomerId: 'acme' }, /not both/);
    await refuses({ replaceExistingEvents: undefined }, /"replaceExistingEvents" is missing/);
  });

  test('bounds with an offset or without a zone are sent in UTC, wherever the editor runs', async () => {
    const text = day(20).slice(0, 10);
    const { timeframeStart, timeframeEnd } = await create({
      timeframeStart: `${text}T02:00:00+02:00`,
      timeframeEnd: `${text}T12:00:00`,
    });
    assert.deepEqual(
      [timeframeStart, timeframeEnd].map((each) => Date.parse(each)),
      [`${text}T00:00:00Z`, `${text}T12:00:00Z`].map((each) => Date.parse(each)),
    );
    const calls = (await sandbox.control('/requests')) as readonly {
      readonly path: string;
      readonly method: string;
      readonly requestBody: string;
    }[];
    const sent = calls.findLast(
      ({ path, method }) => path === '/v1/events/backfills' && method === 'POST',
    );
    assert.match(
      JSON.stringify(sent?.requestBody),
      new RegExp(`${text}T00:00:00Z.*${text}T12:00:00Z`),
    );
  });

  test('a time frame alone, as the volume page passes it, leads to the other steps', async () => {
    const said = await answer(script(['External', 'acme', 'Add', 'One Day']));
    const backfill = await run('orb.backfills.create', FRAME as CreateArgument);
    assert.deepEqual(
      [backfill?.timeframeStart, backfill?.timeframeEnd, backfill?.replaceExistingEvents],
      [FRAME.timeframeStart, FRAME.timeframeEnd, false],
    );
    assert.ok(said.every((each) => !each.includes('Which time')));
    await assert.rejects(
      async () => run('orb.backfills.create', { ...FRAME, confirm: false }),
      /"replaceExistingEvents" is missing/,
    );
  });

  test('an overlapping backfill is named before sending, and after a rejection by Orb', async () => {
    const { id } = await create({ externalCustomerId: 'acme' });
    const created = () => sandbox.control('/state') as Promise<{ readonly backfills: number }>;
    const before = await created();
    await sandbox.control('/faults', [
      { method: 'POST', path: '/v1/events/backfills', times: 9, status: 500 },
    ]);
    await assert.rejects(
      create(),
      /^UserError: The backfill of .* \(pending, acme\) overlaps with this time frame\. Close or revert it first\.$/,
    );
    // The list that was checked is older than Orb's.
    const none = { data: [], pagination_metadata: { has_more: false, next_cursor: null } };
    await sandbox.control('/faults', [
      { method: 'GET', path: '/v1/events/backfills', status: 200, body: none },
    ]);
    await assert.rejects(create(), /An unfinished backfill overlaps with this time frame/);
    assert.equal((await created()).backfills, before.backfills);
    await run('orb.backfills.revert', { backfillId: id, confirm: false });
  });

  test('a time frame of years is rejected', async () => {
    const dialogs = script(['Exact', '1970-01-01', day(0).slice(0, 10)]);
    const notice = await noticeOf(() => run('orb.backfills.create'), dialogs);
    assert.match(notice, /spans 2\d,\d+ days/);
  });
});
