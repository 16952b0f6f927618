/** The custom editor for event documents: a page for the text document, which stays the model. */
import * as vscode from 'vscode';
import type { LineDocuments } from '../lines/lineDocuments.ts';
import { PageDoor } from '../pages/door.ts';
import { loadPage, webviewPort } from '../pages/page.ts';
import type { Visit } from '../pages/visit.ts';
import type { Services } from '../services.ts';
import type { EventDocuments } from '../documents/eventDocuments.ts';
import type { EventPage, PagePlace, EditorSource } from '../documents/eventPage.ts';
import { isInFront, tabsOnScreen } from '../documents/eventTabs.ts';
import { openDocument } from '../eventUris.ts';

export class EventEditor {
  /** How a page whose extension host has ended finds this one. */
  readonly #door = new PageDoor((uri, visit) => this.#visited(uri, visit));
  readonly #registration = this.#door.register();

  constructor(
    private readonly services: Services,
    private readonly documents: EventDocuments,
    private readonly lines: LineDocuments,
  ) {}

  async resolve(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    const page = await this.#open(document, {
      port: webviewPort(panel.webview),
      isVisible: () => panel.visible,
      isActive: () => panel.active,
      onDidChange: panel.onDidChangeViewState,
    });
    panel.onDidDispose(() => page.dispose());
    const { extensionUri } = this.services.context;
    const address = this.#door.addressOf(document.uri);
    const waiting = vscode.l10n.t(
      "The extension isn't responding. What you type is kept here, and nothing is sent until it's back.",
    );
    loadPage(panel.webview, extensionUri, 'eventEditor', panel.title, { address, waiting });
  }

  dispose(): void {
    this.#registration.dispose();
  }

  async #visited(uri: vscode.Uri, visit: Visit): Promise<() => Promise<void>> {
    const document = openDocument(uri);
    if (document === undefined || tabsOnScreen(uri) === 0) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    const { onDidChangeTabs } = vscode.window.tabGroups;
    const page = await this.#open(document, {
      port: visit,
      isVisible: () => tabsOnScreen(uri) > 0,
      isActive: () => isInFront(uri),
      onDidChange: onDidChangeTabs,
    });
    // Hiding the tab ends the page; when it's shown again, it enters again.
    const hidden = onDidChangeTabs(() => {
      if (tabsOnScreen(uri) === 0) visit.dispose();
    });
    visit.onGone(() => {
      hidden.dispose();
      page.dispose();
    });
    return () => page.drained();
  }

  async #open(document: vscode.TextDocument, place: PagePlace): Promise<EventPage> {
    const [source, { EventPage: Page }] = await Promise.all([
      sourceOf(this.services, this.documents, this.lines, document),
      import('../documents/eventPage.ts'),
    ]);
    return new Page(source, document, place);
  }
}

/** @throws for an address that was typed by hand and isn't an event's */
async function sourceOf(
  services: Services,
  documents: EventDocuments,
  lines: LineDocuments,
  document: vscode.TextDocument,
): Promise<EditorSource> {
  const line = lines.find(document.uri);
  if (line !== undefined) {
    const { lineSource } = await import('../lines/lineSource.ts');
    return lineSource(services, line, document);
  }
  const open = documents.find(document.uri);
  if (open === undefined) {
    throw new Error(
      vscode.l10n.t("This isn't the address of an event: {0}", document.uri.toString()),
    );
  }
  const { eventSource } = await import('../documents/pageActions.ts');
  return eventSource({ services }, open);
}
