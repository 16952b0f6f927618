/** The custom editor of event documents: a page over the text document, which stays the model. */
import * as vscode from 'vscode';
import { lineAddressOf } from '../ndjson/lineUris.ts';
import type { Services } from '../services.ts';
import type { EventDocuments } from './eventDocuments.ts';
import type { PageSubject } from './eventPage.ts';

export class EventEditor {
  constructor(
    private readonly services: Services,
    private readonly documents: EventDocuments,
  ) {}

  async resolve(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    const [subject, { EventPage }] = await Promise.all([
      subjectOf(this.services, this.documents, document),
      import('./eventPage.ts'),
    ]);
    const page = new EventPage(this.services.context.extensionUri, subject, document, panel);
    panel.onDidDispose(() => page.dispose());
  }
}

/** @throws for an address that was typed by hand and names nothing */
async function subjectOf(
  services: Services,
  documents: EventDocuments,
  document: vscode.TextDocument,
): Promise<PageSubject> {
  const line = lineAddressOf(document.uri);
  if (line !== undefined) {
    const [{ lineSubject }, { heldLine }] = await Promise.all([
      import('../ndjson/lineSubject.ts'),
      import('../ndjson/lineFiles.ts'),
    ]);
    const held = await heldLine(document.uri, services.context.workspaceState);
    return lineSubject(services, line, document, held);
  }
  const open = documents.find(document.uri);
  if (open === undefined) {
    throw new Error(vscode.l10n.t("This address isn't of an event: {0}", document.uri.toString()));
  }
  const { eventSubject } = await import('./eventSubject.ts');
  return eventSubject({ services }, open);
}
