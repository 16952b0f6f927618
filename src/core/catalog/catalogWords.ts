/** The names and values that an event catalog lists, for completion. */
import { caseOf } from './dispatch.ts';
import { isRecord, resolve, type Schema } from './schema.ts';

export interface CatalogWords {
  readonly eventNames: readonly string[];
  readonly externalCustomers: readonly string[];
  readonly customers: readonly string[];
  propertyNames(eventName: string | undefined): readonly string[];
  /** As JSON. */
  values(property: string, eventName: string | undefined): readonly string[];
}

/** @param root of a catalog that was compiled, so that its references lead somewhere */
export function catalogWords(root: Schema): CatalogWords {
  const cases = listOf(root, 'allOf').flatMap((each) => caseOf(each) ?? []);
  const named = cases.filter(({ member }) => member === 'event_name');
  const listed = listOf(memberOf(memberOf(root, 'properties'), 'event_name'), 'enum');
  const eventNames = [...new Set([...named.map(({ value }) => value), ...listed])];
  const propertiesOf = (name: string | undefined) =>
    [root, ...named.filter(({ value }) => value === name).map(({ then }) => then)].flatMap(
      (schema) => {
        const event = target(root, schema);
        const shape = target(root, memberOf(memberOf(event, 'properties'), 'properties'));
        const properties = memberOf(shape, 'properties');
        return isRecord(properties) ? Object.entries(properties) : [];
      },
    );
  return {
    eventNames: eventNames.filter((each) => typeof each === 'string'),
    externalCustomers: [],
    customers: [],
    propertyNames: (name) => propertiesOf(name).map(([key]) => key),
    values: (property, name) =>
      propertiesOf(name).flatMap(([key, schema]) =>
        key === property ? valuesOf(target(root, schema)) : [],
      ),
  };
}

const memberOf = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = memberOf(value, key);
  return Array.isArray(list) ? list : [];
}

/** Follows one reference. */
function target(root: Schema, schema: unknown): unknown {
  const ref = memberOf(schema, '$ref');
  return ref === undefined ? schema : resolve(root, ref);
}

function valuesOf(schema: unknown): readonly string[] {
  const constant = memberOf(schema, 'const');
  const given = [
    ...listOf(schema, 'enum'),
    ...(constant === undefined ? [] : [constant]),
    ...listOf(schema, 'examples'),
    ...(memberOf(schema, 'type') === 'boolean' ? [true, false] : []),
  ];
  return [...new Set(given.map((each) => JSON.stringify(each)))];
}
