/** The events ingested from here: how many per hour of their timestamps, and their IDs for an hour after they were sent. */
import { HOUR_MS } from '../core/timeframe.ts';
import { number, type Database } from './database.ts';

export class SentEvents {
  constructor(private readonly db: Database) {}

  /** Adds to the number of events sent, by the hour of their own timestamps. */
  add(connectionId: string, hours: ReadonlyMap<number, number>, keptMs: number): void {
    this.db.runAll(
      `insert into sent values (?, ?, ?, ?)
       on conflict do update set events = events + excluded.events, kept_ms = excluded.kept_ms`,
      [...hours].map(([hourMs, events]) => [connectionId, hourMs, events, keptMs]),
    );
  }

  /** Hour → events sent from here, start inclusive, end exclusive. */
  byHour(connectionId: string, startMs: number, endMs: number): ReadonlyMap<number, number> {
    const rows = this.db.all(
      'select hour_ms, events from sent where connection = ? and hour_ms >= ? and hour_ms < ?',
      [connectionId, startMs, endMs],
    );
    return new Map(rows.map((row) => [number(row['hour_ms']), number(row['events'])]));
  }

  /** Notes events sent just now, so that a search that doesn't show them yet can say why. They are kept for an hour. */
  note(connectionId: string, eventIds: readonly string[], nowMs: number, keptMs: number): void {
    this.db.transaction(() => {
      this.db.run('delete from sent_events where kept_ms < ?', [keptMs - HOUR_MS]);
      for (const eventId of eventIds) {
        this.db.run('insert or replace into sent_events values (?, ?, ?, ?)', [
          ...[connectionId, eventId],
          ...[nowMs, keptMs],
        ]);
      }
    });
  }
}
