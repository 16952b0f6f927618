/** An account of Orb as the user named it. Its API key is not part of it: the key lives in SecretStorage only. */

/** Orb's keys do not tell their mode, so the user states it. `sandbox` is the local emulator. */
export type Mode = 'live' | 'test' | 'sandbox';

export interface Connection {
  /** Stands in document URIs; letters, digits and dashes. */
  readonly id: string;
  readonly name: string;
  readonly mode: Mode;
  /** With `/v1`, without a trailing slash. */
  readonly baseUrl: string;
  /** How far back the account accepts events, in hours; Orb's default is 12. */
  readonly gracePeriodHours: number;
}

export const ORB_BASE_URL = 'https://api.withorb.com/v1';
export const DEFAULT_GRACE_HOURS = 12;

/** The host (and port) a connection talks to, for people; empty when its address is not one. */
export function hostOf({ baseUrl }: Pick<Connection, 'baseUrl'>): string {
  return /^https?:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(baseUrl)?.[1] ?? '';
}
