import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { FromThread, ToThread } from '../../../src/ledger/messages.ts';
import type { NewWrite } from '../../../src/ledger/writes.ts';
import { eventually } from '../../helpers/eventually.ts';
import { anEvent, keptBase, LedgerFolderOnDisk, VERSION_2 } from '../../helpers/ledger.ts';
import { lockFile } from '../../helpers/lockedFile.ts';

const NOW = Date.UTC(2026, 7, 20, 12);
const write: NewWrite = {
  ...{ connectionId: 'a', eventId: 'e', kind: 'amend', before: '{"n":1}', after: '{"n":2}' },
  ...{ customer: 'acme', atMs: NOW },
};

/** Records one of everything. */
async function remember(ledger: Ledger): Promise<void> {
  await ledger.seen.note('a', [{ ...anEvent('e'), raw: '{}' }], NOW - 1);
  await ledger.seen.note('a', [anEvent('e')], NOW);
  await ledger.writes.confirm(await ledger.writes.begin(write));
  await ledger.documents.keep(keptBase({ atMs: Date.now() }));
  await ledger.sent.add('a', new Map([[0, 2]]));
  await ledger.sent.note('a', ['s'], NOW);
}

/** All of it, as far as it is known. */
async function remembered(ledger: Ledger): Promise<unknown> {
  const history = (await ledger.histories('a', ['e'])).get('e');
  return {
    seen: history?.seen?.lastMs,
    earlier: history?.earlier,
    writes: history?.writes.map(({ after, confirmed, answered }) => ({
      after,
      confirmed,
      answered,
    })),
    written: await ledger.writes.count('amend', 'a', 'acme', 0),
    bases: (await ledger.documents.find('a', 'e', 'hash')).map(({ base }) => base),
    sent: [...(await ledger.sent.byHour('a', 0, 1))],
    known: [...(await ledger.seen.known('a', ['e', 'x']))],
    traces: Object.fromEntries(await ledger.traces('a', ['e', 's'])),
  };
}
const EVERYTHING = {
  seen: NOW,
  earlier: [{ raw: '{}', untilMs: NOW }],
  writes: [{ after: '{"n":2}', confirmed: true, answered: true }],
  written: 1,
  bases: ['{}'],
  sent: [[0, 2]],
  known: ['e'],
  traces: {
    e: { amended: true, seenTimestamp: anEvent('e').event.timestamp },
    s: { sentMs: NOW },
  },
};

suite("a ledger whose file can't be used", () => {
  let disk: LedgerFolderOnDisk;
  setup(() => {
    disk = new LedgerFolderOnDisk();
  });
  teardown(() => disk[Symbol.asyncDispose]());

  /** The window knows everything by itself, and so does the file once it can be used. */
  async function heals(ledger: Ledger, release: () => unknown): Promise<void> {
    await remember(ledger);
    assert.deepEqual(await remembered(ledger), EVERYTHING);
    await release();
    const other = disk.open();
    await eventually('the file holds all of it', async () => {
      const { sent } = (await remembered(other)) as { readonly sent: readonly unknown[] };
      return sent.length > 0 && 's' in ((await remembered(other)) as typeof EVERYTHING).traces;
    });
    assert.deepEqual(await remembered(other), EVERYTHING);
    await eventually('the window says so', () =>
      disk.lines.includes('Recorded data can be used again.'),
    );
    assert.deepEqual(await remembered(ledger), EVERYTHING);
  }

  test('that another program has locked: it continues, and writes when the file is free', async () => {
    const ledger = disk.open();
    await ledger.seen.note('a', [anEvent('before')], NOW);
    const lock = await lockFile(disk.path());
    await heals(ledger, async () => {
      assert.ok(await ledger.seen.of('a', 'before'), 'what the file holds can still be read');
      await lock.release();
    });
  });

  test('that another program has locked keeps the order of changes to one write', async () => {
    const ledger = disk.open();
    const early = await ledger.writes.begin({ ...write, eventId: 'early' });
    const lock = await lockFile(disk.path());
    const refused = await ledger.writes.begin({ ...write, eventId: 'refused' });
    await ledger.writes.forget(refused);
    await ledger.writes.confirm(early);
    await ledger.writes.shown(await ledger.writes.begin(write));
    const known = async (from: Ledger) =>
      (await Promise.all(['early', 'refused', 'e'].map((id) => from.writes.of('a', id)))).map(
        (writes) => writes.map((each) => [each.confirmed, each.answered, each.shown]),
      );
    const expected = [[[true, true, false]], [], [[true, false, true]]];
    assert.deepEqual(await known(ledger), expected);
    await lock.release();
    await eventually('the file holds all of it', () =>
      disk.lines.includes('Recorded data can be used again.'),
    );
    assert.deepEqual(await known(disk.open()), expected);
  });

  test('on a full disk', async () => {
    const first = disk.open();
    await first.seen.note('b', [{ ...anEvent('large'), raw: 'x'.repeat(200_000) }], NOW);
    await first.close();
    const file = new DatabaseSync(disk.path());
    const pages = Number(file.prepare('pragma page_count').get()?.['page_count']);
    const ledger = disk.open({ maxPages: pages });
    await ledger.seen.note('a', [{ ...anEvent('much'), raw: 'x'.repeat(200_000) }], NOW);
    await eventually('it is told', () => disk.notices.length > 0);
    assert.equal(disk.notices[0]?.kind, 'full');
    await heals(ledger, () => file.exec("delete from seen where connection = 'b'"));
    file.close();
    assert.equal(disk.notices.length, 1, 'told once');
  });

  test("whose folder isn't a folder", async () => {
    rmSync(disk.folder, { recursive: true });
    writeFileSync(disk.folder, 'a file');
    const ledger = disk.open();
    await heals(ledger, () => rmSync(disk.folder));
    assert.deepEqual(
      disk.notices.map(({ kind }) => kind),
      ['unusable'],
    );
  });

  test("in a folder that isn't writable", async () => {
    const ledger = disk.open();
    // Its thread has loaded its code then.
    assert.equal(await ledger.deleteAll(), true);
    // Root may write everywhere, so it is someone else for a while.
    const isRoot = process.getuid?.() === 0;
    chmodSync(disk.folder, 0o555);
    if (isRoot) process.seteuid!(65_534);
    const allow = () => {
      if (isRoot) process.seteuid!(0);
      chmodSync(disk.folder, 0o755);
    };
    try {
      await heals(ledger, allow);
    } finally {
      allow();
    }
    assert.deepEqual(
      disk.notices.map(({ kind }) => kind),
      ['unusable'],
    );
  });

  for (const [name, damage] of Object.entries({
    'that is no database': (path: string) => writeFileSync(path, 'no database '.repeat(1_000)),
    'that lost its second half': (path: string) =>
      truncateSync(path, Math.floor(readFileSync(path).length / 2)),
    'that was written over in the middle': (path: string) => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0xff, 4_096));
    },
  })) {
    test(`${name}: it is set aside, and a new one started`, async () => {
      const first = disk.open();
      await first.seen.note('a', [anEvent('past')], NOW);
      await first.close();
      damage(disk.path());
      const ledger = disk.open();
      await remember(ledger);
      assert.deepEqual(await remembered(ledger), EVERYTHING);
      assert.equal(await ledger.seen.of('a', 'past'), undefined);
      assert.deepEqual(disk.notices, [{ kind: 'setAside', fileName: 'ledger-damaged.sqlite' }]);
      assert.ok(existsSync(disk.path('ledger-damaged.sqlite')));
      assert.deepEqual(await remembered(disk.open()), EVERYTHING, 'it is in the new file');
    });
  }

  test('of version 0.1 that is damaged: it is set aside', async () => {
    writeFileSync(disk.path('ledger.sqlite'), 'no database '.repeat(1_000));
    const ledger = disk.open();
    await remember(ledger);
    assert.deepEqual(await remembered(ledger), EVERYTHING);
    assert.deepEqual(
      disk.notices.map(({ kind }) => kind),
      ['setAside'],
    );
    assert.equal(existsSync(disk.path('ledger.sqlite')), false);
  });

  test('that is damaged next to an intact one of version 0.1: only the damaged one is set aside', async () => {
    const old = new DatabaseSync(disk.path('ledger.sqlite'));
    old.exec(VERSION_2);
    old.close();
    writeFileSync(disk.path(), 'no database '.repeat(1_000));
    assert.ok(await disk.open().seen.of('a', 'e'));
    assert.deepEqual(
      disk.notices.map(({ kind }) => kind),
      ['setAside'],
    );
  });

  test("copies version 0.1 later when it couldn't be read at first", async () => {
    const old = new DatabaseSync(disk.path('ledger.sqlite'));
    old.exec(VERSION_2);
    old.exec('begin exclusive');
    const ledger = disk.open();
    assert.equal(await ledger.seen.of('a', 'e'), undefined);
    await eventually('it is in trouble', () => disk.lines.some((line) => line.includes('locked')));
    old.exec('rollback');
    old.close();
    await eventually('it can be used', () =>
      disk.lines.includes('Recorded data can be used again.'),
    );
    assert.ok(await ledger.seen.of('a', 'e'));
    assert.equal(existsSync(disk.path('ledger.sqlite')), false);
  });

  test('while two windows use it: the second follows to the new file', async () => {
    const [one, two] = [disk.open(), disk.open()];
    await one.seen.note('a', [anEvent('past')], NOW);
    assert.ok(await two.seen.of('a', 'past'));
    writeFileSync(disk.path(), 'no database '.repeat(10_000));
    rmSync(disk.path('ledger-3.sqlite-wal'), { force: true });
    rmSync(disk.path('ledger-3.sqlite-shm'), { force: true });
    await disk.open().seen.note('a', [anEvent('third')], NOW);
    await remember(one);
    assert.deepEqual(await remembered(two), EVERYTHING);
    assert.deepEqual(disk.notices, [{ kind: 'setAside', fileName: 'ledger-damaged.sqlite' }]);
  });

  test('is deleted even if it is damaged, or set aside', async () => {
    writeFileSync(disk.path(), 'no database '.repeat(1_000));
    writeFileSync(disk.path('ledger.sqlite'), 'no database '.repeat(1_000));
    mkdirSync(disk.path('runs'));
    const ledger = disk.open();
    await ledger.seen.note('a', [anEvent('e')], NOW);
    writeFileSync(disk.path(), 'no database '.repeat(1_000));
    assert.equal(await ledger.deleteAll(), true);
    const left = ['ledger-3.sqlite', 'ledger-damaged.sqlite', 'ledger.sqlite', 'runs'].filter(
      (name) => existsSync(disk.path(name)),
    );
    assert.deepEqual(left, ['runs']);
    assert.equal(await ledger.seen.of('a', 'e'), undefined);
  });

  test('is deleted even if another program has locked it', async () => {
    const ledger = disk.open();
    await ledger.seen.note('a', [anEvent('e')], NOW);
    const lock = await lockFile(disk.path());
    await ledger.seen.note('a', [anEvent('queued')], NOW);
    assert.equal(await ledger.deleteAll(), true);
    assert.deepEqual(await ledger.seen.known('a', ['e', 'queued']), new Set());
    await lock.release();
  });

  test("says when it couldn't be deleted", async () => {
    rmSync(disk.folder, { recursive: true });
    mkdirSync(disk.path('ledger-x.sqlite'), { recursive: true });
    writeFileSync(disk.path('ledger-x.sqlite/child'), '');
    assert.equal(await disk.open().deleteAll(), false);
  });

  test('nothing waits for a disk that never responds, and nothing is lost when it does', async () => {
    const sent: ToThread[] = [];
    let hear: (message: FromThread) => void = () => undefined;
    const ledger = disk.open(
      {},
      {
        patienceMs: 1,
        start: (heard) => {
          hear = heard;
          return {
            post: (message) => void sent.push(message),
            stop: () => undefined,
            ended: Promise.resolve(),
          };
        },
      },
    );
    const first = ledger.seen.of('a', 'e');
    hear({ kind: 'ready' });
    const waits = [ledger.writes.begin(write), first];
    await Promise.all(waits);
    await remember(ledger);
    const { seen, known } = (await remembered(ledger)) as typeof EVERYTHING;
    assert.deepEqual([seen, known], [NOW, ['e']]);
    const before = sent.filter(({ kind }) => kind === 'change').length;
    hear({ kind: 'applied', seq: 1, result: false });
    const changes = sent.filter((message) => message.kind === 'change').map(({ seq }) => seq);
    assert.ok(before < changes.length, 'what waited is sent on');
    assert.deepEqual(
      changes,
      [...changes].sort((a, b) => a - b),
      'in its order, each once',
    );
    assert.equal(new Set(changes).size, changes.length);
  });

  test('its thread is started again after it ended', async () => {
    const ledger = disk.open();
    await ledger.seen.note('a', [anEvent('before')], NOW);
    disk.threads[0]!.stop();
    await disk.threads[0]!.ended;
    await heals(ledger, () => undefined);
    assert.ok(await ledger.seen.of('a', 'before'));
    assert.equal(disk.threads.length >= 2, true);
  });

  test('keeps what matters most if too much is waiting', async () => {
    rmSync(disk.folder, { recursive: true });
    writeFileSync(disk.folder, 'a file');
    const ledger = disk.open();
    await ledger.writes.begin(write);
    const large = { ...anEvent('large'), raw: 'x'.repeat(1_000_000) };
    for (let at = 0; at < 30; at++) await ledger.seen.note('a', [large], NOW);
    await ledger.seen.note('a', [anEvent('newest')], NOW);
    const ids = ['e', 'newest'];
    const known = await ledger.histories('a', ids);
    assert.equal(known.get('e')?.writes.length, 1);
    assert.ok(known.get('newest')?.seen);
    rmSync(disk.folder);
    await eventually('the file holds it', () =>
      disk.lines.includes('Recorded data can be used again.'),
    );
  });
});
