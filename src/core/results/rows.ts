/** The results of a search as rows of a table: its events, then the IDs that weren't found. */
import { printJson } from '../json.ts';
import { customerOf, stateOf, type Arrangeable, type EventState } from '../search/arrange.ts';

export interface ResultRow {
  readonly id: string;
  readonly name: string;
  /** ISO 8601, as Orb wrote it. */
  readonly timestamp: string;
  readonly customer: string;
  readonly state: EventState | 'notFound';
  /** JSON as Orb wrote it, one for each property of the table; null where the event doesn't have it. */
  readonly values: readonly (string | null)[];
  /** Why an ID wasn't found. */
  readonly reason?: string;
}

/** A property of at least one event: those with numbers come first, then the most frequent ones. */
export interface ResultProperty {
  readonly name: string;
  readonly events: number;
  /** How many of its values are numbers, and how many are true or false. */
  readonly numbers: number;
  readonly booleans: number;
}

export interface ResultTable {
  readonly properties: readonly ResultProperty[];
  readonly rows: readonly ResultRow[];
}

export interface MissingId {
  readonly id: string;
  readonly reason: string;
}

/**
 * Whether a value is a text where other events have a number, true, or false. Orb's metrics don't count it as one.
 */
export const isOddText = (json: string, { numbers, booleans }: ResultProperty): boolean =>
  isText(json) && (numbers > 0 || (booleans > 0 && /^"(?:true|false)"$/.test(json)));

export const emptyTable: ResultTable = { properties: [], rows: [] };

/** Whether a value's JSON is a text. */
export const isText = (json: string): boolean => json.startsWith('"');

/** Whether a value's JSON is a number. */
export const isNumber = (json: string): boolean => /^[-\d]/.test(json);

/** @param missing come last */
export function tableOf(views: readonly Arrangeable[], missing: readonly MissingId[]): ResultTable {
  const counts = new Map<string, { events: number; numbers: number; booleans: number }>();
  for (const { event } of views) {
    for (const [name, value] of Object.entries(event.properties)) {
      const known = counts.get(name) ?? { events: 0, numbers: 0, booleans: 0 };
      if (known.events === 0) counts.set(name, known);
      known.events += 1;
      if (typeof value === 'boolean') known.booleans += 1;
      else if (typeof value !== 'string') known.numbers += 1;
    }
  }
  const properties = [...counts]
    .map(([name, count]) => ({ name, ...count }))
    .sort(
      (a, b) =>
        Number(b.numbers > 0) - Number(a.numbers > 0) ||
        b.events - a.events ||
        (a.name < b.name ? -1 : 1),
    );
  const found = views.map((view) => toRow(view, properties));
  const none = properties.map(() => null);
  const notFound = missing.map(({ id, reason }): ResultRow => ({
    ...{ id, name: '', timestamp: '', customer: '', state: 'notFound', values: none, reason },
  }));
  return { properties, rows: [...found, ...notFound] };
}

function toRow(view: Arrangeable, properties: readonly ResultProperty[]): ResultRow {
  const { id, eventName, timestamp, properties: values } = view.event;
  return {
    id,
    name: eventName,
    timestamp,
    customer: customerOf(view.event),
    state: stateOf(view),
    values: properties.map(({ name }) =>
      Object.hasOwn(values, name) ? printJson(values[name]) : null,
    ),
  };
}
