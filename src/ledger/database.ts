/** The ledger's file: SQLite in WAL mode, so that several windows share it. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { SCHEMA, SCHEMA_VERSION, TABLES } from './schema.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;
type Argument = string | number | null;

export const text = (value: SQLOutputValue | undefined) => String(value);
export const number = (value: SQLOutputValue | undefined) => Number(value);

export class Database {
  readonly #db: DatabaseSync;

  /**
   * Opens or creates the file; `:memory:` keeps nothing.
   * @throws when it cannot be opened
   */
  constructor(path: string) {
    // Not imported: loading the module costs every window, a ledger only those that use it.
    const sqlite = process.getBuiltinModule('node:sqlite');
    this.#db = new sqlite.DatabaseSync(path, { timeout: 5_000 });
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = normal');
    if (this.#pragma('user_version') !== SCHEMA_VERSION) {
      for (const table of TABLES) this.#db.exec(`drop table if exists ${table}`);
    }
    this.#db.exec(`${SCHEMA} pragma user_version = ${String(SCHEMA_VERSION)}`);
  }

  /** What the file holds; the room that deleted rows left does not count. */
  get usedBytes(): number {
    const pages = this.#pragma('page_count') - this.#pragma('freelist_count');
    return pages * this.#pragma('page_size');
  }

  get(sql: string, args: readonly Argument[]): Row | undefined {
    return this.#db.prepare(sql).get(...args);
  }

  all(sql: string, args: readonly Argument[]): readonly Row[] {
    return this.#db.prepare(sql).all(...args);
  }

  /** @returns how many rows it changed, and the number of the row it added last */
  run(
    sql: string,
    args: readonly Argument[] = [],
  ): { readonly changes: number; readonly id: number } {
    const { changes, lastInsertRowid } = this.#db.prepare(sql).run(...args);
    return { changes: Number(changes), id: Number(lastInsertRowid) };
  }

  /** The same for each row of arguments, all or none. */
  runAll(sql: string, rows: Iterable<readonly Argument[]>): void {
    this.transaction(() => {
      const statement = this.#db.prepare(sql);
      for (const row of rows) statement.run(...row);
    });
  }

  transaction(work: () => void): void {
    this.#db.exec('begin immediate');
    try {
      work();
      this.#db.exec('commit');
    } catch (error) {
      this.#db.exec('rollback');
      throw error;
    }
  }

  /** Writes the file anew, so that nothing of what was deleted stays in it or beside it. */
  vacuum(): void {
    this.#db.exec('vacuum; pragma wal_checkpoint(truncate)');
  }

  close(): void {
    this.#db.close();
  }

  #pragma(name: string): number {
    return number(this.#db.prepare(`pragma ${name}`).get()?.[name]);
  }
}
