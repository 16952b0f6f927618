// A repair in a process of its own, to be killed. Reads the folder and the account as JSON from standard input; prints each outcome.
import { text } from 'node:stream/consumers';
import { continueRepair } from '../../src/ingestWorker/repairFolder.ts';
import { createClient } from '../../src/orb/client.ts';
import { repairEach } from '../../src/reconcile/repairEach.ts';
import { RepairState } from '../../src/reconcile/repairJournal.ts';
import { ports, writesOf } from '../helpers/repairWorld.ts';

const { folder, url, apiKey } = JSON.parse(await text(process.stdin)) as {
  readonly folder: string;
  readonly url: string;
  readonly apiKey: string;
};
const client = createClient({ baseUrl: url, apiKey, maxRetries: 0 });
using repair = await continueRepair(RepairState, folder, 'r');
const { signal } = new AbortController();
const unlimited = () => Promise.resolve();
await repairEach(
  repair.state,
  { ...ports(writesOf(client), unlimited), onProgress: () => console.log('outcome') },
  signal,
);
await client.close();
console.log(`last ${JSON.stringify(repair.state.counts)}`);
