/** Adds what the workspace's event catalog says to what the rules say. */
import type { Issue } from '../issue.ts';
import type { JsonNode } from '../jsonTree.ts';
import type { RuleContext } from './context.ts';

/**
 * @param known members that the text doesn't have
 * @returns the issues of the rules and of the catalog, one for each value: an error of a rule comes before what the catalog says, and that
 * comes before a rule's warning, which is only a guess, but whose fixes stay
 */
export function withCatalog(
  root: JsonNode,
  catalog: RuleContext['catalog'],
  issues: readonly Issue[],
  known: Readonly<Record<string, unknown>> = {},
): readonly Issue[] {
  const found = catalog?.issues(root, known) ?? [];
  if (found.length === 0) return issues;
  const isSame = (a: Issue, b: Issue) => a.path.join('\n') === b.path.join('\n');
  const own = found
    .filter((each) => !issues.some((issue) => issue.severity === 'error' && isSame(issue, each)))
    .map((each) => {
      const guesses = issues.filter((issue) => isSame(issue, each));
      return { ...each, fixes: [...each.fixes, ...guesses.flatMap(({ fixes }) => fixes)] };
    });
  const rest = issues.filter(
    (issue) => issue.severity === 'error' || !own.some((each) => isSame(issue, each)),
  );
  return [...rest, ...own];
}
