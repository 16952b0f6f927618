/** What the rules of amend say about the text of an event document. */
import type { UsageEvent } from './event.ts';
import { tryReadJson } from './jsonTree.ts';
import { locate, type LocatedIssue } from './located.ts';
import type { RuleContext } from './rules/context.ts';
import { checkAmend } from './rules/amend.ts';

/**
 * @param stored the event as Orb holds it
 * @param catalog of the workspace
 * @returns errors first; nothing for a text that isn't JSON (the built-in JSON support says so), or for a deprecated event (its document
 * is read-only)
 */
export function amendIssues(
  text: string,
  stored: UsageEvent,
  catalog?: RuleContext['catalog'],
): readonly LocatedIssue[] {
  const root = tryReadJson(text);
  if (root === undefined || stored.deprecated) return [];
  return locate(text, root, checkAmend(root, stored, catalog === undefined ? {} : { catalog }));
}
