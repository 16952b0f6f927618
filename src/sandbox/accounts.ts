/** The account of each API key. A data file stores its accounts by the hash of their keys. */
import { hash, randomBytes } from 'node:crypto';
import { Account } from './account.ts';
import type { Database } from './database.ts';
import type { LogLimits } from './requestLog.ts';

export interface AccountsOptions {
  /** Empty: one account with a generated key, which is stored in the data file. */
  readonly apiKeys: readonly string[];
  readonly realNow: () => number;
  readonly now?: number;
  readonly graceHours?: number;
  readonly logLimits?: LogLimits;
  readonly secrets?: readonly string[];
}

export class Accounts {
  readonly #byKey = new Map<string, Account>();
  readonly apiKeys: readonly string[];

  constructor(db: Database, options: AccountsOptions) {
    this.apiKeys = options.apiKeys.length > 0 ? [...new Set(options.apiKeys)] : [generatedKey(db)];
    for (const apiKey of this.apiKeys) {
      const keyHash = hash('sha256', apiKey);
      db.sql('insert into account (key_hash) values (?) on conflict do nothing').run(keyHash);
      const row = db.sql('select number, state from account where key_hash = ?').get(keyHash);
      const account = new Account(db, {
        ...options,
        number: Number(row?.['number']),
        state: String(row?.['state']),
        apiKey,
      });
      this.#byKey.set(apiKey, account);
    }
  }

  get all(): readonly Account[] {
    return [...this.#byKey.values()];
  }

  /** @param authorization the header's value */
  find(authorization: string | undefined): Account | undefined {
    const key = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    return key === undefined ? undefined : this.#byKey.get(key);
  }
}

/** The key that was generated for this file on an earlier start, or a new one. */
function generatedKey(db: Database): string {
  const row = db.sql('select generated_key from account where generated_key is not null').get();
  if (row !== undefined) return String(row['generated_key']);
  const key = `sandbox_${randomBytes(18).toString('base64url')}`;
  db.sql('insert into account (key_hash, generated_key) values (?, ?)').run(
    hash('sha256', key),
    key,
  );
  return key;
}
