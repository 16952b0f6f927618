/** What the ledger knows about IDs that a search doesn't find, for all of them at once. */
import { number, text, type Database } from './database.ts';

export interface IdTraces {
  /** Amended from this editor. */
  readonly amended?: boolean;
  /** The same ID with other upper and lower case, seen in this connection. */
  readonly otherCase?: string;
  /** The other connections in which it was seen. */
  readonly elsewhere?: readonly string[];
  /** Its timestamp, when it was seen in this connection before. */
  readonly seenTimestamp?: string;
  /** When it was sent from here, if that was within the hour or so. */
  readonly sentMs?: number;
}

/** @returns nothing for IDs without a trace */
export function tracesOf(
  db: Database,
  connectionId: string,
  eventIds: readonly string[],
): ReadonlyMap<string, IdTraces> {
  const traces = new Map<string, IdTraces>();
  const ids = JSON.stringify(eventIds);
  const add = (eventId: string, more: IdTraces) =>
    traces.set(eventId, { ...traces.get(eventId), ...more });
  // A cross join keeps its order: otherwise SQLite would scan everything seen for each ID.
  const asked = 'with asked as (select value as wanted from json_each(?))';
  for (const row of db.all(
    `${asked} select distinct wanted from asked cross join writes on event = wanted where connection = ? and kind = 'amend'`,
    [ids, connectionId],
  )) {
    add(text(row['wanted']), { amended: true });
  }
  for (const row of db.all(
    `${asked} select wanted, timestamp from asked cross join seen on event = wanted and connection = ?`,
    [ids, connectionId],
  )) {
    add(text(row['wanted']), { seenTimestamp: text(row['timestamp']) });
  }
  for (const row of db.all(
    `${asked} select wanted, event from asked cross join seen on lower(event) = lower(wanted)
     where connection = ? and event <> wanted`,
    [ids, connectionId],
  )) {
    add(text(row['wanted']), { otherCase: text(row['event']) });
  }
  for (const row of db.all(
    `${asked} select wanted, connection from asked cross join seen on event = wanted where connection <> ?`,
    [ids, connectionId],
  )) {
    const id = text(row['wanted']);
    add(id, { elsewhere: [...(traces.get(id)?.elsewhere ?? []), text(row['connection'])] });
  }
  for (const row of db.all(
    `${asked} select wanted, at_ms from asked cross join sent_events on event = wanted where connection = ?`,
    [ids, connectionId],
  )) {
    add(text(row['wanted']), { sentMs: number(row['at_ms']) });
  }
  return traces;
}
