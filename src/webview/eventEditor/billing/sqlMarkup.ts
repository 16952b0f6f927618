/** Colors the words of an SQL text. Not a parser: what it doesn't know stays as it is. */
import { visible } from '../../../std/visible.ts';
import { h } from '../../dom.ts';

const TOKEN = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'?|\b\d+(?:\.\d+)?\b|[A-Za-z_]\w*/g;
const KEYWORDS = new Set(
  (
    'ALL AND AS ASC AVG BETWEEN BY CASE CAST COALESCE COUNT DESC DISTINCT ELSE END FALSE FILTER FROM GROUP HAVING IN IS JOIN LEFT LIKE ' +
    'LIMIT MAX MIN NOT NULL ON OR ORDER OVER PARTITION SELECT SUM THEN TRUE UNION WHEN WHERE WITH'
  ).split(' '),
);

export function sqlMarkup(sql: string): readonly Node[] {
  const nodes: Node[] = [];
  let end = 0;
  const plain = (text: string) => {
    if (text !== '') nodes.push(document.createTextNode(shown(text)));
  };
  for (const match of sql.matchAll(TOKEN)) {
    const [token] = match;
    const kind = kindOf(token);
    if (kind === undefined) continue;
    plain(sql.slice(end, match.index));
    nodes.push(h('span', { class: `sql-${kind}` }, shown(token)));
    end = match.index + token.length;
  }
  plain(sql.slice(end));
  return nodes;
}

function kindOf(token: string): string | undefined {
  if (token.startsWith('--') || token.startsWith('/*')) return 'comment';
  if (token.startsWith("'")) return 'text';
  if (/^\d/.test(token)) return 'number';
  return KEYWORDS.has(token.toUpperCase()) ? 'keyword' : undefined;
}

/** Line ends and tabs are layout here; other hidden characters are spelled out. */
const shown = (text: string) =>
  text
    .split(/([\n\t])/)
    .map((part) => (/[\n\t]/.test(part) ? part : visible(part)))
    .join('');
