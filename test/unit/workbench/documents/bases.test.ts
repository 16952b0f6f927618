import assert from 'node:assert/strict';
import type { Ledger } from '../../../../src/ledger/ledger.ts';
import { Bases } from '../../../../src/workbench/documents/bases.ts';
import { LedgerFolderOnDisk } from '../../../helpers/ledger.ts';

const NOW = Date.UTC(2026, 7, 20, 12);
const at = { connectionId: 'acme', eventId: 'evt' };
const version = (n: number) => ({
  base: `{"id":"evt","customer_id":"c1","external_customer_id":"acme","event_name":"chat","properties":{"n":${String(n)}},"timestamp":"2026-08-01T10:00:00Z","deprecated":false}`,
  text: `{"properties":{"n":${String(n)}}}`,
});

/** A window: what the editor keeps for its workspace outlives a reload, the bases in memory do not. */
function aWindow(ledger: Ledger): () => Promise<Bases> {
  const kept = new Map<string, unknown>();
  const workspaceState = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(kept.set(key, value)),
  };
  const services = { ledger, context: { workspaceState } };
  return async () => {
    const bases = new Bases(services as unknown as ConstructorParameters<typeof Bases>[0]);
    await bases.load(at);
    return bases;
  };
}

suite('the versions documents were loaded from', () => {
  let disk: LedgerFolderOnDisk;
  let ledger: Ledger;
  setup(() => {
    disk = new LedgerFolderOnDisk();
    ledger = disk.open();
  });
  teardown(() => disk[Symbol.asyncDispose]());

  test('survive a reload', async () => {
    const load = aWindow(ledger);
    (await load()).offer(at, version(1), undefined, NOW);
    assert.equal((await load()).get(at)?.text, version(1).text);
  });

  test('are kept for each window: edits are checked against what their own window loaded, though another read more', async () => {
    const loadA = aWindow(ledger);
    const loadB = aWindow(ledger);
    (await loadA()).offer(at, version(1), undefined, NOW);
    (await loadB()).offer(at, version(2), undefined, NOW + 1);
    assert.equal((await loadA()).get(at)?.text, version(1).text);
    (await loadB()).saved(at, version(3).base, version(3).text, NOW + 2);
    assert.equal((await loadA()).get(at)?.text, version(1).text);
    assert.equal((await loadB()).get(at)?.text, version(3).text);
  });

  test('are unknown to a window that never loaded the event', async () => {
    (await aWindow(ledger)()).offer(at, version(1), undefined, NOW);
    assert.equal((await aWindow(ledger)()).get(at), undefined);
  });

  test('do not move under edits when the file is read anew, but when the document shows what was read', async () => {
    const bases = await aWindow(ledger)();
    bases.offer(at, version(1), undefined, NOW);
    const edited = { isDirty: true, getText: () => '{"properties":{"n":9}}' };
    bases.offer(at, version(2), edited, NOW + 1);
    assert.equal(bases.get(at)?.text, version(1).text);
    bases.adopt(at, { isDirty: false, getText: () => version(2).text }, NOW + 2);
    assert.equal(bases.get(at)?.text, version(2).text);
  });

  test('do not move when the event is read before its document comes back with edits', async () => {
    const load = aWindow(ledger);
    (await load()).offer(at, version(1), undefined, NOW);
    const reloaded = await load();
    reloaded.offer(at, version(2), undefined, NOW + 1);
    reloaded.adopt(at, { isDirty: true, getText: () => '{"properties":{"n":9}}' }, NOW + 2);
    assert.equal(reloaded.get(at)?.text, version(1).text);
    assert.equal((await load()).get(at)?.text, version(1).text);
    // Without edits it shows what was read.
    reloaded.adopt(at, { isDirty: false, getText: () => version(2).text }, NOW + 3);
    assert.equal(reloaded.get(at)?.text, version(2).text);
  });

  test('leave the newest copy for a document whose connection is gone', async () => {
    (await aWindow(ledger)()).offer(at, version(1), undefined, NOW);
    (await aWindow(ledger)()).offer(at, version(2), undefined, NOW + 1);
    assert.equal(
      (await ledger.documents.newest(at.connectionId, at.eventId))?.text,
      version(2).text,
    );
  });
});
