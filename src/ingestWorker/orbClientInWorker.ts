/** Orb's client inside the worker. */
import type { ClientOptions, OrbClient } from '../orb/orbApi.ts';
import { createClient } from '../orb/client.ts';
import type { FromWorker } from './messages.ts';

/** Creates a client for one task, reports its requests, and closes it when `use` has finished. */
export async function withClient<T>(
  options: ClientOptions,
  tell: (message: FromWorker) => void,
  use: (client: OrbClient) => Promise<T>,
): Promise<T> {
  const client = createClient(options);
  // Bodies aren't reported: at thousands of events per second they would fill the log.
  client.onRequest(({ method, path, ms, attempt, status, error, headers }) =>
    tell({
      kind: 'request',
      record: {
        method,
        path,
        ms,
        attempt,
        headers,
        requestHeaders: {},
        ...(status !== undefined && { status }),
        ...(error !== undefined && { error }),
      },
    }),
  );
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
