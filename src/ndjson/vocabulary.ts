/** Collects names, customers, properties and property values from events, for completion. Most frequent first. */

/** A longer list of suggestions doesn't help. */
const MAX_NAMES = 200;
const MAX_VALUES = 50;
/** Properties of one event that are read. */
const MAX_PROPERTIES = 500;
const MAX_VALUE_LENGTH = 200;
/** A property with more values than this, most of them unique, is an identifier (a request, a trace); its old values aren't suggested. */
const MAX_RARE_VALUES = 20;

/** How many lines around the current one are read, so that completion stays fast. */
const MAX_LINES = 2_000;

type Counts = Map<string, number>;
/** Property → how often it occurs, and its strings and booleans as JSON. */
type Properties = Map<string, { times: number; readonly values: Counts }>;

const count = (counts: Counts, name: unknown) => {
  if (typeof name === 'string' && name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
};
const byCount = (counts: Iterable<readonly [string, number]>): readonly string[] =>
  [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);

export class Vocabulary {
  readonly #eventNames: Counts = new Map();
  readonly #externalCustomers: Counts = new Map();
  readonly #customers: Counts = new Map();
  /** By event name; undefined has those of all events. */
  readonly #properties = new Map<string | undefined, Properties>();

  /** @param json one event; anything else is ignored */
  add(json: string): void {
    const event = parse(json);
    if (event === undefined) return;
    const name = event['event_name'];
    count(this.#eventNames, name);
    count(this.#externalCustomers, event['external_customer_id']);
    count(this.#customers, event['customer_id']);
    const given = event['properties'];
    if (typeof given !== 'object' || given === null) return;
    const properties = Object.entries(given).slice(0, MAX_PROPERTIES);
    for (const of of new Set([undefined, typeof name === 'string' ? name : undefined])) {
      const known = this.#properties.get(of) ?? (new Map() as Properties);
      this.#properties.set(of, known);
      for (const [key, value] of properties) learn(known, key, value);
    }
  }

  get eventNames(): readonly string[] {
    return byCount(this.#eventNames).slice(0, MAX_NAMES);
  }

  get externalCustomers(): readonly string[] {
    return byCount(this.#externalCustomers).slice(0, MAX_NAMES);
  }

  get customers(): readonly string[] {
    return byCount(this.#customers).slice(0, MAX_NAMES);
  }

  /** The properties of events with this name, or of all events when the name is unknown. */
  propertyNames(eventName: string | undefined): readonly string[] {
    const times = [...this.#of(eventName)].map(([key, known]) => [key, known.times] as const);
    return byCount(times).slice(0, MAX_NAMES);
  }

  /** A property's strings and booleans, as JSON. Numbers are left out, since one event's quantity says nothing about another's. */
  values(property: string, eventName: string | undefined): readonly string[] {
    const known = this.#of(eventName).get(property) ?? this.#of(undefined).get(property);
    if (known === undefined) return [];
    const isName = known.values.size > MAX_RARE_VALUES && known.values.size * 2 > known.times;
    return isName ? [] : byCount(known.values).slice(0, MAX_VALUES);
  }

  #of(eventName: string | undefined): Properties {
    return (
      this.#properties.get(eventName) ??
      this.#properties.get(undefined) ??
      (new Map() as Properties)
    );
  }
}

function learn(known: Properties, key: string, value: unknown): void {
  const property = known.get(key) ?? { times: 0, values: new Map() };
  known.set(key, property);
  property.times += 1;
  const isShort = typeof value === 'string' && value !== '' && value.length <= MAX_VALUE_LENGTH;
  if (isShort || typeof value === 'boolean') count(property.values, JSON.stringify(value));
}

/**
 * @param around the current line, which is left out
 * @param textOf returns a line by its number from 0, undefined outside the file
 */
export function vocabularyOf(
  around: number,
  textOf: (line: number) => string | undefined,
): Vocabulary {
  const vocabulary = new Vocabulary();
  const first = Math.max(0, around - MAX_LINES / 2);
  for (let line = first; line < first + MAX_LINES; line++) {
    const text = line === around ? undefined : textOf(line);
    if (text !== undefined) vocabulary.add(text);
  }
  return vocabulary;
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
