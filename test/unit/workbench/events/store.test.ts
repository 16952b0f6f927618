import assert from 'node:assert/strict';
import { readEvent } from '../../../../src/core/eventJson.ts';
import { Events } from '../../../../src/workbench/events/store.ts';
import { LedgerFolderOnDisk } from '../../../helpers/ledger.ts';

const NOW = Date.UTC(2026, 7, 20, 12);
const at = { connectionId: 'acme', eventId: 'evt' };

const json = (name: string, deprecated = false) =>
  `{"id":"evt","customer_id":"c1","external_customer_id":"acme","event_name":"${name}","properties":{"n":1.0},"timestamp":"2026-08-01T10:00:00Z","deprecated":${String(deprecated)},"extra":1}`;
const body = (name: string) =>
  `{"event_name":"${name}","timestamp":"2026-08-01T10:00:00Z","external_customer_id":"acme","properties":{"n":1.0}}`;

let disk: LedgerFolderOnDisk;

/** A store over a ledger of its own and a search whose answer the test sets. */
function make() {
  const ledger = disk.open();
  const asked: unknown[] = [];
  const orb = { shows: [json('A')] as readonly string[] };
  const client = {
    events: {
      search: (query: unknown) => {
        asked.push(query);
        const events = orb.shows.map((raw) => ({ event: readEvent(raw), raw }));
        return Promise.resolve({ events, missing: [], raw: [] });
      },
    },
  };
  const services = {
    ledger,
    connections: { client: () => Promise.resolve(client), now: () => NOW },
    settings: { get: () => 7 },
  };
  const store = new Events(services as unknown as ConstructorParameters<typeof Events>[0]);
  const amend = async (before: string, after: string) => {
    const write = { ...at, kind: 'amend' as const, before, after, customer: 'acme', atMs: NOW };
    const id = await ledger.writes.begin(write);
    return { confirm: () => ledger.writes.confirm(id) };
  };
  return { store, ledger, orb, asked, amend };
}

suite('the store of events', () => {
  setup(() => {
    disk = new LedgerFolderOnDisk();
  });
  teardown(() => disk[Symbol.asyncDispose]());

  test('keeps what search shows, exactly as Orb wrote it', async () => {
    const { store } = make();
    const { views, missing } = await store.search('acme', { eventIds: ['evt', 'other'] });
    assert.deepEqual(missing, ['other']);
    assert.equal(views[0]?.raw, json('A'));
    assert.equal(store.get(at), views[0]);
  });

  test('reads again in a time frame around the timestamp of the event', async () => {
    const { store, asked } = make();
    await store.read(at);
    await store.read(at);
    assert.deepEqual(asked, [
      {
        eventIds: ['evt'],
        timeframeStart: '2026-08-13T12:00:00.000Z',
        timeframeEnd: '2026-08-20T13:00:00.000Z',
      },
      {
        eventIds: ['evt'],
        timeframeStart: '2026-08-01T09:00:00.000Z',
        timeframeEnd: '2026-08-01T11:00:00.000Z',
      },
    ]);
  });

  test('shows the amended event until search shows it, and then what search shows', async () => {
    const { store, orb, amend } = make();
    await store.read(at);
    await (await amend(body('A'), body('B'))).confirm();
    store.amended(at, body('B'));
    const lagging = await store.read(at);
    assert.equal(lagging?.raw, json('B'));
    assert.deepEqual([lagging.unconfirmed, lagging.amendments], [true, 1]);

    orb.shows = [json('B')];
    assert.equal((await store.read(at))?.unconfirmed, false);
    orb.shows = [json('A')];
    const reverted = await store.read(at);
    assert.deepEqual([reverted?.raw, reverted?.unconfirmed], [json('A'), false]);
  });

  test('keeps an amended event that search hides, within the time frame asked', async () => {
    const { store, orb, amend } = make();
    await store.read(at);
    await (await amend(body('A'), body('B'))).confirm();
    orb.shows = [];
    assert.equal((await store.read(at))?.raw, json('B'));
    const elsewhere = {
      timeframeStart: '2026-08-02T00:00:00Z',
      timeframeEnd: '2026-08-03T00:00:00Z',
    };
    const { views, missing } = await store.search('acme', { eventIds: ['evt'], ...elsewhere });
    assert.deepEqual([views, missing], [[], ['evt']]);
  });

  test('trusts search over an amendment whose answer was lost, and learns from it that it arrived', async () => {
    const { store, ledger, orb, amend } = make();
    await amend(body('A'), body('B'));
    assert.equal((await store.read(at))?.raw, json('A'));
    orb.shows = [json('B')];
    assert.equal((await store.read(at))?.amendments, 1);
    assert.equal((await ledger.writes.of('acme', 'evt'))[0]?.confirmed, true);
  });

  test('shows a version of someone else instead of our own older one', async () => {
    const { store, orb, amend } = make();
    await (await amend(body('A'), body('B'))).confirm();
    orb.shows = [json('C')];
    assert.equal((await store.read(at))?.raw, json('C'));
  });

  test('shows a deprecation at once, and again when search forgets the event', async () => {
    const { store, ledger, orb } = make();
    await store.read(at);
    const write = { ...at, kind: 'deprecate' as const, before: body('A'), customer: 'acme' };
    await ledger.writes.confirm(await ledger.writes.begin({ ...write, atMs: NOW }));
    store.deprecated(at);
    assert.equal(store.get(at)?.event.deprecated, true);
    orb.shows = [];
    assert.equal((await store.read(at))?.event.deprecated, true);
  });

  test('prefers the successor where a replacing backfill left two events of one id', async () => {
    const { store, orb } = make();
    orb.shows = [json('A', true), json('B')];
    assert.equal((await store.read(at))?.event.eventName, 'B');
    orb.shows = [json('B'), json('A', true)];
    assert.equal((await store.read(at))?.event.eventName, 'B');
  });

  test('tells of changes only', async () => {
    const { store, orb } = make();
    const told: unknown[] = [];
    store.onDidChange((changed) => told.push(changed.length));
    await store.read(at);
    await store.read(at);
    orb.shows = [json('B')];
    await store.read(at);
    assert.deepEqual(told, [1, 1]);
  });

  test('knows from the ledger what an earlier session read', async () => {
    const { store, ledger } = make();
    await ledger.seen.note('acme', [{ event: readEvent(json('A')), raw: json('A') }], NOW - 5);
    assert.equal(store.get(at), undefined);
    const view = await store.load(at);
    assert.deepEqual([view?.raw, view?.readMs], [json('A'), NOW - 5]);
    assert.equal(store.get(at), view);
    assert.equal(await store.load({ connectionId: 'acme', eventId: 'EVT' }), undefined);
  });
});
