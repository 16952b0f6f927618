/** A nested property as flat ones, which Orb accepts: `"tokens": {"input": 1}` becomes `"tokens_input": 1`. */
import type { JsonMember, JsonNode } from './jsonTree.ts';

interface FlatProperty {
  readonly key: string;
  /** A number, string or boolean, where it is in the text. */
  readonly value: JsonNode;
}

export interface Flattened {
  readonly properties: readonly FlatProperty[];
  /** Nested nulls are left out: no property can be null. */
  readonly hasNulls: boolean;
}

/** A value with more than these isn't meant as properties, and no one wants them all next to the others. */
const MAX_PROPERTIES = 50;

/**
 * Names are joined with an underscore, list items are counted from 0. A name that another property has gets a number (`tokens_input_2`),
 * so that neither value is lost.
 * @param member one of `members`, the properties of an event
 * @returns undefined if nothing would be left, or too many properties
 */
export function flattened(
  members: readonly JsonMember[],
  member: JsonMember,
): Flattened | undefined {
  const found: FlatProperty[] = [];
  const taken = new Set(members.filter((each) => each !== member).map(({ key }) => key));
  let hasNulls = false;

  function add(name: string, value: JsonNode): void {
    if (found.length > MAX_PROPERTIES) return;
    switch (value.kind) {
      case 'object':
        // Of a duplicate key the last one counts, as in JSON.parse.
        for (const [key, inner] of new Map(value.members.map((each) => [each.key, each.value]))) {
          add(`${name}_${key}`, inner);
        }
        break;
      case 'array':
        value.items.forEach((item, index) => add(`${name}_${index}`, item));
        break;
      case 'null':
        hasNulls = true;
        break;
      case 'string':
      case 'number':
      case 'boolean': {
        let key = name;
        for (let number = 2; taken.has(key); number += 1) key = `${name}_${number}`;
        taken.add(key);
        found.push({ key, value });
      }
    }
  }
  add(member.key, member.value);
  return found.length === 0 || found.length > MAX_PROPERTIES
    ? undefined
    : { properties: found, hasNulls };
}
