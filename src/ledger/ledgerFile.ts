/** The ledger (see ledger.ts) as a file: synchronous, and throwing whatever SQLite throws. Several windows share it. */
import { Database } from './database.ts';
import { Documents } from './documents.ts';
import { defaultLimits, prune, type LedgerLimits } from './prune.ts';
import { REMEMBERED, TABLES } from './schema.ts';
import { SeenEvents, type SeenEvent } from './seenEvents.ts';
import { SentEvents } from './sentEvents.ts';
import { tracesOf, type IdTraces } from './traces.ts';
import { Writes, type LedgerWrite } from './writes.ts';

/** How many rows are added before the bounds are looked at again. */
const LOOK_EVERY = 1_000;

export class LedgerFile {
  readonly seen: SeenEvents;
  readonly writes: Writes;
  readonly documents: Documents;
  readonly sent: SentEvents;
  readonly #db: Database;
  #added = 0;

  /**
   * Opens or creates the file; `:memory:` keeps nothing.
   * @throws when the file cannot be opened
   */
  constructor(
    path: string,
    nowMs: number,
    private readonly limits: LedgerLimits = defaultLimits,
  ) {
    this.#db = new Database(path);
    const grown = (rows: number, atMs: number) => this.#grown(rows, atMs);
    this.seen = new SeenEvents(this.#db, grown);
    this.writes = new Writes(this.#db);
    this.documents = new Documents(this.#db, grown);
    this.sent = new SentEvents(this.#db);
    prune(this.#db, limits, nowMs);
  }

  /** What is known of many events at once; those of which nothing is known are left out. */
  histories(
    connectionId: string,
    eventIds: readonly string[],
  ): ReadonlyMap<string, { readonly seen?: SeenEvent; readonly writes: readonly LedgerWrite[] }> {
    const writes = this.writes.ofAll(connectionId, eventIds);
    const seen = this.seen.ofAll(connectionId, eventIds);
    return new Map(
      [...new Set([...writes.keys(), ...seen.keys()])].map((id) => {
        const last = seen.get(id);
        return [id, { ...(last && { seen: last }), writes: writes.get(id) ?? [] }];
      }),
    );
  }

  traces(connectionId: string, eventIds: readonly string[]): ReadonlyMap<string, IdTraces> {
    return tracesOf(this.#db, connectionId, eventIds);
  }

  deleteAll(): void {
    for (const table of TABLES) this.#db.run(`delete from ${table}`);
    this.#db.vacuum();
  }

  /**
   * A sandbox named the data that it answers from. When that is not the data known before, all that is remembered of the connection
   * goes: it was about other events with the same ids.
   * @returns whether it went
   */
  answersFrom(connectionId: string, dataId: string): boolean {
    const known = this.#db.get('select id from sandbox_data where connection = ?', [connectionId]);
    if (known?.['id'] === dataId) return false;
    this.#db.transaction(() => {
      for (const table of REMEMBERED) {
        this.#db.run(`delete from ${table} where connection = ?`, [connectionId]);
      }
      this.#db.run('insert or replace into sandbox_data values (?, ?)', [connectionId, dataId]);
    });
    return true;
  }

  close(): void {
    this.#db.close();
  }

  #grown(rows: number, nowMs: number): void {
    this.#added += rows;
    if (this.#added <= LOOK_EVERY && this.#db.usedBytes <= this.limits.maxBytes) return;
    this.#added = 0;
    prune(this.#db, this.limits, nowMs);
  }
}
