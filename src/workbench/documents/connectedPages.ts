/** The pages that show a document, and whether what was typed in them has reached it. */
import type * as vscode from 'vscode';
import { tabsOnScreen } from './eventTabs.ts';

export interface ConnectedPage {
  /** Whether the page has called; false while it's loading or hidden. */
  readonly isConnected: boolean;
  /** Resolves when everything typed so far is in the document. */
  settle(): Promise<void>;
  /** Scrolls to the section Billing and focuses it, as soon as the page is there. */
  showBilling(): void;
}

/**
 * A page that doesn't respond must not delay a save: VS Code stops waiting after 1.5 s and then
 * ignores the extension.
 */
const SETTLE_MS = 1_000;
const PAUSE_MS = 25;

export class ConnectedPages {
  readonly #pages = new Set<ConnectedPage>();

  constructor(private readonly uri: vscode.Uri) {}

  /** @returns a function that removes the page */
  add(page: ConnectedPage): () => void {
    this.#pages.add(page);
    return () => this.#pages.delete(page);
  }

  /**
   * Whether an active tab shows the document in a page that is connected to this extension host, so
   * that its footer is visible.
   */
  get isShown(): boolean {
    return tabsOnScreen(this.uri) > 0 && [...this.#pages].some(({ isConnected }) => isConnected);
  }

  /**
   * Waits until the visible pages have sent everything typed.
   * @returns false if one can't be reached, since it may have text that the document doesn't have
   */
  async settle(): Promise<boolean> {
    const end = Date.now() + SETTLE_MS;
    // A tab that was just activated connects within moments.
    while (this.#isMissingOne() && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    if (this.#isMissingOne()) return false;
    const connected = [...this.#pages].filter(({ isConnected }) => isConnected);
    return within(
      Math.max(PAUSE_MS, end - Date.now()),
      Promise.all(connected.map((page) => page.settle())),
    );
  }

  showBilling(): void {
    for (const page of this.#pages) page.showBilling();
  }

  #isMissingOne(): boolean {
    const connected = [...this.#pages].filter(({ isConnected }) => isConnected).length;
    return tabsOnScreen(this.uri) > connected;
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = work.then(
    () => true,
    () => true,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
