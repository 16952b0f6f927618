/** An Orb account as the user named it. Its API key isn't part of it: the key is only in SecretStorage. */

/** An API key doesn't reveal its mode, so the user states it. `sandbox` is the local emulator. */
export type Mode = 'live' | 'test' | 'sandbox';

export interface Connection {
  /** Part of document URIs: letters, digits and dashes. */
  readonly id: string;
  readonly name: string;
  readonly mode: Mode;
  /** With `/v1`, without a trailing slash. */
  readonly baseUrl: string;
  /** How far back the account accepts events, in hours; Orb's default is 12. */
  readonly gracePeriodHours: number;
}

/** The argument of the command that adds a connection. */
export interface NewConnection {
  readonly name: string;
  readonly mode: Mode;
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly gracePeriodHours?: number;
}

/** The argument of the command that edits one. */
export interface ConnectionEdit {
  readonly connectionId: string;
  readonly name?: string;
  readonly mode?: Mode;
  readonly gracePeriodHours?: number;
}

export const ORB_BASE_URL = 'https://api.withorb.com/v1';
export const DEFAULT_GRACE_HOURS = 12;

/** The host (and port) of a connection, to show; empty when its URL isn't valid. */
export function hostOf({ baseUrl }: Pick<Connection, 'baseUrl'>): string {
  return /^https?:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(baseUrl)?.[1] ?? '';
}
