/** The custom editor of event documents: a page over the text document, which stays the model. */
import * as vscode from 'vscode';
import { EVENT_EDITOR } from '../../contributions.ts';
import type { LineDocuments } from '../ndjson/lineDocuments.ts';
import type { Services } from '../services.ts';
import type { EventDocuments } from './eventDocuments.ts';
import type { PageSubject } from './eventPage.ts';

export function registerEventEditor(
  services: Services,
  documents: EventDocuments,
  lines: LineDocuments,
): vscode.Disposable {
  const provider: vscode.CustomTextEditorProvider = {
    async resolveCustomTextEditor(document, panel) {
      const [subject, { EventPage }] = await Promise.all([
        subjectOf(services, documents, lines, document),
        import('./eventPage.ts'),
      ]);
      const page = new EventPage(services.context.extensionUri, subject, document, panel);
      panel.onDidDispose(() => page.dispose());
    },
  };
  return vscode.window.registerCustomEditorProvider(EVENT_EDITOR, provider);
}

/** @throws for an address that was typed by hand and names nothing */
async function subjectOf(
  services: Services,
  documents: EventDocuments,
  lines: LineDocuments,
  document: vscode.TextDocument,
): Promise<PageSubject> {
  const line = lines.find(document.uri);
  if (line !== undefined) {
    const { lineSubject } = await import('../ndjson/lineSubject.ts');
    return lineSubject(services, line, document);
  }
  const open = documents.find(document.uri);
  if (open === undefined) {
    throw new Error(vscode.l10n.t("This address isn't of an event: {0}", document.uri.toString()));
  }
  const { eventSubject } = await import('./eventSubject.ts');
  return eventSubject({ services }, open);
}
