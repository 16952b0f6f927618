/** The ledger's tables. Texts are JSON exactly as Orb wrote it or as it was sent; times are milliseconds since 1970. */

/**
 * Increased with each change of the tables. Each version has its own file, into which the previous one is copied: a window that still
 * runs an older version of the extension must not find tables it doesn't know.
 */
export const SCHEMA_VERSION = 3;
export const FILE_NAME = `ledger-${SCHEMA_VERSION}.sqlite`;

/** Version 0.1 of the extension wrote this one. */
export const OLDER = { version: 2, fileName: 'ledger.sqlite' } as const;

/** The tables of what is recorded for a connection. */
export const REMEMBERED = [
  'seen',
  'earlier',
  'writes',
  'document_bases',
  'sent',
  'sent_events',
] as const;
export const TABLES = [...REMEMBERED, 'sandbox_data'] as const;

/**
 * `kept_ms` is this computer's clock when the row was written and decides its age; all other times are by the connection's clock, which
 * a sandbox may set to any year.
 */
export const SCHEMA = `
create table seen (
  id integer primary key,
  connection text not null, event text not null,
  raw text not null, event_name text not null,
  customer text, -- the external ID where there is one, else Orb's
  orb_customer text, -- Orb's ID where there is an external one too
  timestamp text not null, first_ms integer not null, last_ms integer not null, kept_ms integer not null,
  unique (event, connection));
create index seen_folded on seen (lower(event), connection);
create index seen_recent on seen (connection, last_ms);
create index seen_aliases on seen (connection, orb_customer, last_ms) where orb_customer is not null;
create index seen_age on seen (kept_ms);
create table earlier ( -- what Orb showed of an event before it showed what is seen now
  place integer primary key,
  connection text not null, event text not null, raw text not null,
  until_ms integer not null, -- when another version was seen
  kept_ms integer not null);
create index earlier_event on earlier (connection, event, place);
create index earlier_age on earlier (kept_ms);
create trigger seen_changes after update of raw on seen when old.raw is not new.raw begin
  insert into earlier (connection, event, raw, until_ms, kept_ms)
    values (old.connection, old.event, old.raw, new.last_ms, new.kept_ms);
end;
create table writes (
  place integer primary key, -- the order in which they were sent
  id integer not null unique, -- chosen by the window that sent it
  connection text not null, event text not null, kind text not null check (kind in ('amend', 'deprecate')),
  before text not null, after text, customer text, at_ms integer not null,
  confirmed integer not null, -- 0 no response, 1 acknowledged, 2 shown by Orb's search as well, 3 shown, but without a response
  kept_ms integer not null);
create index writes_event on writes (connection, event, place);
create index writes_customer on writes (connection, customer, kind, at_ms);
create table document_bases (
  connection text not null, event text not null, text_hash text not null, session text not null,
  base text not null, text text not null, mtime integer not null, read_ms integer not null,
  kept_ms integer not null,
  primary key (connection, event, text_hash, session)) without rowid;
create index document_bases_age on document_bases (kept_ms);
create table sent (
  connection text not null, hour_ms integer not null, events integer not null, kept_ms integer not null,
  primary key (connection, hour_ms)) without rowid;
create index sent_age on sent (kept_ms);
create table sent_events (
  connection text not null, event text not null, at_ms integer not null, kept_ms integer not null,
  primary key (connection, event)) without rowid;
create index sent_events_age on sent_events (kept_ms);
create table sandbox_data (
  connection text primary key, id text not null, kept_ms integer not null) without rowid;
pragma user_version = ${SCHEMA_VERSION};
`;

/** Copies the contents of the older file, attached as \`older\`. */
export const CARRY_OVER = `
insert into seen (connection, event, raw, event_name, customer, orb_customer, timestamp, first_ms, last_ms, kept_ms)
  select connection, event, raw, event_name, customer,
    case when json_valid(raw) then case when customer is json_extract(raw, '$.external_customer_id')
      then json_extract(raw, '$.customer_id') end end,
    timestamp, first_ms, last_ms, last_ms from older.seen;
insert into writes (place, id, connection, event, kind, before, after, customer, at_ms, confirmed, kept_ms)
  select id, id, connection, event, kind, before, after, customer, at_ms, confirmed, at_ms from older.writes;
insert into sent select connection, hour_ms, events, hour_ms from older.sent;
insert into sent_events select connection, event, at_ms, at_ms from older.sent_events;
insert into sandbox_data select connection, id, 0 from older.sandbox_data;
`;
