/** What the rules of amend say about the text of an event document. */
import { editsFor, spanOf, type TextEdit } from '../../core/edits.ts';
import type { UsageEvent } from '../../core/event.ts';
import type { Issue } from '../../core/issue.ts';
import { JsonSyntaxError, readJson, type JsonNode, type Span } from '../../core/jsonTree.ts';
import { checkAmend } from '../../core/rules/amend.ts';

export interface LocatedIssue {
  readonly issue: Issue;
  /** The characters at fault. */
  readonly span: Span;
  readonly fixes: readonly { readonly title: string; readonly edits: readonly TextEdit[] }[];
}

/**
 * @param stored the event as Orb holds it
 * @returns errors first; nothing for a text that is no JSON (the built-in JSON support says so) or an event that was deprecated
 * (its document is read-only)
 */
export function amendIssues(text: string, stored: UsageEvent): readonly LocatedIssue[] {
  const root = read(text);
  if (root === undefined || stored.deprecated) return [];
  const located = checkAmend(root, stored, {}).map((issue) => ({
    issue,
    span: spanOf(root, issue),
    fixes: issue.fixes.map(({ title, fix }) => ({ title, edits: editsFor(text, root, fix) })),
  }));
  const isError = ({ issue }: LocatedIssue) => issue.severity === 'error';
  return [...located.filter(isError), ...located.filter((each) => !isError(each))];
}

function read(text: string): JsonNode | undefined {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
