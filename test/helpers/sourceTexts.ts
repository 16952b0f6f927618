/** The texts in our source, as the compiler sees them: those that are translated, and those that would be shown untranslated. */
import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** The files whose texts the user sees in the editor. */
export const worded = [
  'src/extension.ts',
  'src/workbench/**/*.ts',
  'src/core/**/*.ts',
  'src/ndjson/**/*.ts',
  'src/orb/address.ts',
] as const;

export interface SourceTexts {
  /** The first argument of each `l10n.t`. */
  readonly translated: readonly string[];
  /** `file:line: text` of sentences and labels that escape translation. */
  readonly escaped: readonly string[];
  /** `file:line: call` of texts that are translated as their file loads, which is before the language is known. */
  readonly early: readonly string[];
}

/** Properties whose text the editor shows as it is. */
const SHOWN =
  /^(title|label|description|detail|message|placeHolder|prompt|tooltip|action|text|name|viewTitle|sentence|summary)$/;
/** Two words, as opposed to IDs, SQL, selectors, and single tokens. */
const SENTENCE = /\p{L}{2,}[,;:]? (?:\p{L}{1,} )*\p{L}{2,}/u;

/** @param patterns globs of source files, from the root of the repository */
export function readSourceTexts(...patterns: readonly string[]): SourceTexts {
  const translated = new Set<string>();
  const escaped: string[] = [];
  const early: string[] = [];
  for (const file of patterns.flatMap((pattern) => globSync(pattern)).sort()) {
    const source = ts.createSourceFile(
      file,
      readFileSync(file, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) {
        return;
      }
      if (ts.isCallExpression(node)) {
        const callee = node.expression.getText(source);
        if (/(^|\.)t$/.test(callee)) {
          const message = node.arguments[0];
          if (isAtTop(node)) early.push(`${place(source, node)}: ${node.getText(source)}`);
          if (message && ts.isStringLiteralLike(message)) translated.add(message.text);
          else escaped.push(`${place(source, node)}: the message is not a literal`);
          node.arguments.slice(1).forEach(visit);
          return;
        }
        // Log lines stay in English.
        if (/(^|\.)log\.\w+$/.test(callee)) return;
      }
      // A plain Error is a bug and goes to the log; an abort isn't shown.
      if (
        ts.isNewExpression(node) &&
        /^(Error|DOMException)$/.test(node.expression.getText(source))
      ) {
        node.arguments?.filter(ts.isCallExpression).forEach(visit);
        return;
      }
      const text = textOf(node);
      if (
        text !== undefined &&
        (SENTENCE.test(text) || (isShown(node) && /^\p{Lu}\p{L}/u.test(text)))
      ) {
        escaped.push(`${place(source, node)}: ${text}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { translated: [...translated].sort(), escaped, early };
}

/** Whether this runs as its file loads. */
function isAtTop(node: ts.Node): boolean {
  for (let each = node.parent; !ts.isSourceFile(each); each = each.parent) {
    if (ts.isFunctionLike(each)) return false;
    if (ts.isPropertyDeclaration(each)) {
      return each.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
    }
  }
  return true;
}

/** The literal parts of a text, without placeholders. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => literal.text).join('');
}

function isShown({ parent }: ts.Node): boolean {
  return ts.isPropertyAssignment(parent) && SHOWN.test(parent.name.getText());
}

function place(source: ts.SourceFile, node: ts.Node): string {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return `${source.fileName}:${line + 1}`;
}
