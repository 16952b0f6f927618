/**
 * The store: one SQLite database for all accounts. With a file, WAL and an exclusive lock make every completed request survive a
 * `kill -9`, and keep a second sandbox out.
 */
import { existsSync, statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** Changes whenever the tables do; a file of another version is rejected, never altered. */
const VERSION = 1;

/**
 * A layer is a set of events that appears and disappears together: the account's own events, or one backfill's. `live` says whether
 * search and volume see it. An event's ID is unique within its layer.
 */
const TABLES = `
create table account (number integer primary key, key_hash text unique not null, generated_key text, state text not null default '{}');
create table customer (account integer not null, id text not null, external_id text, name text, cycle_day integer not null default 1,
  primary key (account, id));
create unique index customer_external on customer (account, external_id) where external_id is not null;
create table layer (number integer primary key, account integer not null, live integer not null);
create table event (seq integer primary key, id text not null, layer integer not null, ms integer not null, name text not null,
  timestamp text not null, customer text, external text, properties text not null, shown_from integer not null,
  deprecated integer not null default 0, replaced_by integer, amended integer not null default 0);
create unique index event_id on event (id, layer);
create index event_replaced on event (replaced_by) where replaced_by is not null;
create table version (event integer not null, shown_from integer not null, name text not null, properties text not null);
create index version_event on version (event);
create table hour (account integer not null, hour integer not null, count integer not null, primary key (account, hour)) without rowid;
create table backfill (layer integer primary key, account integer not null, id text not null, status text not null, created integer not null,
  start_ms integer not null, end_ms integer not null, close_ms integer not null, reverted integer, settles integer,
  ingested integer not null default 0, customer text, replaces integer not null, filter text);
create unique index backfill_id on backfill (account, id);
create table correction (account integer not null, kind text not null, customer text not null, id text not null, at integer not null,
  primary key (account, kind, customer, id)) without rowid;
create table replay (account integer not null, key text not null, request text not null, status integer not null, body text not null,
  at integer not null, unique (account, key));
pragma user_version = ${VERSION};
`;

/** Added later: a file without it is still one of this version. */
const LATER_TABLES = `
create table if not exists billing (account integer primary key, body text not null);
`;

/** The sandbox can't start: one sentence for the terminal. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @param file undefined keeps everything in memory. @throws StartError */
  constructor(file?: string) {
    try {
      if (file !== undefined) assertUsable(file);
      this.#db = new DatabaseSync(file ?? ':memory:', { timeout: 0 });
      this.#db.exec('pragma locking_mode = exclusive; pragma journal_mode = wal');
      this.#db.exec('pragma synchronous = normal; pragma temp_store = memory');
      this.#db.exec('begin immediate');
      this.#prepareTables(file);
      this.#db.exec('commit');
    } catch (error) {
      throw file === undefined ? error : startError(file, error);
    }
  }

  #prepareTables(file: string | undefined): void {
    const version = Number(this.#db.prepare('pragma user_version').get()?.['user_version']);
    if (version === VERSION) {
      this.#db.exec(LATER_TABLES);
      return;
    }
    const used = this.#db.prepare('select count(*) as tables from sqlite_schema').get()?.['tables'];
    if (version !== 0 || used !== 0) {
      throw new StartError(
        `${file ?? ''} is a database, but not one of this version of the sandbox.`,
      );
    }
    this.#db.exec(TABLES + LATER_TABLES);
  }

  /** A prepared statement, prepared once. */
  sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#db.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /** Runs `work` as one transaction: all of it is stored, or nothing when it throws. */
  transaction<T>(work: () => T): T {
    this.#db.exec('begin immediate');
    try {
      const result = work();
      this.#db.exec('commit');
      return result;
    } catch (error) {
      this.#db.exec('rollback');
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }
}

function assertUsable(file: string): void {
  if (!existsSync(file)) return;
  const { mode } = statSync(file);
  // Checked by hand, since the system lets an administrator write even to read-only files.
  if ((mode & 0o222) === 0) throw new StartError(`${file} is read-only.`);
}

function startError(file: string, error: unknown): StartError {
  if (error instanceof StartError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/locked|busy/.test(message)) return new StartError(`${file} is used by another sandbox.`);
  if (/not a database|malformed/.test(message)) return new StartError(`${file} isn't a database.`);
  if (message.includes('readonly')) return new StartError(`${file} is read-only.`);
  return new StartError(`Can't open ${file} as a data file: ${message}.`);
}
