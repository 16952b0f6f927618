/** One volume page for each connection, and the command that opens it. */
import type * as vscode from 'vscode';
import type { CommandArgs, CommandResult } from '../../contributions.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import type { VolumeSeries } from '../../core/volumeSeries.ts';
import type { Services } from '../services.ts';
import { boundsOf } from '../chart/bounds.ts';
import { ConnectionPages } from '../chart/connectionPages.ts';
import { onPage } from '../chart/onPage.ts';
import { VolumePanel } from './panel.ts';

type Asked = CommandArgs<'orb.volume.show'>[0];
type Shown = CommandResult<'orb.volume.show'>;

export class VolumePanels {
  readonly #pages: ConnectionPages<VolumePanel>;

  constructor(private readonly services: Services) {
    this.#pages = new ConnectionPages(
      services.connections,
      (...page) => new VolumePanel(services, ...page),
    );
  }

  /**
   * Resolves with the figures once they are read.
   * @throws if reading failed, which the page shows, too
   */
  async show(asked: Asked): Promise<Shown> {
    const { connections } = this.services;
    const connection = await connections.resolve(asked?.connectionId);
    const range = asked && boundsOf(asked, connections.now(connection.id));
    const { model } = this.#pages.show(connection);
    await (range === undefined ? model.refresh() : model.choose('custom', range)).catch(
      (error: unknown) => {
        throw onPage(error);
      },
    );
    return { hours: toHours(model.series) };
  }

  /** Shows again what the page had before the window was reloaded. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    // The page shows the failure, with the last chart.
    await this.#pages
      .restore(panel, state)
      ?.model.restore()
      .catch(() => undefined);
  }

  dispose(): void {
    this.#pages.dispose();
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
