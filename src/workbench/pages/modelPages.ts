/** Pages of which each ingest or comparison has one. A page can be closed and opened again while its model is being worked on. */
import type * as vscode from 'vscode';

interface Page {
  reveal(): void;
  readonly isVisible: boolean;
}

export class ModelPages<M extends { readonly isWorking: boolean }, P extends Page> {
  readonly #pages = new Map<string, P>();
  /** Those that are worked on or shown. */
  readonly #models = new Map<string, M>();

  /** @param create opens a page, or takes the editor's own from before a reload */
  constructor(
    private readonly create: (model: M, onClose: () => void, restored?: vscode.WebviewPanel) => P,
  ) {}

  model(id: string): M | undefined {
    return this.#models.get(id);
  }

  isVisible(id: string): boolean {
    return this.#pages.get(id)?.isVisible ?? false;
  }

  show(id: string, model: M, restored?: vscode.WebviewPanel): void {
    this.#models.set(id, model);
    const page = this.#pages.get(id);
    if (page !== undefined) {
      page.reveal();
      return;
    }
    const closed = () => {
      this.#pages.delete(id);
      if (!model.isWorking) this.#models.delete(id);
    };
    this.#pages.set(id, this.create(model, closed, restored));
  }

  /**
   * Restores a page after the window was reloaded; closes one that can't be shown anymore.
   * @param id what the page kept; undefined if it kept none
   * @param read throws when there is nothing to show
   */
  async restore(
    panel: vscode.WebviewPanel,
    id: string | undefined,
    read: (id: string) => Promise<M>,
  ): Promise<void> {
    try {
      if (id === undefined || this.#pages.has(id)) throw new Error('There is no such page.');
      this.show(id, await read(id), panel);
    } catch {
      panel.dispose();
    }
  }
}
