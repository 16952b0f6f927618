/** The ledger's open file: changes and reads. Synchronous; throws whatever SQLite throws. */
import { Database } from './database.ts';
import { Documents } from './documents.ts';
import type { Change, Reads } from './messages.ts';
import { defaultLimits, prune, type LedgerLimits } from './prune.ts';
import { CARRY_OVER, OLDER, REMEMBERED, SCHEMA, SCHEMA_VERSION, TABLES } from './schema.ts';
import { SeenEvents } from './seenEvents.ts';
import { SentEvents } from './sentEvents.ts';
import { tracesOf } from './traces.ts';
import { Writes } from './writes.ts';

/** How many rows are added before the limits are checked again. */
const LOOK_EVERY = 1_000;

export interface FileOptions {
  readonly limits?: LedgerLimits;
  /** Limits the file to this number of pages, as a full disk would. For tests. */
  readonly maxPages?: number;
  /** By this computer's clock. */
  readonly now: () => number;
}

export class LedgerFile {
  readonly reads: Reads;
  /** The older file's data was copied into this one. */
  readonly hasCarriedOver: boolean;
  readonly #db: Database;
  readonly #seen: SeenEvents;
  readonly #writes: Writes;
  readonly #documents: Documents;
  readonly #sent: SentEvents;
  /** A file that was just opened is pruned with its first change. */
  #added = LOOK_EVERY;

  /**
   * Opens or creates the file.
   * @param olderPath the file of an earlier version of the extension, to be copied into a new one
   * @throws SQLite's error when it can't be opened
   */
  constructor(
    path: string,
    private readonly options: FileOptions,
    olderPath?: string,
  ) {
    this.#db = new Database(path);
    try {
      this.hasCarriedOver = this.#create(olderPath);
      const { maxPages } = options;
      if (maxPages !== undefined) this.#db.exec(`pragma max_page_count = ${maxPages}`);
    } catch (error) {
      this.#db.close();
      throw error;
    }
    const db = this.#db;
    const seen = (this.#seen = new SeenEvents(db));
    const writes = (this.#writes = new Writes(db));
    const documents = (this.#documents = new Documents(db));
    const sent = (this.#sent = new SentEvents(db));
    this.reads = {
      histories: (connectionId, eventIds) => this.#histories(connectionId, eventIds),
      traces: (connectionId, eventIds) => tracesOf(db, connectionId, eventIds),
      known: (connectionId, eventIds) => seen.known(connectionId, eventIds),
      recent: (...args) => seen.recent(...args),
      externalCustomerId: (...args) => seen.externalCustomerId(...args),
      customers: (...args) => seen.customers(...args),
      idsOf: (...args) => seen.idsOf(...args),
      written: (...args) => writes.written(...args),
      bases: (...args) => documents.find(...args),
      sentByHour: (...args) => sent.byHour(...args),
    };
  }

  /** @returns true when a change of `answersFrom` deleted what was recorded for a connection */
  apply(change: Change): boolean {
    const keptMs = this.options.now();
    let result = false;
    switch (change.kind) {
      case 'seen':
        this.#seen.note(change.connectionId, change.events, change.nowMs, keptMs);
        this.#added += change.events.length;
        break;
      case 'begun':
        this.#writes.begin(change.id, change.write, keptMs);
        this.#added += 1;
        break;
      case 'confirmed':
        this.#writes.confirm(change.id);
        break;
      case 'shown':
        this.#writes.shown(change.id);
        break;
      case 'refused':
        this.#writes.forget(change.id);
        break;
      case 'document':
        this.#documents.keep(change.kept);
        this.#added += 1;
        break;
      case 'sentHours':
        this.#sent.add(change.connectionId, change.hours, keptMs);
        this.#added += change.hours.size;
        break;
      case 'sentEvents':
        this.#sent.note(change.connectionId, change.eventIds, change.nowMs, keptMs);
        break;
      case 'answersFrom':
        result = this.#answersFrom(change.connectionId, change.dataId, keptMs);
    }
    this.#look(keptMs);
    return result;
  }

  /** @throws SQLite's error when nothing can be written now */
  check(): void {
    this.#db.transaction(() => undefined);
  }

  /** Empties all tables and rewrites the file, so that nothing deleted remains in it or in the files next to it. */
  clear(): void {
    this.#db.transaction(() => {
      for (const table of TABLES) this.#db.run(`delete from ${table}`);
    });
    this.#db.exec('vacuum; pragma wal_checkpoint(truncate)');
  }

  close(): void {
    this.#db.close();
  }

  /** Creates the tables if they don't exist. @returns whether older data was copied into them */
  #create(olderPath: string | undefined): boolean {
    let hasCarriedOver = false;
    if (this.#db.pragma('user_version') === SCHEMA_VERSION) return hasCarriedOver;
    if (olderPath !== undefined) this.#db.run('attach ? as older', [olderPath]);
    this.#db.transaction(() => {
      // Another window may have been faster.
      if (this.#db.pragma('user_version') === SCHEMA_VERSION) return;
      this.#db.exec(SCHEMA);
      const isOlder =
        olderPath !== undefined && this.#db.pragma('older.user_version') === OLDER.version;
      if (isOlder) this.#db.exec(CARRY_OVER);
      hasCarriedOver = isOlder;
    });
    if (olderPath !== undefined) this.#db.exec('detach older');
    return hasCarriedOver;
  }

  #histories(connectionId: string, eventIds: readonly string[]): ReturnType<Reads['histories']> {
    const writes = this.#writes.of(connectionId, eventIds);
    const seen = this.#seen.of(connectionId, eventIds);
    const earlier = this.#seen.earlier(connectionId, eventIds);
    return new Map(
      [...new Set([...writes.keys(), ...seen.keys()])].map((id) => [
        id,
        {
          seen: seen.get(id),
          earlier: earlier.get(id) ?? [],
          writes: writes.get(id) ?? [],
        },
      ]),
    );
  }

  #answersFrom(connectionId: string, dataId: string, keptMs: number): boolean {
    const known = this.#db.get('select id from sandbox_data where connection = ?', [connectionId]);
    if (known?.['id'] === dataId) return false;
    this.#db.transaction(() => {
      for (const table of REMEMBERED) {
        this.#db.run(`delete from ${table} where connection = ?`, [connectionId]);
      }
      const row = [connectionId, dataId, keptMs];
      this.#db.run('insert or replace into sandbox_data values (?, ?, ?)', row);
    });
    return true;
  }

  /** The change has already been applied, so a failed check of the limits can wait until the next change. */
  #look(nowMs: number): void {
    const { limits = defaultLimits } = this.options;
    try {
      if (this.#added < LOOK_EVERY && this.#db.usedBytes <= limits.maxBytes) return;
      this.#added = 0;
      prune(this.#db, limits, nowMs);
    } catch {
      this.#added = LOOK_EVERY;
    }
  }
}
