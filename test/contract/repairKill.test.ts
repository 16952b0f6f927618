import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  continueRepair,
  readRepair,
  repairFolder,
  startRepair,
} from '../../src/ingestWorker/repairFolder.ts';
import { journalPath } from '../../src/ingestWorker/runFolder.ts';
import { RepairState, type RepairRecord } from '../../src/reconcile/repairJournal.ts';
import type { RepairLine } from '../../src/reconcile/repairLine.ts';
import { NOW_MS } from '../helpers/ingestWorld.ts';
import { repairLine } from '../helpers/repairWorld.ts';
import { useSandbox } from '../helpers/sandbox.ts';
import { root } from '../host/root.ts';

const COUNT = 90;
const main = join(root, 'out/test/contract/repairRun.main.js');

suite('repairs: a process that is killed', () => {
  const sandbox = useSandbox();
  let folder = '';
  setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orb-repair-'));
  });
  teardown(() => rm(folder, { recursive: true, force: true }));

  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${sandbox().url}${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox().apiKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    assert.ok(response.ok, `${path}: ${response.status}`);
    return response.json();
  }

  /** Repairs what is left, and is killed after this number of outcomes. @returns its last line, undefined when it was killed */
  async function run(killAfter: number): Promise<string | undefined> {
    const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { url, apiKey } = sandbox();
    child.stdin.end(JSON.stringify({ folder, url, apiKey }));
    const ended = once(child, 'close');
    let last: string | undefined;
    let outcomes = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('last ')) last = line.slice('last '.length);
      else if (++outcomes === killAfter) child.kill('SIGKILL');
    }
    await ended;
    return last;
  }

  for (const action of ['amend', 'deprecate'] as const) {
    test(`${action}: is continued by another, and each event is changed once`, async () => {
      const lines: RepairLine[] = [];
      for (let index = 0; index < COUNT; index++) {
        const line = repairLine(index, action);
        lines.push({ ...line, id: `${action}-${line.id}` });
      }
      const events = lines.map(({ id, comparedText }) => ({
        idempotency_key: id,
        ...(JSON.parse(comparedText) as object),
      }));
      await call('POST', '/ingest', { events });
      const record: RepairRecord = {
        ...{ kind: 'repair', version: 1, repairId: 'r', connectionId: 'c', startedMs: NOW_MS },
        action,
      };
      {
        using repair = startRepair(RepairState, folder, record);
        repair.state.note({ kind: 'lines', lines });
        repair.state.note({ kind: 'start' });
      }
      const before = (await sandbox().calls()).length;
      for (const killAfter of [7, 25, 1]) assert.equal(await run(killAfter), undefined);
      await appendFile(journalPath(repairFolder(folder, 'r')), '{"kind":"done","li');
      const known = await readRepair(folder, 'r');
      assert.ok(known !== undefined && known.counts.done >= 33 && known.leftCount > 0);
      const last = await run(Infinity);
      assert.deepEqual(JSON.parse(last ?? ''), { done: COUNT, failed: [], notTried: 0 });
      const writes = (await sandbox().calls())
        .slice(before)
        .filter(({ method }) => method === 'PUT')
        .map(({ path }) => path);
      assert.equal(writes.length, COUNT, 'No event is written twice.');
      const { data } = (await call('POST', '/events/search', {
        event_ids: lines.map(({ id }) => id),
      })) as { data: readonly { deprecated: boolean; properties: { n: number } }[] };
      assert.equal(data.length, COUNT);
      for (const { deprecated, properties } of data) {
        if (action === 'amend') assert.equal(properties.n, 2);
        else assert.ok(deprecated);
      }
    });
  }

  test('is not continued by two at once, and a plan that was cut off counts for nothing', async () => {
    const record: RepairRecord = {
      ...{ kind: 'repair', version: 1, repairId: 'r', connectionId: 'c', startedMs: NOW_MS },
      action: 'amend',
    };
    {
      using repair = startRepair(RepairState, folder, record);
      repair.state.note({ kind: 'lines', lines: [repairLine(0)] });
      await assert.rejects(continueRepair(RepairState, folder, 'r'), { name: 'RunBusy' });
      assert.throws(() => startRepair(RepairState, folder, { ...record, repairId: 's' }), {
        name: 'RunBusy',
      });
    }
    assert.equal(await readRepair(folder, 'r'), undefined);
    assert.equal(RepairState.read(''), undefined);
  });
});
