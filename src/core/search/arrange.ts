/** Sorts, groups, and filters the results of a search. Pure: the tree keeps the settings. */
import { object, oneOf, text, type Shape, type Shaped } from '../../std/shape.ts';
import { compareInstants, parseTimestamp } from '../timestamp.ts';
import { numberSource } from '../json.ts';
import type { PropertyValue, UsageEvent } from '../event.ts';

/** What arranging needs to know of an event; the workbench's EventView has it. */
export interface Arrangeable {
  readonly event: UsageEvent;
  readonly amendments: number;
}

const orders = ['asked', 'newest', 'oldest', 'id', 'eventName', 'customer', 'state'] as const;
const groupings = ['none', 'eventName', 'customer', 'state'] as const;
/** By the value of a property. */
type ByProperty = `property:${string}`;
export type Order = (typeof orders)[number] | ByProperty;
const PROPERTY = 'property:';
const isByProperty = (order: unknown): order is ByProperty =>
  typeof order === 'string' && order.startsWith(PROPERTY);
export const byProperty = (name: string): ByProperty => `${PROPERTY}${name}`;

export const orderNames: readonly string[] = [...orders, byProperty('…')];

/** Reads an order from a command's argument or an earlier window. */
export const readOrder: Shape<Order> = (value) =>
  isByProperty(value) ? value : oneOf(...orders)(value);
export type Grouping = (typeof groupings)[number];

/** How the tree is arranged; kept across reloads. */
export const arrangement = object({
  order: readOrder,
  grouping: oneOf(...groupings),
  filter: text,
});
export type Arrangement = Shaped<typeof arrangement>;
export const asAsked: Arrangement = { order: 'asked', grouping: 'none', filter: '' };

export type EventState = 'active' | 'amended' | 'deprecated';

export function stateOf({ event, amendments }: Arrangeable): EventState {
  if (event.deprecated) return 'deprecated';
  return amendments > 0 ? 'amended' : 'active';
}

/** The ID a developer knows the customer by: their own, or else Orb's. */
export function customerOf(event: UsageEvent): string {
  return event.externalCustomerId ?? event.customerId ?? '';
}

/** A property's value as text, with numbers as they were written. */
function valueText(value: PropertyValue): string {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : numberSource(value);
}

/**
 * Whether every word of the filter is in the event's ID, name, customer, time, properties, or
 * state.
 */
export function matches(view: Arrangeable, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/);
  const { id, eventName, timestamp, customerId, externalCustomerId, properties } = view.event;
  const text = [
    id,
    eventName,
    timestamp,
    customerId,
    externalCustomerId,
    stateOf(view),
    ...Object.entries(properties).map(([name, value]) => `${name}=${valueText(value)}`),
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** A sorted copy. Equal events stay in search order, and invalid timestamps come last. */
export function sorted<T extends Arrangeable>(views: readonly T[], order: Order): readonly T[] {
  if (isByProperty(order)) return sortedByProperty(views, order.slice(PROPERTY.length));
  switch (order) {
    case 'asked':
      return views;
    case 'newest':
    case 'oldest': {
      const sign = order === 'newest' ? -1 : 1;
      const timed = views.map((view) => ({ view, at: parseTimestamp(view.event.timestamp) }));
      timed.sort((a, b) =>
        a.at === undefined || b.at === undefined
          ? Number(a.at === undefined) - Number(b.at === undefined)
          : sign * compareInstants(a.at, b.at),
      );
      return timed.map(({ view }) => view);
    }
    case 'id':
      return [...views].sort((a, b) => byText(a.event.id, b.event.id));
    case 'state':
      return [...views].sort((a, b) => byText(stateOf(a), stateOf(b)));
    case 'eventName':
      return [...views].sort((a, b) => byText(a.event.eventName, b.event.eventName));
    case 'customer':
      return [...views].sort((a, b) => byText(customerOf(a.event), customerOf(b.event)));
  }
}

/** Numbers by value, then texts, then other values; events without the property come last. */
function sortedByProperty<T extends Arrangeable>(views: readonly T[], name: string): readonly T[] {
  const keyed = views.map((view) => ({ view, key: sortKeyOf(view.event.properties[name]) }));
  keyed.sort(
    (a, b) => a.key.rank - b.key.rank || a.key.size - b.key.size || byText(a.key.text, b.key.text),
  );
  return keyed.map(({ view }) => view);
}

function sortKeyOf(value: PropertyValue | undefined) {
  if (value === undefined) return { rank: 3, size: 0, text: '' };
  const text = valueText(value);
  if (typeof value === 'string') return { rank: 1, size: 0, text };
  return typeof value === 'boolean'
    ? { rank: 2, size: 0, text }
    : { rank: 0, size: Number(text), text };
}

/** The names of these events' properties, the most frequent ones first. */
export function propertyNames(views: readonly Arrangeable[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { event } of views) {
    for (const name of Object.keys(event.properties)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || byText(a, b)).map(([name]) => name);
}

export interface Group<T> {
  /** The event name, the customer, or the state. */
  readonly key: string;
  readonly views: readonly T[];
}

/** Groups sorted by key; the events in a group keep their order. */
export function grouped<T extends Arrangeable>(
  views: readonly T[],
  grouping: Exclude<Grouping, 'none'>,
): readonly Group<T>[] {
  const keyOf = {
    eventName: (view: T) => view.event.eventName,
    customer: (view: T) => customerOf(view.event),
    state: (view: T) => stateOf(view),
  }[grouping];
  const groups = new Map<string, T[]>();
  for (const view of views) {
    const key = keyOf(view);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [view]);
    else group.push(view);
  }
  return [...groups]
    .map(([key, members]) => ({ key, views: members }))
    .sort((a, b) => byText(a.key, b.key));
}

/** By code units: fast for 10,000 events, and the same on every machine. */
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
