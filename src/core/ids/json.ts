/** Ids in JSON: the fields that hold them in Orb's bodies and answers, and plain arrays. */
import { memberOf, readJson, type JsonNode } from '../jsonTree.ts';

/** Fields that hold one id or a list of them, in Orb's bodies and in what programs log. */
const ID_FIELDS: ReadonlySet<string> = new Set([
  'idempotency_key',
  'idempotencyKey',
  'event_id',
  'eventId',
  'event_ids',
  'eventIds',
]);

/** The text as JSON when it is an object or an array: a lone number or word is an id, not JSON. */
export function jsonOf(text: string): JsonNode | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}

/** Ids anywhere in the value: in the fields above, and the `id` of whatever looks like an event of Orb's search. */
export function idsInFields(node: JsonNode): readonly string[] {
  switch (node.kind) {
    case 'array':
      return node.items.flatMap(idsInFields);
    case 'object': {
      const isEvent = memberOf(node, 'event_name') !== undefined;
      return node.members.flatMap(({ key, value }) =>
        ID_FIELDS.has(key) || (key === 'id' && isEvent) ? idsOf(value) : idsInFields(value),
      );
    }
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return [];
  }
}

/** Ids of a JSON text: those in fields, else the texts of a plain array; undefined when it holds neither. */
export function listedIds(root: JsonNode | undefined): readonly string[] | undefined {
  if (root === undefined) return undefined;
  const fields = idsInFields(root);
  const ids = fields.length > 0 || root.kind !== 'array' ? fields : root.items.flatMap(idsOf);
  return ids.length > 0 ? ids : undefined;
}

/** A number is read as it is written: ids that are digits lose their quotes in some logs. */
function idsOf(node: JsonNode): readonly string[] {
  if (node.kind === 'string') return node.value === '' ? [] : [node.value];
  if (node.kind === 'number') return [node.source];
  return node.kind === 'array' ? node.items.flatMap(idsOf) : [];
}
