import type { Account } from './account.ts';

/** One request as an operation sees it. */
export interface Call {
  readonly account: Account;
  /** The decoded variable segments of the path. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** What the sandbox noticed, for the request log. */
  readonly notes: string[];
}

export interface Reply {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}
