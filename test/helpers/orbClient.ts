/** A client of a server that responds as configured; both end with the test. */
import type { OrbErrorKind } from '../../src/core/errors.ts';
import { OrbError } from '../../src/core/errors.ts';
import type { ClientOptions, OrbClient, RequestRecord } from '../../src/orb/orbApi.ts';
import { createClient } from '../../src/orb/client.ts';
import { startServer, type RecordingServer } from './httpServer.ts';

export const testKey = 'key-0123456789';

type Answer = Parameters<typeof startServer>[0];

/** Pauses last a millisecond at first, so that retries don't slow the tests down. */
export async function withServer(
  answer: Answer,
  use: (client: OrbClient, server: RecordingServer) => Promise<void>,
  options: Partial<ClientOptions> = {},
): Promise<void> {
  const server = await startServer(answer);
  try {
    await withClient({ baseUrl: server.url, ...options }, (client) => use(client, server));
  } finally {
    await server.stop();
  }
}

export async function withClient<T>(
  options: Partial<ClientOptions> & Pick<ClientOptions, 'baseUrl'>,
  use: (client: OrbClient) => Promise<T>,
): Promise<T> {
  const client = createClient({ apiKey: testKey, firstPauseMs: 1, ...options });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** The OrbError of a call. @throws if it succeeds or fails in another way. */
export async function failureOf(call: Promise<unknown>, kind?: OrbErrorKind): Promise<OrbError> {
  let value: unknown;
  try {
    value = await call;
  } catch (error) {
    if (error instanceof OrbError && (kind === undefined || error.kind === kind)) return error;
    throw error;
  }
  throw new Error(`The call succeeded: ${JSON.stringify(value)}`);
}

/** Collects every attempt of a client from now on. */
export function recordsOf(client: OrbClient): readonly RequestRecord[] {
  const records: RequestRecord[] = [];
  client.onRequest((record) => records.push(record));
  return records;
}
