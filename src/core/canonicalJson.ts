/** One text for every way of writing the same JSON value. */
import type { JsonNode } from './jsonTree.ts';

/**
 * Members sorted by key (doubled ones stay in their order), no white space, escapes as JSON.stringify writes them, numbers as they
 * are written. Two values are the same exactly when these texts are.
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
