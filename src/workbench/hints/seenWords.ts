/** The names and values in the events that Orb showed for a connection. */
import { Vocabulary } from '../../ndjson/vocabulary.ts';
import type { Services } from '../services.ts';

/** The number of recent events that are read. */
const EVENTS = 500;

export class SeenWords {
  readonly #known = new Map<string, Promise<Vocabulary>>();
  readonly #listening: { dispose(): void };

  constructor(private readonly services: Pick<Services, 'events' | 'ledger'>) {
    this.#listening = services.events.onDidChange((changed) => {
      for (const { connectionId } of changed) this.#known.delete(connectionId);
    });
  }

  of(connectionId: string): Promise<Vocabulary> {
    const known = this.#known.get(connectionId) ?? this.#read(connectionId);
    this.#known.set(connectionId, known);
    return known;
  }

  dispose(): void {
    this.#listening.dispose();
  }

  async #read(connectionId: string): Promise<Vocabulary> {
    const vocabulary = new Vocabulary();
    const { seen } = this.services.ledger;
    for (const json of await seen.recent(connectionId, EVENTS)) vocabulary.add(json);
    return vocabulary;
  }
}
