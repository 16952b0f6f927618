/** What a sandbox was asked, as it recorded it. */
import type { RecordedCall } from '../helpers/sandbox.ts';
import type { ChaosSandbox, Owner } from './chaosSandbox.ts';

/** The ingest requests of an account, oldest first, with the keys of their events. */
export async function readRequests(
  sandbox: ChaosSandbox,
  owner: Owner,
): Promise<readonly { readonly status: number; readonly keys: readonly string[] }[]> {
  const calls = (await sandbox.control(owner, '/requests')) as readonly RecordedCall[];
  return calls
    .filter(({ path }) => path === '/v1/ingest')
    .map(({ status, requestBody }) => {
      // A body may be cut where it is too long to be kept.
      const keys = [...requestBody.matchAll(/"idempotency_key":[ \t]?"([^"]*)"/g)];
      return { status, keys: keys.map(([, key = '']) => key) };
    });
}
