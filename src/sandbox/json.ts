/** What the sandbox reads and writes as JSON, without altering a number or the order of members. */
import { isUtf8 } from 'node:buffer';
import { JsonSyntaxError, readJson, type JsonNode } from '../core/jsonTree.ts';
import { invalid } from './problems.ts';
import { pythonRepr, unexpected } from './orbMessages.ts';

/** Compact JSON of a tree, with numbers and the order of members as they were written. */
export function printNode(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return `{${node.members.map(({ key, value }) => `${JSON.stringify(key)}:${printNode(value)}`).join(',')}}`;
    case 'array':
      return `[${node.items.map(printNode).join(',')}]`;
    case 'number':
      return node.source;
    case 'string':
    case 'boolean':
      return JSON.stringify(node.value);
    case 'null':
      return 'null';
  }
}

/** The body as text. @throws Problem 400 if it is missing or isn't UTF-8 */
export function bodyText(body: Buffer): string {
  if (body.length === 0) throw invalid('The request body is missing.');
  if (!isUtf8(body)) throw invalid('The request body is not UTF-8.');
  return body.toString('utf8').replace(/^\uFEFF/, '');
}

/** @throws Problem 400 that says where the text stops being JSON */
export function parseTree(text: string): JsonNode {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw invalid(`The request body is not valid JSON: ${error.message} (at ${error.offset})`);
  }
}

/** A JSON object with known members only, in any order. @throws Problem 400 */
export function objectOf(
  body: Buffer,
  known: readonly string[],
): JsonNode & { readonly kind: 'object' } {
  const node = parseTree(bodyText(body));
  if (node.kind !== 'object') throw invalid(`${pythonRepr(node)} is not of type 'object'`);
  assertKnown(node, known);
  return node;
}

/** More unknown members than these aren't listed. */
const MAX_LISTED = 20;

/** @throws Problem 400 for unknown members, with the message of Orb's validator */
export function assertKnown(
  { members }: JsonNode & { readonly kind: 'object' },
  known: readonly string[],
): void {
  const unknown = members.filter(({ key }) => !known.includes(key)).slice(0, MAX_LISTED);
  if (unknown.length > 0) throw invalid(...unknown.map(({ key }) => unexpected(key)));
}
