/** Members of JSON objects in requests, with Orb's messages about wrong ones. */
import { memberOf, type JsonNode } from '../core/jsonTree.ts';
import { parseTimestamp, type Instant } from '../core/timestamp.ts';
import { pythonRepr, required } from './orbMessages.ts';
import { invalid } from './problems.ts';

export type ObjectNode = JsonNode & { readonly kind: 'object' };

/** Null where it is missing or null. @throws Problem 400 */
export function optionalText(node: JsonNode, key: string): string | null {
  const value = memberOf(node, key);
  if (value === undefined || value.kind === 'null') return null;
  if (value.kind !== 'string') {
    throw invalid(`${pythonRepr(value)} is not of type 'string', 'null'`);
  }
  return value.value;
}

/** @throws Problem 400 also when it is empty */
export function requiredText(node: JsonNode, key: string): string {
  const text = optionalText(node, key);
  if (text === null) throw invalid(required(key));
  if (text === '') throw invalid(`${key}: '' is too short`);
  return text;
}

/** @throws Problem 400 */
export function requiredInstant(node: JsonNode, key: string): Instant {
  const text = requiredText(node, key);
  const instant = parseTimestamp(text);
  if (instant === undefined) throw invalid(`${key}: '${text}' is not a 'date-time'`);
  return instant;
}

/** Empty where it is missing or null. @throws Problem 400 */
export function itemsOf(node: JsonNode, key: string): readonly JsonNode[] {
  const value = memberOf(node, key);
  if (value === undefined || value.kind === 'null') return [];
  if (value.kind !== 'array') throw invalid(`${pythonRepr(value)} is not of type 'array'`);
  return value.items;
}

/** @throws Problem 400 */
export function textsOf(node: JsonNode, key: string): readonly string[] {
  return itemsOf(node, key).map((item) => {
    if (item.kind !== 'string') throw invalid(`${pythonRepr(item)} is not of type 'string'`);
    return item.value;
  });
}

/** @throws Problem 400 */
export function asObject(node: JsonNode): ObjectNode {
  if (node.kind !== 'object') throw invalid(`${pythonRepr(node)} is not of type 'object'`);
  return node;
}
