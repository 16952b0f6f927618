/** The custom editor of event documents: a page over the text document, which stays the model. */
import * as vscode from 'vscode';
import { EVENT_EDITOR, LINE_SCHEME, SCHEME } from '../../contributions.ts';
import { lineAddressOf } from '../ndjson/lineUris.ts';
import { PageDoor } from '../pages/door.ts';
import { loadPage, webviewPort } from '../pages/page.ts';
import type { EventPage, PagePlace, PageSubject } from './eventPage.ts';
import { isInFront, isOnScreen } from './eventTabs.ts';
import type { ActionParts } from './pageActions.ts';
import { addressOf, openDocument } from './uris.ts';

/** A page that does not answer must not hold up a save; VS Code would stop waiting at 1.5 s and then distrust us. */
const SETTLE_MS = 1_000;

export function registerEventEditor(parts: ActionParts): vscode.Disposable {
  const pages = new Set<EventPage>();
  const arrived = new vscode.EventEmitter<vscode.TextDocument>();
  const open = async (document: vscode.TextDocument, place: PagePlace) => {
    const subject = await subjectOf(parts, document);
    const { EventPage } = await import('./eventPage.ts');
    const page = new EventPage(subject, document, place);
    pages.add(page);
    arrived.fire(document);
    return new vscode.Disposable(() => {
      pages.delete(page);
      page.dispose();
    });
  };
  const door = new PageDoor(async (uri, visit) => {
    const document = openDocument(uri);
    if (document === undefined || !isOnScreen(uri)) throw vscode.FileSystemError.FileNotFound(uri);
    const { onDidChangeTabs } = vscode.window.tabGroups;
    const page = await open(document, {
      port: visit,
      isVisible: () => isOnScreen(uri),
      isActive: () => isInFront(uri),
      onDidChange: onDidChangeTabs,
    });
    // Hiding the tab ends the page; shown again, it comes in anew.
    const hidden = onDidChangeTabs(() => {
      if (!isOnScreen(uri)) visit.dispose();
    });
    visit.onGone(() => {
      hidden.dispose();
      page.dispose();
    });
  });
  const provider: vscode.CustomTextEditorProvider = {
    async resolveCustomTextEditor(document, panel) {
      const page = await open(document, {
        port: webviewPort(panel.webview),
        isVisible: () => panel.visible,
        isActive: () => panel.active,
        onDidChange: panel.onDidChangeViewState,
      });
      panel.onDidDispose(() => {
        page.dispose();
      });
      const { extensionUri } = parts.services.context;
      const address = door.addressOf(document.uri);
      const waiting = vscode.l10n.t(
        "The extension isn't responding. What you type is kept here, and nothing is sent until it's back.",
      );
      loadPage(panel.webview, extensionUri, 'eventEditor', panel.title, { address, waiting });
    },
  };

  /** Waits for the pages of a document to hand over what was typed, also for one that is on its way from a host that has ended. */
  async function settled(document: vscode.TextDocument): Promise<undefined> {
    const shown = () => [...pages].filter((page) => page.document === document);
    let listening: vscode.Disposable | undefined;
    if (shown().length === 0 && isOnScreen(document.uri)) {
      const arrival = new Promise<void>((resolve) => {
        listening = arrived.event((which) => {
          if (which === document) resolve();
        });
      });
      await within(SETTLE_MS, arrival);
      listening?.dispose();
    }
    await Promise.all(shown().map((page) => page.settle()));
  }

  return vscode.Disposable.from(
    door.register(),
    vscode.window.registerCustomEditorProvider(EVENT_EDITOR, provider),
    vscode.workspace.onWillSaveTextDocument((event) => {
      if (![SCHEME, LINE_SCHEME].includes(event.document.uri.scheme)) return;
      // The last keys may still be on their way from the page.
      event.waitUntil(within(SETTLE_MS, settled(event.document)));
    }),
  );
}

/** @throws for an address that was typed by hand and names nothing */
async function subjectOf(parts: ActionParts, document: vscode.TextDocument): Promise<PageSubject> {
  const line = lineAddressOf(document.uri);
  if (line !== undefined) {
    const [{ lineSubject }, { heldLine }] = await Promise.all([
      import('../ndjson/lineSubject.ts'),
      import('../ndjson/lineFiles.ts'),
    ]);
    const held = await heldLine(document.uri, parts.services.context.workspaceState);
    return lineSubject(parts.services, line, document, held);
  }
  const address = addressOf(document.uri);
  if (address === undefined) {
    throw new Error(vscode.l10n.t('This address names no event: {0}', document.uri.toString()));
  }
  const { eventSubject } = await import('./eventSubject.ts');
  return eventSubject(parts, address, document);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
