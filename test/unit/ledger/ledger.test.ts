import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { FoundEvent } from '../../../src/core/event.ts';
import { DAY_MS } from '../../../src/core/timeframe.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { defaultLimits, type LedgerLimits } from '../../../src/ledger/prune.ts';
import { anEvent, keptBase, LedgerFolderOnDisk, VERSION_2 } from '../../helpers/ledger.ts';

const NOW = Date.UTC(2026, 7, 20, 12);
const sentMs = async (ledger: Ledger, connectionId: string, eventId: string) =>
  (await ledger.traces(connectionId, [eventId])).get(eventId)?.sentMs;

suite('the ledger', () => {
  let disk: LedgerFolderOnDisk;
  setup(() => {
    disk = new LedgerFolderOnDisk();
  });
  teardown(() => disk[Symbol.asyncDispose]());

  test('deletes what it recorded for a sandbox whose data set changed, and nothing else', async () => {
    const ledger = disk.open();
    await ledger.answersFrom('a', 'first');
    await ledger.answersFrom('b', 'other');
    for (const connectionId of ['a', 'b']) {
      await ledger.seen.note(connectionId, [anEvent('e')], NOW);
      await ledger.writes.begin({
        ...{ connectionId, eventId: 'e', kind: 'deprecate', before: '{}', customer: null },
        atMs: NOW,
      });
      await ledger.documents.keep(keptBase({ connectionId }));
      await ledger.sent.add(connectionId, new Map([[NOW, 1]]));
      await ledger.sent.note(connectionId, ['e'], NOW);
    }
    const known = async (connectionId: string) => [
      (await ledger.seen.of(connectionId, 'e')) !== undefined,
      (await ledger.writes.of(connectionId, 'e')).length === 1,
      (await ledger.documents.find(connectionId, 'e', 'hash')).length === 1,
      (await ledger.sent.byHour(connectionId, 0, NOW + 1)).size === 1,
      (await sentMs(ledger, connectionId, 'e')) !== undefined,
    ];
    assert.equal(await ledger.answersFrom('a', 'first'), false);
    assert.deepEqual(await known('a'), [true, true, true, true, true]);
    assert.equal(await ledger.answersFrom('a', 'second'), true);
    assert.deepEqual(await known('a'), [false, false, false, false, false]);
    assert.deepEqual(await known('b'), [true, true, true, true, true]);
  });

  test('knows the external ID of a customer from their last seen event', async () => {
    const ledger = disk.open();
    const of = (id: string, externalCustomerId: string | null): FoundEvent => {
      const { event, raw } = anEvent(id);
      return { event: { ...event, customerId: 'cus_1', externalCustomerId }, raw };
    };
    await ledger.seen.note('a', [of('old', 'before')], NOW - 9);
    await ledger.seen.note('a', [of('new', 'acme')], NOW - 5);
    await ledger.seen.note('a', [of('none', null)], NOW);
    assert.equal(await ledger.seen.externalCustomerId('a', 'cus_1'), 'acme');
    assert.equal(await ledger.seen.externalCustomerId('b', 'cus_1'), undefined);
    assert.equal(await ledger.seen.externalCustomerId('a', 'cus_2'), undefined);
  });

  test('records events by connection and exact ID, across restarts', async () => {
    const first = disk.open();
    await first.seen.note('a', [anEvent('evt'), anEvent('EVT')], NOW - 5);
    await first.seen.note('a', [anEvent('evt', 'globex', 'image')], NOW);
    await first.close();
    const ledger = disk.open();
    assert.deepEqual(await ledger.seen.of('a', 'evt'), {
      raw: '{"id":"evt","event_name":"image"}',
      firstMs: NOW - 5,
      lastMs: NOW,
    });
    assert.equal(await ledger.seen.of('b', 'evt'), undefined);
    assert.deepEqual(await ledger.seen.known('a', ['evt', 'Evt', 'x']), new Set(['evt']));
  });

  test('knows why IDs may not be found, and nothing about IDs without a trace', async () => {
    const ledger = disk.open();
    await ledger.seen.note('a', [anEvent('evt'), anEvent('one'), anEvent('ONE')], NOW);
    await ledger.seen.note('b', [anEvent('evt')], NOW);
    assert.deepEqual(
      await ledger.traces('c', ['evt', 'unseen']),
      new Map([['evt', { elsewhere: ['a', 'b'] }]]),
    );
    const { timestamp } = anEvent('evt').event;
    assert.deepEqual(
      await ledger.traces('a', ['Evt', 'one']),
      new Map([
        ['one', { seenTimestamp: timestamp, otherCase: 'ONE' }],
        ['Evt', { otherCase: 'evt' }],
      ]),
    );
  });

  test('returns the events seen last, newest first, without very large ones', async () => {
    const { seen } = disk.open();
    await seen.note('a', [anEvent('old')], NOW - 5);
    await seen.note('a', [anEvent('new')], NOW);
    await seen.note('b', [anEvent('other')], NOW);
    const large = `{"id":"large","properties":{"text":"${'x'.repeat(30_000)}"}}`;
    await seen.note('a', [{ ...anEvent('large'), raw: large }], NOW + 1);
    const ids = (all: readonly string[]) =>
      all.map((raw) => (JSON.parse(raw) as { id: string }).id);
    assert.deepEqual(ids(await seen.recent('a', 5)), ['new', 'old']);
    assert.deepEqual(ids(await seen.recent('a', 1)), ['new']);
  });

  test('knows for an hour when an event was sent, until all is deleted', async () => {
    const ledger = disk.open();
    await ledger.sent.note('a', ['x', 'X'], NOW);
    await ledger.sent.note('a', ['X'], NOW + 5);
    assert.deepEqual(
      [await sentMs(ledger, 'a', 'x'), await sentMs(ledger, 'a', 'X')],
      [NOW, NOW + 5],
    );
    assert.equal(await sentMs(ledger, 'b', 'x'), undefined);
    assert.equal(await ledger.deleteAll(), true);
    assert.equal(await sentMs(ledger, 'a', 'x'), undefined);
  });

  test('a write counts from before it is sent; a rejected one is deleted', async () => {
    const ledger = disk.open();
    const write = {
      connectionId: 'a',
      kind: 'amend',
      before: '{"n":1.0}',
      customer: 'acme',
    } as const;
    const { writes } = ledger;
    const first = await writes.begin({ ...write, eventId: 'e', after: '{"n":2}', atMs: NOW });
    const refused = await writes.begin({ ...write, eventId: 'e', after: '{"n":3}', atMs: NOW });
    await writes.confirm(first);
    await writes.forget(refused);
    await writes.begin({ ...write, eventId: 'f', after: '{}', atMs: NOW - 101 * DAY_MS });
    assert.deepEqual(await writes.of('a', 'e'), [
      {
        id: first,
        kind: 'amend',
        before: '{"n":1.0}',
        after: '{"n":2}',
        atMs: NOW,
        confirmed: true,
        answered: true,
        shown: false,
      },
    ]);
    assert.equal(await writes.count('amend', 'a', 'acme', NOW - 100 * DAY_MS), 1);
    assert.equal(await writes.count('deprecate', 'a', 'acme', 0), 0);
    assert.equal(await writes.count('amend', 'a', null, 0), 0);
  });

  test('a write that search shows arrived, and keeps whether Orb responded', async () => {
    const { writes } = disk.open();
    const write = {
      connectionId: 'a',
      kind: 'amend',
      before: '',
      customer: null,
      atMs: NOW,
    } as const;
    const known = async (eventId: string) =>
      (await writes.of('a', eventId)).map(({ confirmed, answered, shown }) => [
        confirmed,
        answered,
        shown,
      ]);
    const silent = await writes.begin({ ...write, eventId: 'silent' });
    assert.deepEqual(await known('silent'), [[false, false, false]]);
    await writes.shown(silent);
    assert.deepEqual(await known('silent'), [[true, false, true]]);
    await writes.confirm(silent);
    assert.deepEqual(await known('silent'), [[true, true, true]]);
    const first = await writes.begin({ ...write, eventId: 'first' });
    await writes.confirm(first);
    await writes.shown(first);
    await writes.shown(first);
    assert.deepEqual(await known('first'), [[true, true, true]]);
  });

  test('keeps the versions that Orb showed before, until too many are kept', async () => {
    const ledger = disk.open();
    for (const [at, raw] of ['1', '2', '2', '3'].entries()) {
      await ledger.seen.note('a', [{ ...anEvent('e'), raw }], at);
    }
    const known = async (from: Ledger) => (await from.histories('a', ['e'])).get('e')?.earlier;
    const earlier = [
      { raw: '1', untilMs: 1 },
      { raw: '2', untilMs: 3 },
    ];
    assert.deepEqual(await known(ledger), earlier);
    await ledger.close();
    const bounded = disk.open({ limits: { ...defaultLimits, maxEarlier: 1 } });
    await bounded.writes.forget(-1);
    assert.deepEqual(await known(bounded), earlier.slice(1));
  });

  test('finds the version that a text is based on by the text, in every session', async () => {
    const { documents } = disk.open();
    await documents.keep(keptBase());
    await documents.keep(keptBase({ session: 'other', base: '{"other":1}' }));
    await documents.keep(keptBase({ textHash: 'another' }));
    const found = await documents.find('a', 'e', 'hash');
    assert.deepEqual(found.map(({ base }) => base).sort(), ['{"other":1}', '{}']);
    const [first] = await documents.find('a', 'e', 'another');
    assert.deepEqual([first?.base, first?.text, first?.mtime, first?.readMs], ['{}', '{ }', 7, 5]);
    assert.deepEqual(await documents.find('a', 'E', 'hash'), []);
  });

  test('keeps the last texts of a document, not all of them', async () => {
    const { documents } = disk.open();
    for (let at = 0; at < 50; at += 1) {
      await documents.keep(keptBase({ textHash: `hash ${at}`, atMs: Date.now() + at }));
    }
    assert.equal((await documents.find('a', 'e', 'hash 49')).length, 1);
    assert.equal((await documents.find('a', 'e', 'hash 10')).length, 0);
  });

  test('adds up what was sent by hour', async () => {
    const { sent } = disk.open();
    await sent.add('a', new Map([[0, 2]]));
    await sent.add('a', new Map([[0, 3], [3_600_000, 1]])); // prettier-ignore
    assert.deepEqual([...(await sent.byHour('a', 0, 3_600_000))], [[0, 5]]);
  });

  test('copies what version 0.1 recorded, and deletes its file', async () => {
    const old = new DatabaseSync(disk.path('ledger.sqlite'));
    old.exec(VERSION_2);
    old.close();
    const ledger = disk.open();
    assert.deepEqual(await ledger.histories('a', ['e']), new Map([['e', CARRIED]]));
    assert.equal(await ledger.seen.externalCustomerId('a', 'cus_1'), 'acme');
    assert.deepEqual([...(await ledger.sent.byHour('a', 0, 1))], [[0, 4]]);
    assert.equal(await sentMs(ledger, 'a', 's'), 5);
    assert.equal(await ledger.answersFrom('a', 'data'), false);
    await ledger.close();
    assert.deepEqual(readdirSync(disk.folder), ['ledger-3.sqlite']);
  });

  suite('is bounded, and keeps the newest', () => {
    const customer = 'acme';
    /** Fills all tables with entries `0`, `1`, ... of that many characters. */
    async function fill(ledger: Ledger, entries: number, length = 10): Promise<void> {
      for (let at = 0; at < entries; at++) {
        const id = String(at);
        const long = 'x'.repeat(length);
        void ledger.seen.note('a', [{ ...anEvent(id), raw: long }], NOW);
        void ledger.documents.keep(
          keptBase({ eventId: id, base: long, text: '', atMs: Date.now() + at }),
        );
        const write = { connectionId: 'a', eventId: id, kind: 'amend', customer } as const;
        await ledger.writes.begin({ ...write, before: long, after: '', atMs: NOW });
      }
    }
    /** The IDs that are left: seen, documents, writes. */
    async function left(ledger: Ledger, entries: number): Promise<readonly string[][]> {
      const ids = Array.from({ length: entries }, (_, at) => String(at));
      const histories = await ledger.histories('a', ids);
      const documents = await Promise.all(
        ids.map(async (id) => (await ledger.documents.find('a', id, 'hash'))[0]),
      );
      return [
        ids.filter((id) => histories.get(id)?.seen !== undefined),
        ids.filter((_, at) => documents[at] !== undefined),
        ids.filter((id) => (histories.get(id)?.writes.length ?? 0) > 0),
      ];
    }
    /** Checks the limits, as the first change after a start does. */
    async function reopened(limits: Partial<LedgerLimits>): Promise<Ledger> {
      const ledger = disk.open({ limits: { ...defaultLimits, ...limits } });
      await ledger.writes.forget(-1);
      return ledger;
    }
    async function filled(entries: number, length?: number): Promise<number> {
      const ledger = disk.open();
      await fill(ledger, entries, length);
      await ledger.close();
      const file = new DatabaseSync(disk.path());
      const pragma = (name: string) => Number(file.prepare(`pragma ${name}`).get()?.[name]);
      const bytes = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
      file.close();
      return bytes;
    }

    test('by age', async () => {
      await filled(3);
      const file = new DatabaseSync(disk.path());
      const old = Date.now() - defaultLimits.maxAgeMs - 1;
      for (const table of ['seen', 'document_bases', 'writes']) {
        file.exec(
          `update ${table} set kept_ms = case event when '2' then ${Date.now()} else ${old} end`,
        );
      }
      file.close();
      assert.deepEqual(await left(await reopened({}), 3), [['2'], ['2'], ['2']]);
    });

    test('by number', async () => {
      await filled(4);
      const ledger = await reopened({ maxSeen: 1, maxDocuments: 2, maxWrites: 3 });
      assert.deepEqual(await left(ledger, 4), [['3'], ['2', '3'], ['1', '2', '3']]);
    });

    test('by size: what Orb can show again is deleted first, own writes last', async () => {
      const all = await filled(100, 1_000);
      const within = async (share: number) =>
        (await left(await reopened({ maxBytes: all * share }), 100)).map((ids) => ({
          count: ids.length,
          newest: ids.at(-1),
        }));
      const [seen, ...others] = await within(0.9);
      assert.ok(seen!.count < 100 && seen!.newest === '99', `${seen!.count} seen`);
      assert.deepEqual(others, Array(2).fill({ count: 100, newest: '99' }));
      const [none, documents, writes] = await within(0.5);
      assert.equal(none!.count, 0);
      assert.ok(documents!.count < 100 && documents!.newest === '99', `${documents!.count} left`);
      assert.equal(writes!.count, 100);
    });

    test('while it is used, too', async () => {
      const all = await filled(100, 1_000);
      const ledger = await reopened({ maxBytes: all * 0.9 });
      await ledger.deleteAll();
      await fill(ledger, 100, 1_000);
      const [seen] = await left(ledger, 100);
      assert.ok(seen!.length < 100 && seen!.includes('99'), `${seen!.length} seen`);
    });
  });

  test('deletes its files completely, even if another window has them open', async () => {
    const other = disk.open();
    const ledger = disk.open();
    await ledger.seen.note('a', [anEvent('very-secret-id')], NOW);
    assert.ok(await other.seen.of('a', 'very-secret-id'));
    let forgotten = 0;
    other.onDidForget(() => (forgotten += 1));
    assert.equal(await ledger.deleteAll(), true);
    assert.deepEqual(readdirSync(disk.folder), []);
    assert.equal(await other.seen.of('a', 'very-secret-id'), undefined);
    assert.equal(forgotten, 1);
    await ledger.seen.note('a', [anEvent('afterwards')], NOW);
    assert.ok(await other.seen.of('a', 'afterwards'), 'both use the new file');
    for (const name of readdirSync(disk.folder)) {
      assert.ok(!readFileSync(disk.path(name)).includes('very-secret-id'), name);
    }
  });
});

const CARRIED = {
  seen: {
    raw: '{"id":"e","customer_id":"cus_1","external_customer_id":"acme"}',
    firstMs: 1,
    lastMs: 2,
  },
  earlier: [],
  writes: [
    {
      ...{ id: 1, kind: 'amend', before: 'b', after: 'c', atMs: 3 },
      ...{ confirmed: true, answered: true, shown: false },
    },
  ],
};
