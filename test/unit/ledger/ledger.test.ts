import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundEvent } from '../../../src/core/event.ts';
import { DAY_MS } from '../../../src/core/timeframe.ts';
import { defaultLimits, Ledger } from '../../../src/ledger/ledger.ts';

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

suite('the ledger', () => {
  let folder: string;
  setup(() => (folder = mkdtempSync(join(tmpdir(), 'orb-ledger-'))));
  teardown(() => rmSync(folder, { recursive: true }));
  const open = (limits = defaultLimits) => new Ledger(join(folder, 'ledger.sqlite'), NOW, limits);

  test('knows the external id of a customer from the event of theirs that was seen last', () => {
    const ledger = open();
    const raw = (id: string, alias: string | null) => ({
      ...anEvent(id),
      raw: JSON.stringify({ id, customer_id: 'cus_1', external_customer_id: alias }),
    });
    ledger.see('a', [raw('old', 'before')], NOW - 9);
    ledger.see('a', [raw('new', 'acme')], NOW - 5);
    ledger.see('a', [raw('none', null), { ...anEvent('odd'), raw: '[' }], NOW);
    assert.equal(ledger.externalCustomerId('a', 'cus_1'), 'acme');
    assert.equal(ledger.externalCustomerId('b', 'cus_1'), undefined);
    assert.equal(ledger.externalCustomerId('a', 'cus_2'), undefined);
  });

  test('remembers events by connection and exact id, across restarts', () => {
    const first = open();
    first.see('a', [anEvent('evt'), anEvent('EVT')], NOW - 5);
    first.see('a', [anEvent('evt', 'globex', 'image')], NOW);
    first.close();
    const ledger = open();
    assert.deepEqual(ledger.seen('a', 'evt'), {
      raw: '{"id":"evt","event_name":"image"}',
      firstMs: NOW - 5,
      lastMs: NOW,
    });
    assert.equal(ledger.seen('b', 'evt'), undefined);
    assert.deepEqual(ledger.seenElsewhere('b', 'evt'), ['a']);
    assert.equal(ledger.seenInOtherCase('a', 'Evt')?.toLowerCase(), 'evt');
    assert.deepEqual(ledger.names('a'), {
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
    ledger.see('a', [withProperties('old', '{"tokens":1,"model":"m"}')], NOW - 5);
    ledger.see('a', [withProperties('new', '{"region":"eu","tokens":1.0}')], NOW);
    ledger.see('a', [withProperties('odd', '[1')], NOW - 9);
    ledger.see('b', [withProperties('other', '{"rows":1}')], NOW);
    assert.deepEqual(ledger.names('a').propertyNames, ['region', 'tokens', 'model']);
    ledger.close();
  });

  test('knows for an hour when an event was sent, until all is deleted', () => {
    const ledger = open();
    ledger.noteSent('a', ['x', 'X'], NOW);
    ledger.noteSent('a', ['X'], NOW + 5);
    assert.deepEqual([ledger.sentMs('a', 'x'), ledger.sentMs('a', 'X')], [NOW, NOW + 5]);
    assert.equal(ledger.sentMs('b', 'x'), undefined);
    ledger.noteSent('a', ['y'], NOW + 3_600_001);
    assert.equal(ledger.sentMs('a', 'x'), undefined);
    ledger.deleteAll();
    assert.equal(ledger.sentMs('a', 'y'), undefined);
    ledger.close();
  });

  test('two windows write to one file at the same time', () => {
    const [one, two] = [open(), open()];
    one.see('a', [anEvent('x')], NOW);
    two.see('a', [anEvent('y')], NOW);
    assert.ok(one.seen('a', 'y') && two.seen('a', 'x'));
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
    const first = ledger.begin({ ...write, eventId: 'e', after: '{"n":2}', atMs: NOW });
    const refused = ledger.begin({ ...write, eventId: 'e', after: '{"n":3}', atMs: NOW });
    ledger.confirm(first);
    ledger.forget(refused);
    ledger.begin({ ...write, eventId: 'f', after: '{}', atMs: NOW - 101 * DAY_MS });
    assert.deepEqual(ledger.writes('a', 'e'), [
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
    assert.equal(ledger.count('amend', 'a', 'acme', NOW - 100 * DAY_MS), 1);
    assert.equal(ledger.count('deprecate', 'a', 'acme', 0), 0);
    assert.equal(ledger.count('amend', 'a', null, 0), 0);
    ledger.close();
  });

  test('keeps the version a document was loaded from', () => {
    const ledger = open();
    ledger.keepDocument('window', 'a', 'e', { base: '{}', text: '{ }', mtime: 7 }, NOW);
    assert.deepEqual(ledger.document('window', 'a', 'e'), { base: '{}', text: '{ }', mtime: 7 });
    assert.equal(ledger.document('window', 'a', 'E'), undefined);
    ledger.close();
  });

  test('adds up what was sent by hour', () => {
    const ledger = open();
    ledger.addSent('a', new Map([[0, 2]]));
    ledger.addSent('a', new Map([[0, 3], [3_600_000, 1]])); // prettier-ignore
    assert.deepEqual([...ledger.sent('a', 0, 3_600_000)], [[0, 5]]);
    ledger.close();
  });

  test('is bounded by number and by age, the newest stay', () => {
    const ledger = open({ ...defaultLimits, maxSeen: 2 });
    ledger.see('a', [anEvent('old')], NOW - 500 * DAY_MS);
    ['1', '2', '3'].forEach((id, at) => ledger.see('a', [anEvent(id)], NOW + at));
    ledger.prune(NOW);
    assert.deepEqual(
      ['old', '1', '2', '3'].map((id) => ledger.seen('a', id) !== undefined),
      [false, false, true, true],
    );
    ledger.close();
  });

  test('deleteAll leaves no text of an event in the file', () => {
    const ledger = open();
    ledger.see('a', [anEvent('very-secret-id')], NOW);
    ledger.deleteAll();
    ledger.close();
    assert.ok(!readFileSync(join(folder, 'ledger.sqlite')).includes('very-secret-id'));
  });
});
