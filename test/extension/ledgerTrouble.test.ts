import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../helpers/eventually.ts';
import { lockFile } from '../helpers/lockedFile.ts';
import {
  addressOf,
  cleanUp,
  newEvent,
  openText,
  propertiesInOrb,
  replace,
  save,
} from './eventDocuments.ts';
import { activated, answer } from './helpers.ts';
import { run } from './searchHelpers.ts';

suite("a ledger that can't be used", () => {
  let folder: string;
  suiteSetup(async () => {
    folder = (await activated()).services.context.globalStorageUri.fsPath;
  });
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  teardown(cleanUp);

  const path = () => join(folder, 'ledger-3.sqlite');

  test('locked by another program: saving, deprecating, and searching still work, and it recovers', async () => {
    const { services } = await activated();
    const amended = await newEvent();
    const gone = await newEvent();
    const document = await openText(amended.id);
    const { connectionId } = addressOf(document.uri);
    const writes = async (id: string) =>
      (await services.ledger.writes.of(connectionId, id)).map(({ kind, confirmed }) => [
        kind,
        confirmed,
      ]);
    const lock = await lockFile(path());
    try {
      await replace(document, '120', '150');
      assert.equal(await save(document), true);
      assert.deepEqual(await propertiesInOrb(amended.id), { tokens: 150, model: 'orb-large' });
      assert.deepEqual(await run('orb.event.deprecate', gone.id, { confirm: false }), {
        deprecated: [gone.id],
        failed: [],
      });
      const found = await run('orb.events.search', { eventIds: [amended.id, gone.id, 'never'] });
      assert.deepEqual(
        found!.events.map(({ id, deprecated }) => [id, deprecated]),
        [
          [amended.id, false],
          [gone.id, true],
        ],
      );
      assert.deepEqual(found!.missing, ['never']);
      assert.deepEqual(await writes(amended.id), [['amend', true]]);
      assert.deepEqual(await writes(gone.id), [['deprecate', true]]);
      assert.equal(services.events.get(addressOf(document.uri))?.amendments, 1);
    } finally {
      await lock.release();
    }
    await eventually('the file has them', () => {
      const texts = readdirSync(folder)
        .filter((name) => name.startsWith('ledger-3'))
        .map((name) => readFileSync(join(folder, name), 'latin1'));
      return [amended.id, gone.id].every((id) => texts.some((text) => text.includes(id)));
    });
  });

  test("damaged: it's reported once, and everything continues with a new file", async () => {
    const { services } = await activated();
    const { id } = await newEvent();
    const document = await openText(id);
    const address = addressOf(document.uri);
    assert.ok(await services.ledger.seen.of(address.connectionId, id));
    const said = await answer({});
    for (const suffix of ['-wal', '-shm', '']) rmSync(path() + suffix, { force: true });
    writeFileSync(path(), 'no database '.repeat(10_000));
    await replace(document, '120', '150');
    assert.equal(await save(document), true);
    await run('orb.events.search', { eventIds: [id] });
    assert.ok(await services.ledger.seen.of(address.connectionId, id));
    assert.deepEqual(said.filter((each) => each.includes('Recorded data')).length, 1);
    assert.match(
      said.join('\n'),
      /notify: .*Recorded data can't be read\. .*ledger-damaged\.sqlite/,
    );
    assert.ok(existsSync(join(folder, 'ledger-damaged.sqlite')));
    await run('orb.data.delete', { confirm: false });
    // What is open is recorded again at once, in a new file.
    assert.equal(existsSync(join(folder, 'ledger-damaged.sqlite')), false);
    assert.equal(await services.ledger.seen.of(address.connectionId, id), undefined);
  });
});

suite('what Orb acknowledged', () => {
  setup(async () => {
    await cleanUp();
    await answer({});
  });
  teardown(cleanUp);

  test('stays acknowledged if a listener of ours throws, in a save and in a deprecation', async () => {
    const { services } = await activated();
    const saved = await newEvent();
    const deprecated = await newEvent();
    const document = await openText(saved.id);
    let thrown = 0;
    const listening = services.events.onDidChange(() => {
      thrown += 1;
      throw new Error('A listener of a test failed.');
    });
    try {
      await replace(document, '120', '150');
      assert.equal(await save(document), true);
      assert.equal(document.isDirty, false);
      assert.deepEqual(await run('orb.event.deprecate', deprecated.id, { confirm: false }), {
        deprecated: [deprecated.id],
        failed: [],
      });
    } finally {
      listening.dispose();
    }
    assert.ok(thrown >= 2);
    assert.deepEqual(await propertiesInOrb(saved.id), { tokens: 150, model: 'orb-large' });
    const { connectionId } = addressOf(document.uri);
    const writes = await Promise.all(
      [saved.id, deprecated.id].map((id) => services.ledger.writes.of(connectionId, id)),
    );
    assert.deepEqual(
      writes.map((each) => each.map(({ confirmed }) => confirmed)),
      [[true], [true]],
    );
  });
});
