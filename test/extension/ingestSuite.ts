// What suites that ingest files share: a folder of their own, the account's clock, and IDs that no other test uses.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activated, answer, sandbox } from './helpers.ts';

export interface IngestSuite {
  /** Deleted after the suite. */
  readonly folder: string;
  /** When the suite began, by the account's clock. */
  readonly nowMs: number;
  /** How many tests have started, for names that are used once. */
  readonly prefix: number;
}

/** Call it in a suite. Each test starts without faults and without answers to questions. */
export function useIngestSuite(name: string): IngestSuite {
  const shared = { folder: '', nowMs: 0, prefix: 0 };
  suiteSetup(async () => {
    shared.folder = await mkdtemp(join(tmpdir(), `orb-${name}-`));
    const { services } = await activated();
    const { active } = services.connections;
    assert.ok(active);
    await services.connections.client(active.id);
    shared.nowMs = services.connections.now(active.id);
  });
  setup(async () => {
    shared.prefix++;
    await sandbox.control('/faults', []);
    await answer({});
  });
  suiteTeardown(async () => {
    await sandbox.control('/faults', []);
    await rm(shared.folder, { recursive: true, force: true });
  });
  return shared;
}
