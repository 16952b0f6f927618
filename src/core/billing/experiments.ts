/**
 * Changes to an event that may make a price count it: what developers most often get wrong. Each is one change, so that the answer says
 * what was wrong.
 */
import { applyEdits, editsFor } from '../edits.ts';
import type { Fix } from '../issue.ts';
import { memberOf, type JsonMember } from '../jsonTree.ts';
import { looksNumeric } from '../rules/numbers.ts';
import type { Reason } from './explanation.ts';
import type { PreviewEvent } from './previewEvent.ts';
import { isSimilarName } from './similarNames.ts';
import type { SqlNames } from './sqlNames.ts';

/** A price that doesn't count the event, with what its metric's SQL and its filter name. */
export interface UncountedPrice {
  /** Its place among the prices that were evaluated. */
  readonly index: number;
  readonly names: SqlNames;
  readonly filter: string | null;
}

export interface Experiment {
  readonly reason: Exclude<Reason, { readonly code: 'unknown' }>;
  /** Absent when only the price's filter is left out. */
  readonly change?: {
    readonly fix: Fix;
    /** `properties.cached: "true" → true` */
    readonly description: string;
    /** The event's text with the change. */
    readonly text: string;
  };
  /** The prices that it may make count the event. */
  readonly prices: readonly number[];
}

/** Each is a request. */
const MAX_EXPERIMENTS = 3;
/** The likelier mistakes first. */
const ORDER: readonly Reason['code'][] = [
  'type',
  'eventName',
  'propertyName',
  'filter',
  'missingProperty',
];

/** At most three: those that concern the most prices first, one for each price before a second one for any. */
export function chooseExperiments(
  event: PreviewEvent,
  prices: readonly UncountedPrice[],
): readonly Experiment[] {
  const all = merge(prices.flatMap((price) => experimentsFor(event, price)));
  const rank = ({ reason }: Experiment) => ORDER.indexOf(reason.code);
  const rest = all.toSorted((a, b) => rank(a) - rank(b));
  const chosen: Experiment[] = [];
  const covered = new Set<number>();
  while (chosen.length < MAX_EXPERIMENTS && rest.length > 0) {
    const gains = rest.map(({ prices: own }) => own.filter((index) => !covered.has(index)).length);
    const best = gains.indexOf(Math.max(...gains));
    for (const experiment of rest.splice(best, 1)) {
      chosen.push(experiment);
      for (const index of experiment.prices) covered.add(index);
    }
  }
  return chosen.toSorted((a, b) => rank(a) - rank(b));
}

/** The same change may help several prices. */
function merge(experiments: readonly Experiment[]): readonly Experiment[] {
  const byChange = new Map<string, Experiment>();
  for (const experiment of experiments) {
    // All filters are left out by one request.
    const key = experiment.change?.text ?? '';
    const same = byChange.get(key);
    const prices = [...new Set([...(same?.prices ?? []), ...experiment.prices])];
    byChange.set(key, { ...(same ?? experiment), prices });
  }
  return [...byChange.values()];
}

function experimentsFor(event: PreviewEvent, price: UncountedPrice): readonly Experiment[] {
  const { names, filter, index } = price;
  const renames = eventNames(event, names);
  const isOtherEvent = names.eventNames.length > 0 && !names.eventNames.includes(nameOf(event));
  const properties = memberOf(event.root, 'properties');
  const members = properties?.kind === 'object' ? properties.members : [];
  const has = (name: string) => members.some(({ key }) => key === name);
  // Where the event has another name, no other single change can help.
  const others = isOtherEvent
    ? []
    : [
        ...members.filter(({ key }) => names.properties.has(key)).flatMap(otherType),
        ...[...names.properties].flatMap(([name, { equals }]) =>
          has(name) ? [] : missing(name, equals, members, names),
        ),
      ];
  const changes = [...renames, ...others].flatMap(({ reason, fix, description }) => {
    const text = applyEdits(event.text, editsFor(event.text, event.root, fix));
    return text === event.text
      ? []
      : [{ reason, change: { fix, description, text }, prices: [index] }];
  });
  if (filter === null || isOtherEvent) return changes;
  return [...changes, { reason: { code: 'filter', filter }, prices: [index] }];
}

interface Change {
  readonly reason: Experiment['reason'];
  readonly fix: Fix;
  readonly description: string;
}

const nameOf = ({ root }: PreviewEvent) => {
  const value = memberOf(root, 'event_name');
  return value?.kind === 'string' ? value.value : '';
};

function eventNames(event: PreviewEvent, { eventNames: wanted }: SqlNames): readonly Change[] {
  const is = nameOf(event);
  if (wanted.includes(is)) return [];
  return wanted
    .filter((name) => isSimilarName(name, is))
    .map((name) => ({
      reason: { code: 'eventName', name },
      fix: { kind: 'replace', path: ['event_name'], json: JSON.stringify(name) },
      description: `event_name: ${JSON.stringify(is)} → ${JSON.stringify(name)}`,
    }));
}

function otherType({ key, value }: JsonMember): readonly Change[] {
  if (value.kind !== 'string') return [];
  const text = value.value.trim();
  const isBoolean = /^(?:true|false)$/i.test(text);
  if (!isBoolean && !looksNumeric(text)) return [];
  const json = isBoolean ? text.toLowerCase() : text;
  return [
    {
      reason: { code: 'type', property: key, type: isBoolean ? 'boolean' : 'number' },
      fix: { kind: 'replace', path: ['properties', key], json },
      description: `properties.${key}: ${JSON.stringify(value.value)} → ${json}`,
    },
  ];
}

/** A property that the metric reads and the event doesn't have: it may have another spelling there, or be missing. */
function missing(
  name: string,
  equals: string | undefined,
  members: readonly JsonMember[],
  names: SqlNames,
): readonly Change[] {
  const renamed = members
    .filter(({ key }) => !names.properties.has(key) && isSimilarName(key, name))
    .flatMap(({ key, value }): readonly Change[] => {
      const json = scalar(value);
      if (json === undefined) return [];
      return [
        {
          reason: { code: 'propertyName', property: key, name },
          fix: { kind: 'rename', path: ['properties', key], key: name, json },
          description: `properties.${key} → properties.${name}`,
        },
      ];
    });
  if (renamed.length > 0) return renamed;
  // Without a value to compare with, any number shows whether the property is all that is missing.
  const json = equals ?? '1';
  return [
    {
      reason: { code: 'missingProperty', property: name, json },
      fix: { kind: 'add', path: ['properties', name], json },
      description: `properties.${name}: ${json}`,
    },
  ];
}

/** A property's value as it is written; undefined for what a property can't be. */
function scalar(value: JsonMember['value']): string | undefined {
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.value);
    case 'number':
      return value.source;
    case 'boolean':
      return String(value.value);
    case 'null':
    case 'array':
    case 'object':
      return undefined;
  }
}
