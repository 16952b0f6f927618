/** Extracts what people read in a file: texts, comments, test names, and all of a Markdown page. */
import ts from 'typescript';

export interface Prose {
  readonly kind: 'text' | 'comment' | 'test name';
  /** As long as the original; code, URLs, and quoted names are blanked. */
  readonly text: string;
  /** Offset in the file. */
  readonly at: number;
}

/** Two words, as opposed to names, selectors, and single tokens. */
const SENTENCE = /\p{L}{2,}[,;:]? (?:\p{L}+ )*\p{L}{2,}/u;
/** SQL and lists of columns. */
const SQL =
  /^\s*(?:select|insert|update|delete|create|pragma|attach|detach|alter|drop|with)\s|^[\w.]+(?:, [\w.]+)+$/;
/** What is quoted in a sentence and isn't part of it. */
const QUOTED =
  /```[^]*?```|`[^`\n]*`|"[\w.:{}-]*"|'[\w.-]+'(?=\W)|https?:\/\/[^\s)]+|@param\s+[\w.]+|\{@link[^}]*\}|\]\([^)]*\)/g;

/** @param file the name, whose extension decides how to read it */
export function proseOf(file: string, text: string): readonly Prose[] {
  if (file.endsWith('.md')) return [{ kind: 'text', text: quietly(text), at: 0 }];
  if (file.endsWith('.css')) return blockComments(text);
  if (file.endsWith('.json')) return valuesOf(text);
  return proseOfCode(file, text);
}

const quietly = (text: string) =>
  text.replace(QUOTED, (quoted) => quoted.replaceAll(/[^\n]/g, '\u00b7'));

/** Replaces the markers at the start of a comment's lines with white space. */
const withoutMarks = (text: string) =>
  text.replace(/^\s*(?:\/\*+|\*+\/?|\/\/)/gm, (mark) => mark.replaceAll(/[^\n]/g, ' '));

const comment = (text: string, at: number): Prose => ({
  kind: 'comment',
  text: quietly(withoutMarks(text)),
  at,
});

const blockComments = (text: string) =>
  [...text.matchAll(/\/\*[^]*?\*\//g)].map((found) => comment(found[0], found.index));

const valuesOf = (text: string) =>
  [...text.matchAll(/(?<=": )"(?:[^"\\]|\\.)*"/g)].map((found): Prose => ({
    kind: 'text',
    text: ` ${quietly(found[0].slice(1))}`,
    at: found.index,
  }));

function proseOfCode(file: string, text: string): readonly Prose[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const isTest = /(?:^|\/)test\//.test(file);
  const found: Prose[] = [];
  const comments = new Map<number, number>();
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source).filter((child) => !ts.isJSDoc(child));
    if (children.length === 0) {
      const ranges = [
        ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
        ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
      ];
      for (const { pos, end } of ranges) comments.set(pos, end);
    }
    const written = textOf(node);
    if (written !== undefined && isRead(node, written, isTest)) {
      found.push({
        kind: isTest ? 'test name' : 'text',
        text: quietly(literalText(node, source)),
        at: node.getStart(source) + 1,
      });
    }
    children.forEach(visit);
  };
  visit(source);
  for (const [at, end] of comments) found.push(comment(text.slice(at, end), at));
  return found.toSorted((a, b) => a.at - b.at);
}

/** In tests, only names are read; everything else is data. */
function isRead(node: ts.Node, text: string, isTest: boolean): boolean {
  if (!isTest) return SENTENCE.test(text) && !SQL.test(text) && !isImport(node);
  const { parent } = node;
  return (
    ts.isCallExpression(parent) &&
    parent.arguments[0] === node &&
    /^(?:suite|test|benchmark)\b/.test(parent.expression.getText())
  );
}

const isImport = ({ parent }: ts.Node) =>
  ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isLiteralTypeNode(parent);

/** The text between quotes, with blanks for placeholders and escapes. */
function literalText(node: ts.Node, source: ts.SourceFile): string {
  const start = node.getStart(source);
  let text = node.getText(source);
  for (const { expression } of ts.isTemplateExpression(node) ? node.templateSpans : []) {
    const [from, to] = [expression.pos - 2 - start, expression.end + 1 - start];
    text = text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
  }
  return text.slice(1, -1).replaceAll(/\\[^]/g, '  ');
}

/** The literal parts of a text, without placeholders. */
export function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => literal.text).join('');
}
