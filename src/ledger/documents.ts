/** The versions that open documents were loaded from, so that their conflict checks survive a reload. */
import { number, text, type Database, type Row } from './database.ts';

export interface DocumentBase {
  /** The event's JSON as Orb wrote it. */
  readonly base: string;
  /** The document's text as last read or saved. */
  readonly text: string;
  readonly mtime: number;
}

export class Documents {
  constructor(private readonly db: Database) {}

  /** @param window whose document it is: edits in one window are checked against what that window loaded, not against another's */
  keep(
    window: string,
    connectionId: string,
    eventId: string,
    base: DocumentBase,
    keptMs: number,
  ): void {
    this.db.run('insert or replace into documents values (?, ?, ?, ?, ?, ?, ?)', [
      ...[window, connectionId, eventId],
      ...[base.base, base.text, base.mtime, keptMs],
    ]);
  }

  of(window: string, connectionId: string, eventId: string): DocumentBase | undefined {
    return asBase(
      this.db.get(
        'select * from documents where editor_window = ? and connection = ? and event = ?',
        [window, connectionId, eventId],
      ),
    );
  }

  /** The version that any window loaded last. */
  newest(connectionId: string, eventId: string): DocumentBase | undefined {
    return asBase(
      this.db.get(
        'select * from documents where connection = ? and event = ? order by kept_ms desc, rowid desc limit 1',
        [connectionId, eventId],
      ),
    );
  }
}

const asBase = (row: Row | undefined): DocumentBase | undefined =>
  row && { base: text(row['base']), text: text(row['text']), mtime: number(row['mtime']) };
