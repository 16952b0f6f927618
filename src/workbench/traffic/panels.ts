/** One Traffic page for each connection. */
import type * as vscode from 'vscode';
import { ConnectionPages } from '../chart/connectionPages.ts';
import { TrafficPanel, type TrafficParts } from './panel.ts';

export class TrafficPanels {
  readonly #pages: ConnectionPages<TrafficPanel>;

  constructor(private readonly parts: TrafficParts) {
    this.#pages = new ConnectionPages(
      parts.services.connections,
      (...page) => new TrafficPanel(parts, ...page),
    );
  }

  /** Shows the requests of the recorder that runs. @throws UserError when none runs */
  async show(connectionId: string): Promise<void> {
    const connection = await this.parts.services.connections.resolve(connectionId);
    this.#pages.show(connection);
  }

  /** Shows again what the page had before the window was reloaded, if the recorder still runs. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.parts.recorders.findAll();
    this.#pages.restore(panel, state);
  }

  dispose(): void {
    this.#pages.dispose();
  }
}
