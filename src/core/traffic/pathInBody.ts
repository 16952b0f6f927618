/** Finds what a problem's path names in the body of its request. */
import { memberOf, type JsonNode, type Span } from '../jsonTree.ts';

const STEP = /\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\.([^.[]+)/g;

/** @param path as problem.ts writes it @returns undefined where there is no such value */
export function spanAt(root: JsonNode, path: string): Span | undefined {
  let node: JsonNode | undefined = root;
  for (const [, index, quoted, plain] of path.matchAll(STEP)) {
    const key = quoted === undefined ? plain : unquoted(quoted);
    node =
      index !== undefined
        ? node?.kind === 'array'
          ? node.items[Number(index)]
          : undefined
        : node?.kind === 'object'
          ? memberOf(node, key ?? '')
          : undefined;
  }
  return node && { start: node.start, end: node.end };
}

const unquoted = (text: string) =>
  text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
