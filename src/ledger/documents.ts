/** Which version of an event a document's text is based on, found again by the text itself after a reload. */
import { number, text, type Database } from './database.ts';

export interface DocumentBase {
  /** The event's JSON as Orb wrote it. */
  readonly base: string;
  /** The document's text of it. */
  readonly text: string;
  /** Of the document's file. */
  readonly mtime: number;
  /** When Orb showed it; milliseconds since 1970. */
  readonly readMs: number;
}

/** The text of one open document, and the version it is based on. */
export interface KeptBase extends DocumentBase {
  /** Names the extension host whose document it is. */
  readonly session: string;
  readonly connectionId: string;
  readonly eventId: string;
  /** Of the document's text now. */
  readonly textHash: string;
  /** Now, by this computer's clock. */
  readonly atMs: number;
}

/** The editor restores a text that is at most some seconds older than the last one. */
const KEPT_TEXTS = 20;

export class Documents {
  constructor(private readonly db: Database) {}

  keep(kept: KeptBase): void {
    const { session, connectionId, eventId, textHash } = kept;
    this.db.run('insert or replace into document_bases values (?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      connectionId,
      eventId,
      textHash,
      session,
      kept.base,
      kept.text,
      kept.mtime,
      kept.readMs,
      kept.atMs,
    ]);
    const own = 'connection = ? and event = ? and session = ?';
    this.db.run(
      `delete from document_bases where ${own} and text_hash not in
         (select text_hash from document_bases where ${own} order by kept_ms desc limit ${KEPT_TEXTS})`,
      [connectionId, eventId, session, connectionId, eventId, session],
    );
  }

  /** The versions that documents with exactly this text are based on, in any window. */
  find(connectionId: string, eventId: string, textHash: string): readonly DocumentBase[] {
    const sql = 'select * from document_bases where connection = ? and event = ? and text_hash = ?';
    return this.db.all(sql, [connectionId, eventId, textHash]).map((row) => ({
      base: text(row['base']),
      text: text(row['text']),
      mtime: number(row['mtime']),
      readMs: number(row['read_ms']),
    }));
  }
}
