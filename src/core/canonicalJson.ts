/** The same text for every way of writing a JSON value, so that values can be compared as texts. */
import type { JsonNode } from './jsonTree.ts';

/**
 * Members are sorted by key (duplicates keep their order), without white space, with escapes as JSON.stringify writes them and numbers
 * as written. Two values are equal exactly when these texts are.
 */
export function canonicalJson(node: JsonNode): string {
  switch (node.kind) {
    case 'object': {
      const members = node.members.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      const texts = members.map(
        ({ key, value }) => `${JSON.stringify(key)}:${canonicalJson(value)}`,
      );
      return `{${texts.join(',')}}`;
    }
    case 'array':
      return `[${node.items.map(canonicalJson).join(',')}]`;
    case 'number':
      return node.source;
    case 'string':
      return JSON.stringify(node.value);
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
  }
}
