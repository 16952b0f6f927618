/**
 * The problems of event documents, with quick fixes: what the rules of amend find, and what Orb
 * rejected. The schema for the built-in JSON support is only for hover and completion; that support
 * reports only invalid JSON.
 */
import * as vscode from 'vscode';
import { EVENT_LANGUAGE, LINE_SCHEME, REMOTE_SCHEME, SCHEME } from '../../contributions.ts';
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
    copiesOnDisk(),
    documents.onDidChange((document) => {
      showRejections(document);
      if (document.file.document !== undefined) diagnostics.check(document.file.document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => rejections.delete(uri)),
  );
}

/** What Save As… leaves: it looks like the event but isn't one. */
function copiesOnDisk(): vscode.Disposable {
  const copies = vscode.languages.createDiagnosticCollection('orb-copies');
  const look = ({ uri, languageId }: vscode.TextDocument) => {
    if (languageId !== EVENT_LANGUAGE || OWN_SCHEMES.includes(uri.scheme)) return;
    const message = vscode.l10n.t(
      'This is a copy on disk. Saving it changes nothing in Orb; open the event itself to amend it.',
    );
    const { Information } = vscode.DiagnosticSeverity;
    copies.set(uri, [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), message, Information)]);
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.Disposable.from(
    copies,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => copies.delete(uri)),
  );
}

const OWN_SCHEMES = [SCHEME, REMOTE_SCHEME, LINE_SCHEME];
