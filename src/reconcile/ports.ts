/** What a comparison needs from outside: it doesn't know the editor, HTTP or the disk. */
import type { OwnWrite } from '../core/held.ts';
import type { Clock, JournalLog, Sink, Source } from '../ingest/ports.ts';

/** What this editor sent to Orb that its search may not show yet. */
export interface OwnHistory {
  /** IDs that were ingested within the last minutes. */
  readonly recent: ReadonlySet<string>;
  /** Event ID → the amendments and deprecations sent from here, oldest first. */
  readonly writes: ReadonlyMap<string, readonly OwnWrite[]>;
}

export interface ComparePorts {
  readonly source: Source;
  /** Rejects with an OrbError. */
  readonly sink: Pick<Sink, 'search'>;
  readonly journal: JournalLog;
  readonly clock: Clock;
  /** Asked for the events that search doesn't find, or shows with other content. Without it nothing was sent from here. */
  readonly ownHistory?: (ids: readonly string[]) => Promise<OwnHistory>;
}
