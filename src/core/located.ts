/** Issues with their spans in a text and ready-made edits. */
import { editsFor, spanOf, type TextEdit } from './edits.ts';
import type { Issue } from './issue.ts';
import type { JsonNode, Span } from './jsonTree.ts';

export interface LocatedIssue {
  readonly issue: Issue;
  /** The characters that are wrong. */
  readonly span: Span;
  readonly fixes: readonly { readonly title: string; readonly edits: readonly TextEdit[] }[];
}

/** @param text what `root` was read from @returns errors first, else in the order given */
export function locate(
  text: string,
  root: JsonNode,
  issues: readonly Issue[],
): readonly LocatedIssue[] {
  const located = issues.map((issue) => ({
    issue,
    span: spanOf(root, issue),
    fixes: issue.fixes.map(({ title, fix }) => ({ title, edits: editsFor(text, root, fix) })),
  }));
  const isError = ({ issue }: LocatedIssue) => issue.severity === 'error';
  return [...located.filter(isError), ...located.filter((each) => !isError(each))];
}
