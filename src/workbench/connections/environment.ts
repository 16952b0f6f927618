/** The connection of the environment variables ORB_API_KEY and ORB_BASE_URL. It is never stored. */
import { createHash } from 'node:crypto';
import { DEFAULT_GRACE_HOURS, ORB_BASE_URL, type Connection } from '../../core/connection.ts';
import { isLoopback, normalizeBaseUrl } from '../../orb/address.ts';

export interface EnvironmentConnection {
  readonly connection: Connection;
  readonly apiKey: string;
  /** Why ORB_BASE_URL is invalid and the connection can't be used. */
  readonly problem?: string;
}

/**
 * Undefined without a key. The mode is sandbox for a loopback address, otherwise live, since a key
 * doesn't show that it's a test key.
 */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): EnvironmentConnection | undefined {
  const apiKey = environment['ORB_API_KEY']?.trim() ?? '';
  if (apiKey === '') return undefined;
  const written = environment['ORB_BASE_URL']?.trim() ?? '';
  const { baseUrl, problem } = readBaseUrl(written === '' ? ORB_BASE_URL : written);
  return {
    apiKey,
    ...(problem !== undefined && { problem }),
    connection: {
      id: `environment-${fingerprint(apiKey)}`,
      name: 'Environment',
      mode: baseUrl !== '' && isLoopback(new URL(baseUrl).hostname) ? 'sandbox' : 'live',
      baseUrl,
      gracePeriodHours: DEFAULT_GRACE_HOURS,
    },
  };
}

function readBaseUrl(text: string): { readonly baseUrl: string; readonly problem?: string } {
  try {
    return { baseUrl: normalizeBaseUrl(text) };
  } catch (error) {
    return { baseUrl: '', problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Identifies an account, so that its recorded data isn't used for another; 32 bits don't reveal the
 * key.
 */
const fingerprint = (apiKey: string) =>
  createHash('sha256').update(apiKey).digest('hex').slice(0, 8);
