/**
 * Several windows write to the same history at once, while its threads are killed and another
 * program locks its file.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerClient } from '../../src/ledger/ledgerClient.ts';
import { LedgerFolderOnDisk } from '../helpers/ledger.ts';
import { lockFile } from '../helpers/lockedFile.ts';
import { NOW_MS } from '../helpers/ingestWorld.ts';
import type { Random } from './random.ts';
import { inTime, rounds, type Round, type Scenario } from './scenario.ts';

const CONNECTIONS = ['a', 'b'] as const;
/** Longer than the longest pause between a window's attempts to use its file. */
const PATIENCE_MS = 60_000;

interface Written {
  readonly connectionId: string;
  readonly eventId: string;
  readonly after: string;
}

export const ledgers: Scenario = (random, options) =>
  rounds(random, options, async (round) => {
    await using disk = new LedgerFolderOnDisk();
    const windows = Array.from({ length: round.random.int(2, 4) }, () => disk.open());
    // The file exists before anything locks it.
    await Promise.all(windows.map((window) => window.seen.known('a', ['x'])));
    const written: Written[] = [];
    await Promise.all([
      ...windows.map((window, at) => write(window, `w${at}`, written, round.random.fork())),
      trouble(round, disk, round.random.fork()),
    ]);
    round.counts.events += written.length;
    try {
      await inTime('The history', arrived(disk, written), PATIENCE_MS);
    } catch {
      // What is missing is counted below.
    }
    await compare(round, disk, written);
  });

/** Each write is recorded before it is sent, and again when it is acknowledged. */
async function write(window: LedgerClient, name: string, written: Written[], random: Random) {
  for (let count = random.int(5, 60); count > 0; count--) {
    const connectionId = random.pick(CONNECTIONS);
    const eventId = `${name}-${count}`;
    const after = `{"owner":"${connectionId}","n":${random.pick(['9007199254740993', '1.0', '-0'])}}`;
    written.push({ connectionId, eventId, after });
    const id = await window.writes.begin({
      ...{ connectionId, eventId, kind: 'amend', before: '{}', after, customer: 'acme' },
      atMs: NOW_MS,
    });
    await window.writes.confirm(id);
    if (random.chance(0.2)) await sleep(random.int(0, 50));
  }
}

async function trouble(round: Round, disk: LedgerFolderOnDisk, random: Random): Promise<void> {
  for (let count = random.int(1, 5); count > 0; count--) {
    await sleep(random.int(0, 200));
    if (random.chance(0.6)) {
      random.pick(disk.threads).stop();
      round.counts.kills++;
    } else {
      const lock = await lockFile(disk.path());
      await sleep(random.int(0, 500));
      await lock.release();
    }
  }
}

const idsOf = (written: readonly Written[], connectionId: string) =>
  written.filter((each) => each.connectionId === connectionId).map(({ eventId }) => eventId);

/** A window that didn't write anything sees everything. */
async function arrived(disk: LedgerFolderOnDisk, written: readonly Written[]): Promise<void> {
  const reader = disk.open();
  for (;;) {
    let missing = 0;
    for (const connectionId of CONNECTIONS) {
      const ids = idsOf(written, connectionId);
      const histories = await reader.histories(connectionId, ids);
      const isThere = (id: string) => histories.get(id)?.writes.some(({ confirmed }) => confirmed);
      missing += ids.filter((id) => isThere(id) !== true).length;
    }
    if (missing === 0) return;
    await sleep(50);
  }
}

async function compare(round: Round, disk: LedgerFolderOnDisk, written: readonly Written[]) {
  const reader = disk.open();
  for (const connectionId of CONNECTIONS) {
    const all = await reader.histories(
      connectionId,
      written.map(({ eventId }) => eventId),
    );
    for (const { eventId, after, connectionId: own } of written) {
      const writes = all.get(eventId)?.writes ?? [];
      if (own !== connectionId) {
        if (writes.length > 0) round.fault('wrongAccounts', `${eventId} is in ${connectionId}`);
        continue;
      }
      const [first] = writes;
      if (first?.confirmed !== true) round.fault('lost', `${eventId}: ${JSON.stringify(first)}`);
      if (writes.length > 1) round.fault('doubled', `${eventId} ${writes.length} times`);
      if (first !== undefined && first.after !== after) {
        round.fault('altered', `${String(first.after)} for ${after}`);
      }
    }
  }
}
