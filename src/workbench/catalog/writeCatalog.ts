/** Writes the event catalog. A change of one that exists is shown as a diff, and can be undone in its editor. */
import * as vscode from 'vscode';
import { minimalChange } from '../../std/minimalChange.ts';
import { UserError } from '../userError.ts';

const SCHEME = 'orb-catalog';

/** The text before the change, for the left side of the diff; one at a time. */
let before = '';
let provider: vscode.Disposable | undefined;

/** @param known the file's text so far; undefined where there is none @throws UserError */
export async function writeCatalog(
  target: vscode.Uri,
  known: string | undefined,
  text: string,
): Promise<void> {
  if (known === undefined) {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    return;
  }
  const document = await vscode.workspace.openTextDocument(target);
  const change = minimalChange(document.getText(), text);
  if (change === undefined) return;
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(
    document.positionAt(change.start),
    document.positionAt(change.end),
  );
  edit.replace(target, range, change.text);
  if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save())) {
    throw new UserError(vscode.l10n.t("Couldn't write the event catalog."));
  }
  before = known;
  provider ??= vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: () => before,
  });
  // Another version each time: the editor keeps the text of a URI.
  const left = target.with({ scheme: SCHEME, query: String(Date.now()) });
  const title = vscode.l10n.t('Event Catalog: Before ↔ Learned');
  await vscode.commands.executeCommand('vscode.diff', left, target, title);
}
