import assert from 'node:assert/strict';
import type { KeptBase } from '../../../src/ledger/documents.ts';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundEvent } from '../../../src/core/event.ts';
import { DAY_MS } from '../../../src/core/timeframe.ts';
import { Database } from '../../../src/ledger/database.ts';
import { LedgerFile } from '../../../src/ledger/ledgerFile.ts';
import { defaultLimits } from '../../../src/ledger/prune.ts';

const NOW = Date.UTC(2026, 7, 20, 12);

function anEvent(id: string, customer = 'acme', eventName = 'api_call'): FoundEvent {
  const event = {
    id,
    eventName,
    timestamp: '2026-08-20T11:00:00Z',
    customerId: null,
    externalCustomerId: customer,
    properties: {},
    deprecated: false,
  };
  return { event, raw: JSON.stringify({ id, event_name: eventName }) };
}

const sentMs = (ledger: LedgerFile, connectionId: string, eventId: string) =>
  ledger.traces(connectionId, [eventId]).get(eventId)?.sentMs;

const keptBase = (of: Partial<KeptBase>): KeptBase => ({
  session: 'session',
  connectionId: 'a',
  eventId: 'e',
  textHash: 'hash',
  base: '{}',
  text: '{ }',
  mtime: 7,
  readMs: 5,
  ...of,
});

suite('the ledger', () => {
  let folder: string;
  setup(() => (folder = mkdtempSync(join(tmpdir(), 'orb-ledger-'))));
  teardown(() => rmSync(folder, { recursive: true }));
  const file = () => join(folder, 'ledger.sqlite');
  const open = (limits = defaultLimits) => new LedgerFile(file(), NOW, limits);

  test('forgets what it knew of a sandbox that answers from other data, and of nothing else', () => {
    const ledger = open();
    ledger.answersFrom('a', 'first');
    ledger.answersFrom('b', 'other');
    for (const connectionId of ['a', 'b']) {
      ledger.seen.note(connectionId, [anEvent('e')], NOW);
      ledger.writes.begin({
        ...{ connectionId, eventId: 'e', kind: 'deprecate', before: '{}', customer: null },
        atMs: NOW,
      });
      ledger.documents.keep(keptBase({ connectionId }), NOW);
      ledger.sent.add(connectionId, new Map([[NOW, 1]]));
      ledger.sent.note(connectionId, ['e'], NOW);
    }
    const known = (connectionId: string) => [
      ledger.seen.of(connectionId, 'e') !== undefined,
      ledger.writes.of(connectionId, 'e').length === 1,
      ledger.documents.find(connectionId, 'e', 'hash').length === 1,
      ledger.sent.byHour(connectionId, 0, NOW + 1).size === 1,
      sentMs(ledger, connectionId, 'e') !== undefined,
    ];
    assert.equal(ledger.answersFrom('a', 'first'), false);
    assert.deepEqual(known('a'), [true, true, true, true, true]);
    assert.equal(ledger.answersFrom('a', 'second'), true);
    assert.deepEqual(known('a'), [false, false, false, false, false]);
    assert.deepEqual(known('b'), [true, true, true, true, true]);
    ledger.close();
  });

  test('knows the external id of a customer from the event of theirs that was seen last', () => {
    const ledger = open();
    const raw = (id: string, alias: string | null) => ({
      ...anEvent(id),
      raw: JSON.stringify({ id, customer_id: 'cus_1', external_customer_id: alias }),
    });
    ledger.seen.note('a', [raw('old', 'before')], NOW - 9);
    ledger.seen.note('a', [raw('new', 'acme')], NOW - 5);
    ledger.seen.note('a', [raw('none', null), { ...anEvent('odd'), raw: '[' }], NOW);
    assert.equal(ledger.seen.externalCustomerId('a', 'cus_1'), 'acme');
    assert.equal(ledger.seen.externalCustomerId('b', 'cus_1'), undefined);
    assert.equal(ledger.seen.externalCustomerId('a', 'cus_2'), undefined);
  });

  test('remembers events by connection and exact id, across restarts', () => {
    const first = open();
    first.seen.note('a', [anEvent('evt'), anEvent('EVT')], NOW - 5);
    first.seen.note('a', [anEvent('evt', 'globex', 'image')], NOW);
    first.close();
    const ledger = open();
    assert.deepEqual(ledger.seen.of('a', 'evt'), {
      raw: '{"id":"evt","event_name":"image"}',
      firstMs: NOW - 5,
      lastMs: NOW,
    });
    assert.equal(ledger.seen.of('b', 'evt'), undefined);
    assert.deepEqual([...ledger.traces('b', ['evt', 'unseen'])], [['evt', { elsewhere: ['a'] }]]);
    assert.equal(ledger.traces('a', ['Evt']).get('Evt')?.otherCase?.toLowerCase(), 'evt');
    assert.deepEqual(ledger.seen.names('a'), {
      eventNames: ['image', 'api_call'],
      customers: ['globex', 'acme'],
      propertyNames: [],
    });
    ledger.close();
  });

  test('knows the property names of the events seen last, newest first, each once', () => {
    const ledger = open();
    const withProperties = (id: string, properties: string) => {
      const raw = `{"id":"${id}","event_name":"api_call","properties":${properties}}`;
      return { ...anEvent(id), raw };
    };
    ledger.seen.note('a', [withProperties('old', '{"tokens":1,"model":"m"}')], NOW - 5);
    ledger.seen.note('a', [withProperties('new', '{"region":"eu","tokens":1.0}')], NOW);
    ledger.seen.note('a', [withProperties('odd', '[1')], NOW - 9);
    ledger.seen.note('b', [withProperties('other', '{"rows":1}')], NOW);
    assert.deepEqual(ledger.seen.names('a').propertyNames, ['region', 'tokens', 'model']);
    const large = `{"properties":{"text":"${'x'.repeat(30_000)}"}}`;
    ledger.seen.note('a', [{ ...anEvent('large'), raw: large }], NOW + 1);
    const recent = ledger.seen.recent('a', 2).map((raw) => (JSON.parse(raw) as { id: string }).id);
    assert.deepEqual(recent, ['new', 'old']);
    ledger.close();
  });

  test('knows for an hour when an event was sent, until all is deleted', () => {
    const ledger = open();
    ledger.sent.note('a', ['x', 'X'], NOW);
    ledger.sent.note('a', ['X'], NOW + 5);
    assert.deepEqual([sentMs(ledger, 'a', 'x'), sentMs(ledger, 'a', 'X')], [NOW, NOW + 5]);
    assert.equal(sentMs(ledger, 'b', 'x'), undefined);
    ledger.sent.note('a', ['y'], NOW + 3_600_001);
    assert.equal(sentMs(ledger, 'a', 'x'), undefined);
    ledger.deleteAll();
    assert.equal(sentMs(ledger, 'a', 'y'), undefined);
    ledger.close();
  });

  test('two windows write to one file at the same time', () => {
    const [one, two] = [open(), open()];
    one.seen.note('a', [anEvent('x')], NOW);
    two.seen.note('a', [anEvent('y')], NOW);
    assert.ok(one.seen.of('a', 'y') && two.seen.of('a', 'x'));
    one.close();
    two.close();
  });

  test('a write counts from before it is sent; a refused one is forgotten', () => {
    const ledger = open();
    const write = {
      connectionId: 'a',
      kind: 'amend',
      before: '{"n":1.0}',
      customer: 'acme',
    } as const;
    const first = ledger.writes.begin({ ...write, eventId: 'e', after: '{"n":2}', atMs: NOW });
    const refused = ledger.writes.begin({ ...write, eventId: 'e', after: '{"n":3}', atMs: NOW });
    ledger.writes.confirm(first);
    ledger.writes.forget(refused);
    ledger.writes.begin({ ...write, eventId: 'f', after: '{}', atMs: NOW - 101 * DAY_MS });
    assert.deepEqual(ledger.writes.of('a', 'e'), [
      {
        id: first,
        kind: 'amend',
        before: '{"n":1.0}',
        after: '{"n":2}',
        atMs: NOW,
        confirmed: true,
        shown: false,
      },
    ]);
    assert.equal(ledger.writes.count('amend', 'a', 'acme', NOW - 100 * DAY_MS), 1);
    assert.equal(ledger.writes.count('deprecate', 'a', 'acme', 0), 0);
    assert.equal(ledger.writes.count('amend', 'a', null, 0), 0);
    ledger.close();
  });

  test('finds the version that a text comes from by the text, in every session', () => {
    const ledger = open();
    ledger.documents.keep(keptBase({}), NOW);
    ledger.documents.keep(keptBase({ session: 'other', base: '{"other":1}' }), NOW);
    ledger.documents.keep(keptBase({ textHash: 'another' }), NOW);
    assert.deepEqual(
      ledger.documents.find('a', 'e', 'hash').map(({ base }) => base),
      ['{"other":1}', '{}'],
    );
    const [first] = ledger.documents.find('a', 'e', 'another');
    assert.deepEqual(first, { base: '{}', text: '{ }', mtime: 7, readMs: 5 });
    assert.deepEqual(ledger.documents.find('a', 'E', 'hash'), []);
    ledger.close();
  });

  test('keeps the last texts of a document, not all of them', () => {
    const ledger = open();
    for (let at = 0; at < 50; at += 1) {
      ledger.documents.keep(keptBase({ textHash: `hash ${at}` }), NOW + at);
    }
    assert.equal(ledger.documents.find('a', 'e', 'hash 49').length, 1);
    assert.equal(ledger.documents.find('a', 'e', 'hash 10').length, 0);
    ledger.close();
  });

  test('adds up what was sent by hour', () => {
    const ledger = open();
    ledger.sent.add('a', new Map([[0, 2]]));
    ledger.sent.add('a', new Map([[0, 3], [3_600_000, 1]])); // prettier-ignore
    assert.deepEqual([...ledger.sent.byHour('a', 0, 3_600_000)], [[0, 5]]);
    ledger.close();
  });

  suite('is bounded, and the newest stay', () => {
    const customer = 'acme';
    /** Fills all tables with entries `0`, `1`, ... of that many characters, a second apart. */
    function fill(ledger: LedgerFile, entries: number, length = 10): void {
      for (let at = 0; at < entries; at++) {
        const id = String(at);
        const nowMs = NOW + at * 1_000;
        const long = 'x'.repeat(length);
        ledger.seen.note('a', [{ ...anEvent(id), raw: long }], nowMs);
        ledger.documents.keep(keptBase({ eventId: id, base: long, text: '' }), nowMs);
        const write = { connectionId: 'a', eventId: id, kind: 'amend', customer } as const;
        ledger.writes.begin({ ...write, before: long, after: '', atMs: nowMs });
      }
    }
    /** The ids that are left: seen, documents, writes. */
    const left = (ledger: LedgerFile, entries: number) => {
      const ids = Array.from({ length: entries }, (_, at) => String(at));
      return [
        ids.filter((id) => ledger.seen.of('a', id) !== undefined),
        ids.filter((id) => ledger.documents.find('a', id, 'hash').length > 0),
        ids.filter((id) => ledger.writes.of('a', id).length > 0),
      ];
    };

    test('by age', () => {
      fill(open(), 3);
      const ledger = new LedgerFile(file(), NOW + 1_500 + defaultLimits.maxAgeMs);
      assert.deepEqual(left(ledger, 3), [['2'], ['2'], ['2']]);
      ledger.close();
    });

    test('by number', () => {
      fill(open(), 4);
      const ledger = open({ ...defaultLimits, maxSeen: 1, maxDocuments: 2, maxWrites: 3 });
      assert.deepEqual(left(ledger, 4), [['3'], ['2', '3'], ['1', '2', '3']]);
      ledger.close();
    });

    test('by size: what Orb can show again goes first, the own writes last', () => {
      fill(open(), 100, 1_000);
      const all = new Database(file()).usedBytes;
      const within = (share: number) =>
        left(open({ ...defaultLimits, maxBytes: all * share }), 100).map((ids) => ({
          count: ids.length,
          newest: ids.at(-1),
        }));
      const [seen, ...others] = within(0.9);
      assert.ok(seen!.count < 100 && seen!.newest === '99', `${seen!.count} seen`);
      assert.deepEqual(others, Array(2).fill({ count: 100, newest: '99' }));
      const [none, documents, writes] = within(0.5);
      assert.equal(none!.count, 0);
      assert.ok(documents!.count < 100 && documents!.newest === '99', `${documents!.count} left`);
      assert.equal(writes!.count, 100);
    });

    test('while it is used, too', () => {
      fill(open(), 100, 1_000);
      const all = new Database(file()).usedBytes;
      const ledger = open({ ...defaultLimits, maxBytes: all * 0.9 });
      ledger.deleteAll();
      fill(ledger, 100, 1_000);
      const [seen] = left(ledger, 100);
      assert.ok(seen!.length < 100 && seen!.includes('99'), `${seen!.length} seen`);
      ledger.close();
    });
  });

  test('deleteAll leaves no text of an event in its files, though another window has them open', () => {
    const other = open();
    const ledger = open();
    ledger.seen.note('a', [anEvent('very-secret-id')], NOW);
    assert.ok(other.seen.of('a', 'very-secret-id'));
    ledger.deleteAll();
    assert.equal(other.seen.of('a', 'very-secret-id'), undefined);
    for (const name of readdirSync(folder)) {
      assert.ok(!readFileSync(join(folder, name)).includes('very-secret-id'), name);
    }
    ledger.close();
    other.close();
  });
});
