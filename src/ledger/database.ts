/** SQLite in WAL mode, so that several windows share a file. Everything here is synchronous: it runs in the ledger's own thread. */
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

export const text = (value: SQLOutputValue | undefined) => String(value);
export const number = (value: SQLOutputValue | undefined) => Number(value);

/** How long a statement waits for another window's; then the caller reports "locked" and tries again later. */
const BUSY_MS = 100;

export class Database {
  readonly #db: DatabaseSync;

  /**
   * Opens or creates the file.
   * @throws SQLite's error when it can't be opened
   */
  constructor(path: string) {
    this.#db = new DatabaseSync(path, { timeout: BUSY_MS });
    try {
      this.exec('pragma journal_mode = wal; pragma synchronous = normal');
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The size of the file's contents, without the free space of deleted rows. */
  get usedBytes(): number {
    const pages = this.pragma('page_count') - this.pragma('freelist_count');
    return pages * this.pragma('page_size');
  }

  pragma(name: string): number {
    return number(this.#db.prepare(`pragma ${name}`).get()?.[name.split('.').at(-1) ?? name]);
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  get(sql: string, args: readonly SQLInputValue[]): Row | undefined {
    return this.#db.prepare(sql).get(...args);
  }

  all(sql: string, args: readonly SQLInputValue[]): readonly Row[] {
    return this.#db.prepare(sql).all(...args);
  }

  /** @returns how many rows it changed */
  run(sql: string, args: readonly SQLInputValue[] = []): number {
    return Number(this.#db.prepare(sql).run(...args).changes);
  }

  /** The same for each row of arguments, all or none. */
  runAll(sql: string, rows: Iterable<readonly SQLInputValue[]>): void {
    this.transaction(() => {
      const statement = this.#db.prepare(sql);
      for (const row of rows) statement.run(...row);
    });
  }

  transaction(work: () => void): void {
    this.exec('begin immediate');
    try {
      work();
      this.exec('commit');
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (this.#db.isTransaction) this.exec('rollback');
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }
}
