/** The custom editor of event documents: a page over the text document, which stays the model. */
import * as vscode from 'vscode';
import { EVENT_EDITOR, LINE_SCHEME, SCHEME } from '../../contributions.ts';
import { lineAddressOf } from '../ndjson/lineUris.ts';
import { addressOf } from './uris.ts';
import type { ActionParts } from './pageActions.ts';
import type { EventPage, PageSubject } from './eventPage.ts';

/** A page that does not answer must not hold up a save; VS Code would stop waiting at 1.5 s and then distrust us. */
const SETTLE_MS = 1_000;

export function registerEventEditor(parts: ActionParts): vscode.Disposable {
  const pages = new Set<EventPage>();
  const provider: vscode.CustomTextEditorProvider = {
    async resolveCustomTextEditor(document, panel) {
      const subject = await subjectOf(parts, document);
      const { EventPage } = await import('./eventPage.ts');
      const { extensionUri } = parts.services.context;
      const page = new EventPage(extensionUri, subject, document, panel);
      pages.add(page);
      panel.onDidDispose(() => {
        pages.delete(page);
        page.dispose();
      });
    },
  };
  return vscode.Disposable.from(
    vscode.window.registerCustomEditorProvider(EVENT_EDITOR, provider),
    vscode.workspace.onWillSaveTextDocument((event) => {
      if (![SCHEME, LINE_SCHEME].includes(event.document.uri.scheme)) return;
      const shown = [...pages].filter(({ document }) => document === event.document);
      // The last keys may still be on their way from the page.
      if (shown.length > 0) event.waitUntil(within(SETTLE_MS, settleAll(shown)));
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

async function settleAll(pages: readonly EventPage[]): Promise<undefined> {
  await Promise.all(pages.map((page) => page.settle()));
  return undefined;
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
