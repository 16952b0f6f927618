/** The pages with results, one for each search. Loaded with the first one. */
import * as vscode from 'vscode';
import { object, text } from '../../std/shape.ts';
import type { Services } from '../services.ts';
import { ResultPanel } from './panel.ts';
import type { SearchPort } from './searchPort.ts';

const remembered = object({ searchId: text });

export class ResultPanels {
  readonly #panels = new Map<string, ResultPanel>();

  constructor(
    private readonly services: Services,
    private readonly searches: SearchPort,
  ) {}

  /** @param searchId of a search in the Events view */
  show(searchId: string): void {
    this.#open(searchId)?.reveal();
  }

  /**
   * Restores a page after the window was reloaded; closes one whose search is gone. An editor in a browser may lose a page's last state;
   * then it shows the newest search.
   */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const { searchId = this.searches.newest?.id } = remembered(state) ?? {};
    const isShown = searchId !== undefined && this.#panels.has(searchId);
    if (searchId === undefined || isShown || this.#open(searchId, panel) === undefined) {
      panel.dispose();
    }
  }

  #open(searchId: string, restored?: vscode.WebviewPanel): ResultPanel | undefined {
    const known = this.#panels.get(searchId);
    const search = this.searches.get(searchId);
    if (known !== undefined || search === undefined) return known;
    const closed = () => this.#panels.delete(searchId);
    const panel = new ResultPanel(this.services, this.searches, search, closed, restored);
    this.#panels.set(searchId, panel);
    return panel;
  }
}
