/** JSON reformatted, on one line or indented; strings, numbers and keys stay as they are in the text. */
import { readJson, type JsonMember, type JsonNode } from './jsonTree.ts';

const source = (text: string, { start, end }: { readonly start: number; readonly end: number }) =>
  text.slice(start, end);

/** @param text what `node` was read from */
export function onOneLine(text: string, node: JsonNode): string {
  switch (node.kind) {
    case 'object': {
      const members = node.members.map(
        ({ keySpan, value }) => `${source(text, keySpan)}:${onOneLine(text, value)}`,
      );
      return `{${members.join(',')}}`;
    }
    case 'array':
      return `[${node.items.map((item) => onOneLine(text, item)).join(',')}]`;
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return source(text, node);
  }
}

/** The format of documents: two spaces, a final newline. @throws JsonSyntaxError */
export function formatJson(text: string): string {
  return `${indented(text, readJson(text), '')}\n`;
}

function indented(text: string, node: JsonNode, indent: string): string {
  const inner = `${indent}  `;
  const block = (open: string, parts: readonly string[], close: string) =>
    parts.length === 0
      ? open + close
      : `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
  const member = ({ keySpan, value }: JsonMember) =>
    `${source(text, keySpan)}: ${indented(text, value, inner)}`;
  switch (node.kind) {
    case 'object':
      return block('{', node.members.map(member), '}');
    case 'array':
      return block(
        '[',
        node.items.map((item) => indented(text, item, inner)),
        ']',
      );
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return source(text, node);
  }
}
