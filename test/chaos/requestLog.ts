/** The requests that a sandbox recorded. */
import type { RecordedCall } from '../helpers/sandbox.ts';
import type { ChaosSandbox, Owner } from './chaosSandbox.ts';

/** The ingest requests of an account, oldest first, with the IDs of their events. */
export async function readRequests(
  sandbox: ChaosSandbox,
  owner: Owner,
): Promise<readonly { readonly status: number; readonly keys: readonly string[] }[]> {
  const calls = (await sandbox.control(owner, '/requests')) as readonly RecordedCall[];
  return calls
    .filter(({ path }) => path === '/v1/ingest')
    .map(({ status, requestBody }) => {
      // A body that is too long to be kept is cut off.
      const keys = [...requestBody.matchAll(/"idempotency_key":[ \t]?"([^"]*)"/g)];
      return { status, keys: keys.map(([, key = '']) => key) };
    });
}
