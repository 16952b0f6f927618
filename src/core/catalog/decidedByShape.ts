/** Whether a catalog looks only at names and types, so that one event says enough about all of its shape. */
import { caseOf } from './dispatch.ts';
import { applicators, keywords } from './keywords.ts';
import { isRecord, resolve, type Schema } from './schema.ts';

/** Only what this file knows: everything else may look at values. */
const only = (schema: Readonly<Record<string, unknown>>, known: readonly string[]) =>
  Object.keys(schema).every(
    (key) => known.includes(key) || !(Object.hasOwn(keywords, key) || applicators.has(key)),
  );

export function isDecidedByShape(root: Schema, name: string): boolean {
  return isEventByShape(root, root, name);
}

/** @param depth of references */
function isEventByShape(schema: unknown, root: Schema, name: string, depth = 0): boolean {
  if (typeof schema === 'boolean') return true;
  if (!isRecord(schema) || depth > 5) return false;
  if (!only(schema, ['$ref', 'type', 'required', 'properties', 'allOf', 'enum'])) return false;
  if (Object.hasOwn(schema, 'enum')) return false;
  const nested = (each: unknown) => isEventByShape(each, root, name, depth + 1);
  if (schema['$ref'] !== undefined && !nested(resolve(root, schema['$ref']))) return false;
  const members = isRecord(schema['properties']) ? schema['properties'] : {};
  for (const [key, member] of Object.entries(members)) {
    // The name is part of what is compared.
    if (key === 'event_name') continue;
    if (!(key === 'properties' ? isPropertiesByShape(member) : isText(member))) return false;
  }
  const all = Array.isArray(schema['allOf']) ? (schema['allOf'] as readonly unknown[]) : [];
  return all.every((each) => {
    const found = caseOf(each);
    if (found === undefined) return nested(each);
    return found.member === 'event_name' && (found.value !== name || nested(found.then));
  });
}

function isPropertiesByShape(schema: unknown): boolean {
  if (typeof schema === 'boolean') return true;
  const known = [
    'type',
    'required',
    'properties',
    'additionalProperties',
    'minProperties',
    'maxProperties',
  ];
  if (!isRecord(schema) || !only(schema, known)) return false;
  const { properties = {}, additionalProperties = true } = schema;
  return isRecord(properties) && [...Object.values(properties), additionalProperties].every(isType);
}

/** Types only. Whether a number is whole depends on its value. */
function isType(schema: unknown): boolean {
  if (typeof schema === 'boolean') return true;
  if (!isRecord(schema) || !only(schema, ['type'])) return false;
  const types = [schema['type']].flat();
  return !types.includes('integer') || types.includes('number');
}

/** Fields that every event has as a text. */
const isText = (schema: unknown): boolean =>
  schema === true || (isRecord(schema) && only(schema, ['type']) && schema['type'] === 'string');
