/** Counts what events look like: their names, and the properties of each with their types. */
import { isRecord } from './schema.ts';

/** What follows is ignored: a file with this many names isn't one of events. */
const MAX_NAMES = 1_000;
const MAX_PROPERTIES = 500;
const MAX_NAME = 300;
const MAX_EXAMPLES = 3;

type JsonType = 'number' | 'string' | 'boolean' | 'null' | 'array' | 'object';

export interface ObservedProperty {
  /** Events that have it. */
  count: number;
  readonly types: Map<JsonType, number>;
  /** Numbers that aren't whole. */
  fractions: number;
  /** Different values, the first few. */
  readonly examples: Set<string | number | boolean>;
}

export interface ObservedEvent {
  count: number;
  readonly properties: Map<string, ObservedProperty>;
}

/** An object with this key means something else to JavaScript and to validators. */
const isUsable = (name: string) => name !== '' && name.length <= MAX_NAME && name !== '__proto__';

export class Observations {
  readonly events = new Map<string, ObservedEvent>();
  /** Events that were counted. */
  count = 0;

  /** @param event as JSON.parse returns it; what isn't an event is ignored */
  add(event: unknown): void {
    if (!isRecord(event)) return;
    const { event_name: name, properties } = event;
    if (typeof name !== 'string' || !isUsable(name) || !isRecord(properties)) return;
    const known = this.events.get(name);
    if (known === undefined && this.events.size >= MAX_NAMES) return;
    const observed: ObservedEvent = known ?? { count: 0, properties: new Map() };
    this.events.set(name, observed);
    observed.count += 1;
    this.count += 1;
    for (const [key, value] of Object.entries(properties)) observe(observed, key, value);
  }

  /** @param line of an event file */
  addLine(line: string): void {
    try {
      this.add(JSON.parse(line));
    } catch {
      // Not an event.
    }
  }
}

function observe({ properties }: ObservedEvent, key: string, value: unknown): void {
  if (!isUsable(key)) return;
  const known = properties.get(key);
  if (known === undefined && properties.size >= MAX_PROPERTIES) return;
  const observed: ObservedProperty = known ?? {
    count: 0,
    types: new Map(),
    fractions: 0,
    examples: new Set(),
  };
  properties.set(key, observed);
  observed.count += 1;
  const type = typeOf(value);
  observed.types.set(type, (observed.types.get(type) ?? 0) + 1);
  if (type === 'number' && !Number.isInteger(value)) observed.fractions += 1;
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (isPlain && observed.examples.size < MAX_EXAMPLES && String(value).length <= 100) {
    observed.examples.add(value);
  }
}

function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as JsonType;
}
