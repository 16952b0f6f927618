/** Pages of which each connection has one, such as volume and usage. */
import type * as vscode from 'vscode';
import type { Connection } from '../../core/connection.ts';
import { object, text } from '../../std/shape.ts';
import type { Connections } from '../connectionsApi.ts';

/** What the pages keep across a reload of the window. */
const remembered = object({ connectionId: text });

interface Page {
  reveal(): void;
  readonly model: vscode.Disposable;
}

export class ConnectionPages<P extends Page> {
  readonly #pages = new Map<string, P>();

  /**
   * @param create opens a page, or takes the editor's own from before a reload
   */
  constructor(
    private readonly connections: Connections,
    private readonly create: (
      connection: Connection,
      onClose: () => void,
      restored?: vscode.WebviewPanel,
    ) => P,
  ) {}

  /** Shows a connection's page. */
  show(connection: Connection): P {
    const page = this.#pages.get(connection.id) ?? this.#add(connection);
    page.reveal();
    return page;
  }

  /**
   * Restores a page after the window was reloaded; closes one that can't be shown anymore. An editor in a browser may lose a page's last
   * state; then it shows the active connection.
   * @returns undefined when it was closed
   */
  restore(panel: vscode.WebviewPanel, state: unknown): P | undefined {
    const { connections } = this;
    const data = remembered(state);
    const connection = data === undefined ? connections.active : connections.get(data.connectionId);
    if (connection !== undefined && !this.#pages.has(connection.id)) {
      return this.#add(connection, panel);
    }
    panel.dispose();
    return undefined;
  }

  /** The editor keeps the pages, and asks for them again after a reload. */
  dispose(): void {
    for (const { model } of this.#pages.values()) model.dispose();
  }

  #add(connection: Connection, restored?: vscode.WebviewPanel): P {
    const page = this.create(connection, () => this.#pages.delete(connection.id), restored);
    this.#pages.set(connection.id, page);
    return page;
  }
}
