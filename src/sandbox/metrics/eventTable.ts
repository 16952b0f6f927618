/** Events in SQLite with one column for each property, each value in the type it was written in. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { MetricEvent } from './messages.ts';

/** SQLite allows 2,000 columns. */
const MAX_PROPERTIES = 1_900;
const FIXED = ['ms', 'name', 'timestamp', 'customer', 'external'] as const;

const TRUE = Buffer.from('1');
const FALSE = Buffer.from('0');

export class EventTable {
  /** Property → column. */
  readonly #columns = new Map<string, string>();
  #insert: StatementSync | undefined;

  /** @param name of the table, which isn't there yet */
  constructor(
    private readonly db: DatabaseSync,
    readonly name: string,
  ) {
    // Without declared types, SQLite converts nothing.
    db.exec(`create table ${name} (${FIXED.join(', ')})`);
  }

  /** @returns undefined when no event has the property */
  columnOf(property: string): string | undefined {
    return this.#columns.get(property);
  }

  drop(): void {
    this.#insert = undefined;
    this.db.exec(`drop table ${this.name}`);
  }

  add(events: readonly MetricEvent[]): void {
    this.db.exec('begin');
    for (const event of events) {
      const properties = readProperties(event.properties);
      for (const property of Object.keys(properties)) this.#addColumn(property);
      const { ms, name, timestamp, customer, external } = event;
      const values = [...this.#columns.keys()].map((property) =>
        Object.hasOwn(properties, property) ? toSql(properties[property]) : null,
      );
      this.#prepared().run(ms, name, timestamp, customer, external, ...values);
    }
    this.db.exec('commit');
  }

  #addColumn(property: string): void {
    if (this.#columns.has(property) || this.#columns.size >= MAX_PROPERTIES) return;
    const column = `p${String(this.#columns.size)}`;
    this.#insert = undefined;
    this.db.exec(`alter table ${this.name} add column ${column}`);
    this.#columns.set(property, column);
  }

  #prepared(): StatementSync {
    const count = FIXED.length + this.#columns.size;
    this.#insert ??= this.db.prepare(
      `insert into ${this.name} values (${Array(count).fill('?').join(', ')})`,
    );
    return this.#insert;
  }
}

/** A whole number with this many digits may not fit into a JavaScript number. */
const LONG_NUMBER = /\d{16}/;

type Properties = Readonly<Record<string, unknown>>;

function readProperties(json: string): Properties {
  if (!LONG_NUMBER.test(json)) return JSON.parse(json) as Properties;
  return JSON.parse(json, (_key, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined || !/^-?\d+$/.test(source)) return value;
    const whole = BigInt(source);
    return whole === BigInt.asIntN(64, whole) && !Number.isSafeInteger(value) ? whole : value;
  }) as Properties;
}

function toSql(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? TRUE : FALSE;
  const isStored =
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string';
  return isStored ? value : null;
}
