/** IDs in JSON: in the fields of Orb's requests and responses, and in plain arrays. */
import { memberOf, readJson, type JsonNode } from '../jsonTree.ts';

export interface NamedId {
  readonly id: string;
  /** The name before it. */
  readonly field: string;
}

/** Fields with an ID or a list of IDs, in Orb's requests and in what programs log. */
const ID_FIELDS: ReadonlySet<string> = new Set([
  'idempotency_key',
  'idempotencyKey',
  'event_id',
  'eventId',
  'event_ids',
  'eventIds',
]);

/** Parses the text if it's an object or an array; a lone number or word is an ID, not JSON. */
export function jsonOf(text: string): JsonNode | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}

/**
 * IDs anywhere in the value: in the fields above, and the `id` of anything that looks like an event
 * from Orb's search.
 */
export function idsInFields(node: JsonNode): readonly NamedId[] {
  switch (node.kind) {
    case 'array':
      return node.items.flatMap(idsInFields);
    case 'object': {
      const isEvent = memberOf(node, 'event_name') !== undefined;
      return node.members.flatMap(({ key, value }) =>
        ID_FIELDS.has(key) || (key === 'id' && isEvent)
          ? idsOf(value).map((id) => ({ id, field: key }))
          : idsInFields(value),
      );
    }
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return [];
  }
}

/** The strings of a plain array without ID fields; undefined if there are none. */
export function plainArray(root: JsonNode): readonly string[] | undefined {
  const ids = root.kind === 'array' ? root.items.flatMap(idsOf) : [];
  return ids.length > 0 ? ids : undefined;
}

/** Numbers are read as they are written, since some logs drop the quotes of IDs that are digits. */
function idsOf(node: JsonNode): readonly string[] {
  if (node.kind === 'string') return node.value === '' ? [] : [node.value];
  if (node.kind === 'number') return [node.source];
  return node.kind === 'array' ? node.items.flatMap(idsOf) : [];
}
