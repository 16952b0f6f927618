/** The client of one piece of work in the worker. */
import type { ClientOptions, OrbClient } from '../orb/api.ts';
import { createClient } from '../orb/client.ts';
import type { FromWorker } from './messages.ts';

/** Tells of each request; the client is closed when `use` has ended. */
export async function withClient<T>(
  options: ClientOptions,
  tell: (message: FromWorker) => void,
  use: (client: OrbClient) => Promise<T>,
): Promise<T> {
  const client = createClient(options);
  // Bodies stay here: at thousands of events a second nobody reads them.
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
