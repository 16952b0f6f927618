/**
 * The errors that our rules find before anything is sent. The same rules provide the problems in
 * the editor.
 */
import * as vscode from 'vscode';
import type { UsageEvent } from '../../core/event.ts';
import type { RuleContext } from '../../core/rules/context.ts';
import { JsonSyntaxError, readJson } from '../../core/jsonTree.ts';
import { amendIssues } from '../../core/amendIssues.ts';

/**
 * @param stored the event as it was when the document was loaded
 * @returns the first error's message, or undefined
 */
export function localErrors(
  text: string,
  stored: UsageEvent,
  catalog: RuleContext['catalog'],
): string | undefined {
  const syntax = syntaxError(text);
  if (syntax !== undefined) {
    const line = lineAt(text, syntax.offset);
    return vscode.l10n.t("This isn't valid JSON (line {0}). Nothing was sent.", line);
  }
  const errors = amendIssues(text, stored, catalog).filter(
    ({ issue }) => issue.severity === 'error',
  );
  const [first] = errors;
  if (first === undefined) return undefined;
  const { message } = first.issue;
  const line = lineAt(text, first.span.start);
  return errors.length === 1
    ? vscode.l10n.t('{0} (line {1}) Nothing was sent.', message, line)
    : vscode.l10n.t('{0} (line {1}, {2} errors) Nothing was sent.', message, line, errors.length);
}

function syntaxError(text: string): JsonSyntaxError | undefined {
  try {
    readJson(text);
    return undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;
