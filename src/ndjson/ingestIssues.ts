/** What the rules of ingest say about one event that is edited by itself. */
import { tryReadJson } from '../core/jsonTree.ts';
import { locate, type LocatedIssue } from '../core/located.ts';
import { checkIngestEvent } from '../core/rules/ingest.ts';
import type { RuleContext } from '../core/rules/context.ts';

/** @returns errors first; nothing for a text that is no JSON (the built-in JSON support says so) */
export function ingestIssues(text: string, context: RuleContext): readonly LocatedIssue[] {
  const root = tryReadJson(text);
  return root === undefined ? [] : locate(text, root, checkIngestEvent(root, context));
}
