/** Writes what was observed as a catalog, or merges it into one: what people have written there stays. */
import type { Json } from '../json.ts';
import { caseOf } from './dispatch.ts';
import type { ObservedEvent, ObservedProperty, Observations } from './observe.ts';
import { isRecord, refTo } from './schema.ts';

type Draft = Record<string, unknown>;

export interface LearnOptions {
  /** Writes example values of properties. */
  readonly examples?: boolean;
}

/** A property is required if at least this share of the events has it, and a type is allowed if this share of its values has it. */
const REQUIRED_SHARE = 0.99;
const TYPE_SHARE = 0.05;

const skeleton = (): Draft => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  'x-orb-severity': 'warn',
  type: 'object',
  required: ['event_name', 'properties'],
  properties: { event_name: { enum: [] } },
  allOf: [],
  $defs: {},
});

/**
 * @param known the catalog so far, as `parseJson` returns it, so that its numbers stay as they are written
 * @returns the catalog's text
 */
export function learn(
  { events }: Observations,
  known: Json | undefined,
  options: LearnOptions = {},
): string {
  const root = isRecord(known) ? (structuredCopy(known) as Draft) : skeleton();
  for (const [name, observed] of [...events].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    addName(root, name);
    const definition = definitionOf(root, name);
    mergeEvent(definition, observed, options);
  }
  return `${JSON.stringify(root, undefined, 2)}\n`;
}

/** Copies objects and lists; numbers as written aren't plain objects and stay. */
function structuredCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isRecord(value) || 'rawJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, structuredCopy(each)]),
  );
}

/** The member as an object; a new one where it isn't an object. */
function objectAt(parent: Draft, key: string): Draft {
  const found = Object.hasOwn(parent, key) ? parent[key] : undefined;
  if (isRecord(found)) return found;
  const created: Draft = {};
  parent[key] = created;
  return created;
}

function listAt(parent: Draft, key: string): unknown[] {
  const found = parent[key];
  if (Array.isArray(found)) return found as unknown[];
  const created: unknown[] = [];
  parent[key] = created;
  return created;
}

/** In the list of all names; a catalog without such a list allows every name. */
function addName(root: Draft, name: string): void {
  const names = isRecord(root['properties']) ? root['properties']['event_name'] : undefined;
  if (!isRecord(names) || !Array.isArray(names['enum'])) return;
  const list = names['enum'] as unknown[];
  if (!list.includes(name)) list.push(name);
}

/** The definition that the root picks for a name. */
function definitionOf(root: Draft, name: string): Draft {
  const definitions = objectAt(root, '$defs');
  const cases = listAt(root, 'allOf');
  const known = cases
    .map(caseOf)
    .find((each) => each?.member === 'event_name' && each.value === name);
  if (isRecord(known?.then)) {
    const key = Object.keys(definitions).find(
      (each) => refTo(each) === (known.then as Draft)['$ref'],
    );
    // A definition that is written in place of a reference.
    return key === undefined ? known.then : objectAt(definitions, key);
  }
  cases.push({
    if: { properties: { event_name: { const: name } }, required: ['event_name'] },
    then: { $ref: refTo(name) },
  });
  return objectAt(definitions, name);
}

function mergeEvent(definition: Draft, observed: ObservedEvent, options: LearnOptions): void {
  const isNew = !isRecord(definition['properties']);
  if (isNew) Object.assign(definition, { type: 'object', properties: {} });
  const shape = objectAt(objectAt(definition, 'properties'), 'properties');
  if (isNew) Object.assign(shape, { type: 'object', properties: {}, required: [] });
  const properties = objectAt(shape, 'properties');
  for (const [name, each] of [...observed.properties].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    mergeProperty(properties, name, each, options);
  }
  const isUsual = (name: unknown) =>
    (observed.properties.get(String(name))?.count ?? 0) / observed.count >= REQUIRED_SHARE;
  if (isNew) shape['required'] = Object.keys(properties).filter(isUsual);
  else if (Array.isArray(shape['required'])) {
    shape['required'] = (shape['required'] as unknown[]).filter(isUsual);
  }
}

function mergeProperty(
  properties: Draft,
  name: string,
  observed: ObservedProperty,
  { examples }: LearnOptions,
): void {
  const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (known !== undefined && !isRecord(known)) return;
  const schema: Draft = known ?? {};
  const usual = [...observed.types]
    .filter(([, count]) => count / observed.count >= TYPE_SHARE)
    .map(([type]) => type as string);
  // Someone has written something else than a type, such as a list of values.
  if (known !== undefined && schema['type'] === undefined) return;
  const types = [schema['type'] ?? []].flat().map(String);
  const added = usual.filter(
    (type) => !types.includes(type) && !(type === 'number' && isWhole(observed, types)),
  );
  // All numbers include the whole ones.
  const all = [
    ...types.filter((type) => type !== 'integer' || !added.includes('number')),
    ...added,
  ];
  if (added.length > 0) schema['type'] = all.length === 1 ? all[0] : all;
  if (examples === true) schema['examples'] = [...observed.examples];
  properties[name] = schema;
}

/** Whether the catalog says "integer", and that's still true. */
const isWhole = ({ fractions }: ObservedProperty, types: readonly string[]) =>
  types.includes('integer') && fractions === 0;
