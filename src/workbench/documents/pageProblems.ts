/** The document's problems, ours and those of the built-in JSON support, with the fixes of ours. */
import * as vscode from 'vscode';
import { DIAGNOSTIC_SOURCE } from '../../contributions.ts';
import type { Problem } from '../../protocol/eventEditor.ts';
import type { LocatedIssue } from '../../core/located.ts';

/** A longer list isn't useful in a page. */
const MAX_PROBLEMS = 200;

export interface ListedProblem extends Problem {
  readonly issue: LocatedIssue | undefined;
}

/** @param issues what our rules find in the current text */
export function problemsOf(
  document: vscode.TextDocument,
  issues: readonly LocatedIssue[],
): readonly ListedProblem[] {
  const used = new Map<string, number>();
  return vscode.languages
    .getDiagnostics(document.uri)
    .slice(0, MAX_PROBLEMS)
    .map((diagnostic) => {
      const start = document.offsetAt(diagnostic.range.start);
      const end = document.offsetAt(diagnostic.range.end);
      const code = codeOf(diagnostic);
      const issue =
        diagnostic.source === DIAGNOSTIC_SOURCE
          ? issues.find((each) => each.issue.code === code && each.span.start === start)
          : undefined;
      const name = `${code}@${String(start)}`;
      const count = used.get(name) ?? 0;
      used.set(name, count + 1);
      const { severity, message } = diagnostic;
      return {
        id: count === 0 ? name : `${name}#${String(count)}`,
        severity: severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning',
        message,
        start,
        end,
        fixes: issue?.fixes.map(({ title }) => title) ?? [],
        issue,
      };
    });
}

function codeOf({ code, message }: vscode.Diagnostic): string {
  if (code === undefined) return message;
  return typeof code === 'object' ? String(code.value) : String(code);
}
