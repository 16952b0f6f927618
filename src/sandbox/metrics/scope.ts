/** What the names in a metric's SQL mean. */
import type { ValueKind } from './functions.ts';
import type { Expression, Select } from './sqlTree.ts';

/** The columns that an event always has, by their names in a metric. */
export const EVENT_COLUMNS: Readonly<Record<string, readonly [column: string, kind: ValueKind]>> = {
  event_name: ['name', 'text'],
  timestamp: ['timestamp', 'text'],
  timestamp_millis: ['ms', 'number'],
  customer_id: ['customer', 'any'],
  external_customer_id: ['external', 'any'],
};

/** Names that stand for the events in FROM. */
export const EVENTS = 'events';
/** In the emitted SQL: the events of the customer and time frame. */
export const BASE = 'base';

/** What a name means in one SELECT. */
export interface Scope {
  /** The columns are those of events; otherwise these names. */
  readonly names: ReadonlySet<string> | undefined;
  /** What may be before a dot. */
  readonly qualifiers: ReadonlySet<string>;
  /** By alias, for GROUP BY, HAVING, and ORDER BY. */
  readonly aliases: ReadonlyMap<string, Expression>;
  readonly tables: ReadonlyMap<string, ReadonlySet<string> | undefined>;
}

/** That of a condition or a value of one event. */
export const eventScope = (): Scope => ({
  names: undefined,
  qualifiers: new Set([EVENTS]),
  aliases: new Map(),
  tables: new Map(),
});

/** The names of a query's columns; undefined for `select *` from events, which has all of theirs. */
export function namesOf(select: Select, outer: Scope['tables']): ReadonlySet<string> | undefined {
  const { items, from } = select;
  if (items.length > 0) {
    return new Set(
      items.flatMap(({ value, alias }) => alias ?? (value.kind === 'column' ? value.name : [])),
    );
  }
  const tables = new Map(outer);
  for (const [name, inner] of select.with) tables.set(name.toLowerCase(), namesOf(inner, tables));
  if (from === undefined) return new Set();
  return typeof from.name === 'string'
    ? tables.get(from.name.toLowerCase())
    : namesOf(from.name, tables);
}
