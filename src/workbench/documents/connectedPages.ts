/** The pages that show one document, and whether what was typed in them has reached it. */
import type * as vscode from 'vscode';
import { tabsOnScreen } from './eventTabs.ts';

export interface ConnectedPage {
  /** The page has called; false while it loads or is hidden. */
  readonly isConnected: boolean;
  /** Resolves when every key typed so far is in the document. */
  settle(): Promise<void>;
}

/** A page that doesn't respond must not hold up a save; VS Code would stop waiting at 1.5 s and then distrust us. */
const SETTLE_MS = 1_000;
const PAUSE_MS = 25;

export class ConnectedPages {
  readonly #pages = new Set<ConnectedPage>();

  constructor(private readonly uri: vscode.Uri) {}

  /** @returns what takes the page out again */
  add(page: ConnectedPage): () => void {
    this.#pages.add(page);
    return () => this.#pages.delete(page);
  }

  /** True when a tab in front shows the document in a page that this extension host can talk to, so that its footer is seen. */
  get isShown(): boolean {
    return tabsOnScreen(this.uri) > 0 && [...this.#pages].some(({ isConnected }) => isConnected);
  }

  /**
   * Waits until the pages in front have handed over every key.
   * @returns false when one of them can't be reached: it may hold text that the document doesn't have
   */
  async settle(): Promise<boolean> {
    const end = Date.now() + SETTLE_MS;
    // A tab that has just come to the front connects within moments.
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
