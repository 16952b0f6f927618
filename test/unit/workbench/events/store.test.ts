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

/** A store over a ledger of its own and a search whose response the test sets. */
function make() {
  const ledger = disk.open();
  const asked: unknown[] = [];
  interface Query {
    readonly eventIds: readonly string[];
    readonly timeframeStart: string;
  }
  const orb = {
    shows: [json('A')] as readonly string[],
    show: undefined as ((query: Query) => readonly string[]) | undefined,
  };
  const client = {
    events: {
      search: (query: Query) => {
        asked.push(query);
        const events = (orb.show?.(query) ?? orb.shows).map((raw) => ({
          event: readEvent(raw),
          raw,
        }));
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

  test("also searches in the search's time frame if Orb shows nothing at the known time", async () => {
    const { store, orb, asked } = make();
    await store.read(at);
    const later = json('A').replace('2026-08-01T10', '2026-08-19T10');
    orb.show = ({ timeframeStart }) => (timeframeStart.startsWith('2026-08-01') ? [] : [later]);
    assert.equal((await store.read(at))?.raw, later);
    orb.show = () => [];
    const { view, asked: frames } = await store.find(at);
    assert.equal(view, undefined);
    assert.deepEqual(
      frames.map(({ timeframeStart }) => timeframeStart),
      ['2026-08-19T09:00:00.000Z', '2026-08-13T12:00:00.000Z'],
    );
    assert.equal(asked.length, 5);
  });

  test('searches only in the given time frame', async () => {
    const { store, orb, asked } = make();
    await store.read(at);
    orb.show = () => [];
    const frame = { timeframeStart: '2026-08-02T00:00:00Z' };
    assert.deepEqual(await store.find(at, frame), { view: undefined, asked: [frame] });
    assert.equal(asked.length, 2);
  });

  test("uses what Orb shows in the search's time frame for its own amendment that search doesn't show", async () => {
    const { store, orb, amend } = make();
    await store.read(at);
    await (await amend(body('A'), body('B'))).confirm();
    const later = json('C').replace('2026-08-01T10', '2026-08-19T10');
    orb.show = () => [];
    assert.equal((await store.find(at)).view?.raw, json('B'), 'nothing shows the event');
    orb.show = ({ timeframeStart }) => (timeframeStart.startsWith('2026-08-13') ? [later] : []);
    assert.equal((await store.find(at)).view?.raw, later);
  });

  test("a search whose response is older than an amendment doesn't hide the amendment", async () => {
    const { store, ledger, amend } = make();
    await store.read(at);
    const write = await amend(body('A'), body('B'));
    const histories = ledger.histories.bind(ledger);
    let isFirst = true;
    ledger.histories = async (...args) => {
      const answer = await histories(...args);
      if (isFirst) {
        isFirst = false;
        await write.confirm();
        store.amended(at, body('B'));
      }
      return answer;
    };
    assert.equal((await store.read(at))?.raw, json('B'));
    assert.equal(store.get(at)?.raw, json('B'));
  });

  test('keeps what is shown, and the most recently read of the rest', async () => {
    const { store, orb } = make();
    const ids = Array.from({ length: 25_000 }, (_, n) => `e${String(n)}`);
    store.keepShown(() => [{ connectionId: 'acme', eventId: 'e0' }]);
    orb.show = ({ eventIds }) => eventIds.map((id) => json('A').replace('"evt"', `"${id}"`));
    for (let from = 0; from < ids.length; from += 5_000) {
      await store.search('acme', { eventIds: ids.slice(from, from + 5_000) });
    }
    const known = (id: string) => store.get({ connectionId: 'acme', eventId: id }) !== undefined;
    assert.deepEqual(['e0', 'e1', 'e24999'].map(known), [true, false, true]);
    assert.ok(ids.filter(known).length <= 20_000);
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

  test('keeps an amended event that search hides, within the requested time frame', async () => {
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

  test('trusts search about an amendment whose response was lost, and learns that it arrived', async () => {
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

  test('shows a deprecation at once, even if search no longer shows the event', async () => {
    const { store, ledger, orb } = make();
    await store.read(at);
    const write = { ...at, kind: 'deprecate' as const, before: body('A'), customer: 'acme' };
    await ledger.writes.confirm(await ledger.writes.begin({ ...write, atMs: NOW }));
    store.deprecated(at);
    assert.equal(store.get(at)?.event.deprecated, true);
    orb.shows = [];
    assert.equal((await store.read(at))?.event.deprecated, true);
  });

  test('prefers the successor if a replacing backfill left two events with one ID', async () => {
    const { store, orb } = make();
    orb.shows = [json('A', true), json('B')];
    assert.equal((await store.read(at))?.event.eventName, 'B');
    orb.shows = [json('B'), json('A', true)];
    assert.equal((await store.read(at))?.event.eventName, 'B');
  });

  test('reports only changes', async () => {
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
