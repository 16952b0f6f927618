/**
 * The problems of event documents, with quick fixes: what the rules of amend find, and what Orb rejected. The schema given to the
 * built-in JSON support explains and completes, and reports no more than broken JSON.
 */
import * as vscode from 'vscode';
import { SCHEME } from '../../contributions.ts';
import { IssueDiagnostics, toDiagnostic } from '../issueDiagnostics.ts';
import type { EventDocument } from './eventDocument.ts';
import type { EventDocuments } from './eventDocuments.ts';
import { placeOf } from './rejections.ts';

export function documentDiagnostics(documents: EventDocuments): vscode.Disposable {
  const rejections = vscode.languages.createDiagnosticCollection('orb-rejections');
  const diagnostics = new IssueDiagnostics(
    SCHEME,
    async ({ uri }) => (await documents.find(uri)?.issues()) ?? [],
  );
  const showRejections = (document: EventDocument) => {
    const { uri, file } = document;
    if (file.document === undefined || document.rejections.length === 0) {
      if (rejections.has(uri)) rejections.delete(uri);
      return;
    }
    const text = file.document;
    rejections.set(
      uri,
      document.rejections.map((message) => {
        const { start, end } = placeOf(text.getText(), message);
        const range = new vscode.Range(text.positionAt(start), text.positionAt(end));
        return toDiagnostic({ severity: 'error', message, code: 'rejected' }, range);
      }),
    );
  };
  return vscode.Disposable.from(
    diagnostics,
    rejections,
    documents.onDidChange((document) => {
      showRejections(document);
      if (document.file.document !== undefined) diagnostics.check(document.file.document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => rejections.delete(uri)),
  );
}
