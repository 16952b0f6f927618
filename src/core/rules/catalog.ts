/** Adds what the workspace's event catalog says to what the rules say. */
import type { Issue } from '../issue.ts';
import type { JsonNode } from '../jsonTree.ts';
import type { RuleContext } from './context.ts';

/**
 * @param known members that the text doesn't have
 * @returns the issues of the rules, and those of the catalog that say something new: a value that a rule rejects has one problem
 */
export function withCatalog(
  root: JsonNode,
  catalog: RuleContext['catalog'],
  issues: readonly Issue[],
  known: Readonly<Record<string, unknown>> = {},
): readonly Issue[] {
  const found = catalog?.issues(root, known) ?? [];
  const isNew = ({ path, severity }: Issue) =>
    !issues.some(
      (issue) =>
        issue.path.join('\n') === path.join('\n') &&
        (severity === 'warning' || issue.severity === 'error'),
    );
  return [...issues, ...found.filter(isNew)];
}
