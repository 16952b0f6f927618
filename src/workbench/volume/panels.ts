/** One volume page for each connection, and the command that opens it. */
import type { CommandArgs, CommandResult } from '../../contributions.ts';
import type { Connection } from '../../core/connection.ts';
import { HOUR_MS } from '../../core/timeframe.ts';
import type { VolumeSeries } from '../../core/volumeSeries.ts';
import type { Services } from '../services.ts';
import { boundsOf } from './bounds.ts';
import { VolumePanel } from './panel.ts';

type Asked = CommandArgs<'orb.volume.show'>[0];
type Shown = CommandResult<'orb.volume.show'>;

export class VolumePanels {
  readonly #panels = new Map<string, VolumePanel>();

  constructor(private readonly services: Services) {}

  /** Resolves with the figures once they are read. @throws when reading failed; the page says so too */
  async show(asked: Asked): Promise<Shown> {
    const { connections } = this.services;
    const connection = await connections.resolve(asked?.connectionId);
    const range = asked && boundsOf(asked, connections.now(connection.id));
    const panel = this.#panels.get(connection.id) ?? this.#create(connection);
    panel.reveal();
    await (range === undefined ? panel.model.refresh() : panel.model.choose('custom', range));
    return { hours: toHours(panel.model.series) };
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
  }

  #create(connection: Connection): VolumePanel {
    const panel = new VolumePanel(this.services, connection, () =>
      this.#panels.delete(connection.id),
    );
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
