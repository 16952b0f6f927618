/** Issues of core/rules as the editor's diagnostics and quick fixes. */
import * as vscode from 'vscode';
import type { TextEdit } from '../core/edits.ts';
import type { Issue } from '../core/issue.ts';

export const DIAGNOSTIC_SOURCE = 'orb';

export function toDiagnostic(
  { severity, message, code }: Pick<Issue, 'severity' | 'message' | 'code'>,
  range: vscode.Range,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    range,
    message,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = code;
  return diagnostic;
}

/** @param edits with offsets in the document */
export function toQuickFix(
  document: vscode.TextDocument,
  title: string,
  edits: readonly TextEdit[],
  diagnostics: readonly vscode.Diagnostic[],
  preferred = false,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    action.edit.replace(document.uri, range, text);
  }
  action.diagnostics = [...diagnostics];
  action.isPreferred = preferred;
  return action;
}

/** The diagnostic that stands for an issue at this place, among those the editor asks about. */
export function sameDiagnostic(
  diagnostics: readonly vscode.Diagnostic[],
  issue: Pick<Issue, 'code'>,
  range: vscode.Range,
): vscode.Diagnostic | undefined {
  return diagnostics.find(
    (each) =>
      each.source === DIAGNOSTIC_SOURCE && each.code === issue.code && each.range.isEqual(range),
  );
}
