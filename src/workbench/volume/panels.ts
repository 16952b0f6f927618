/** One volume page for each connection, and the command that opens it. */
import type * as vscode from 'vscode';
import type { CommandArgs, CommandResult } from '../../contributions.ts';
import type { Connection } from '../../core/connection.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import type { VolumeSeries } from '../../core/volumeSeries.ts';
import { object, text } from '../../std/shape.ts';
import type { Services } from '../services.ts';
import { boundsOf } from '../chart/bounds.ts';
import { onPage } from '../chart/onPage.ts';
import { VolumePanel } from './panel.ts';

const remembered = object({ connectionId: text });

type Asked = CommandArgs<'orb.volume.show'>[0];
type Shown = CommandResult<'orb.volume.show'>;

export class VolumePanels {
  readonly #panels = new Map<string, VolumePanel>();

  constructor(private readonly services: Services) {}

  /**
   * Resolves with the figures once they are read.
   * @throws if reading failed, which the page shows, too
   */
  async show(asked: Asked): Promise<Shown> {
    const { connections } = this.services;
    const connection = await connections.resolve(asked?.connectionId);
    const range = asked && boundsOf(asked, connections.now(connection.id));
    const panel = this.#panels.get(connection.id) ?? this.#create(connection);
    panel.reveal();
    const { model } = panel;
    await (range === undefined ? model.refresh() : model.choose('custom', range)).catch(
      (error: unknown) => {
        throw onPage(error);
      },
    );
    return { hours: toHours(model.series) };
  }

  /**
   * Restores a page after the window was reloaded; closes one that can't be shown anymore. An
   * editor in a browser may lose a page's last state; then it shows the active connection's volume.
   */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { connections } = this.services;
    const data = remembered(state);
    const connection = data === undefined ? connections.active : connections.get(data.connectionId);
    if (connection === undefined || this.#panels.has(connection.id)) {
      panel.dispose();
      return;
    }
    // The page shows the failure, with the last chart.
    await this.#create(connection, panel)
      .model.restore()
      .catch(() => undefined);
  }

  /** The editor keeps the pages, and asks for them again after a reload. */
  dispose(): void {
    for (const { model } of this.#panels.values()) model.dispose();
  }

  #create(connection: Connection, restored?: vscode.WebviewPanel): VolumePanel {
    const closed = () => this.#panels.delete(connection.id);
    const panel = new VolumePanel(this.services, connection, closed, restored);
    this.#panels.set(connection.id, panel);
    return panel;
  }
}

function toHours({ startMs, counts }: VolumeSeries): NonNullable<Shown>['hours'] {
  const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  return counts.flatMap((count, index) => {
    const start = startMs + index * HOUR_MS;
    return count === null
      ? []
      : [{ timeframeStart: iso(start), timeframeEnd: iso(start + HOUR_MS), count }];
  });
}
