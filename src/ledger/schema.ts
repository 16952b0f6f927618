/** The ledger's tables. Texts are JSON exactly as Orb wrote it or as it was sent; times are milliseconds since 1970. */

/** Raised with each change of the tables; an older file is emptied, since all it holds can be read again or is history. */
export const SCHEMA_VERSION = 2;

/** The tables of what is remembered of a connection. */
export const REMEMBERED = ['seen', 'writes', 'document_bases', 'sent', 'sent_events'] as const;
export const TABLES = [...REMEMBERED, 'sandbox_data'] as const;

export const SCHEMA = `
create table if not exists seen (
  connection text not null, event text not null,
  raw text not null, event_name text not null, customer text, timestamp text not null,
  first_ms integer not null, last_ms integer not null,
  primary key (connection, event)) without rowid;
create index if not exists seen_age on seen (last_ms);
create index if not exists seen_recent on seen (connection, last_ms);
create table if not exists writes (
  id integer primary key,
  connection text not null, event text not null, kind text not null check (kind in ('amend', 'deprecate')),
  before text not null, after text, customer text, at_ms integer not null,
  confirmed integer not null); -- 0 no answer, 1 acknowledged, 2 shown by Orb's search
create index if not exists writes_event on writes (connection, event, id);
create index if not exists writes_customer on writes (connection, customer, kind, at_ms);
drop table if exists documents; -- of version 0.1: one base for each event and window
create table if not exists document_bases (
  connection text not null, event text not null, text_hash text not null, session text not null,
  base text not null, text text not null, mtime integer not null, read_ms integer not null,
  last_ms integer not null,
  primary key (connection, event, text_hash, session)) without rowid;
create table if not exists sent (
  connection text not null, hour_ms integer not null, events integer not null,
  primary key (connection, hour_ms)) without rowid;
create table if not exists sent_events (
  connection text not null, event text not null, at_ms integer not null,
  primary key (connection, event)) without rowid;
create table if not exists sandbox_data (
  connection text primary key, id text not null) without rowid;
`;
