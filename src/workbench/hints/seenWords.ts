/** What the events of a connection that Orb showed call things. */
import { Vocabulary } from '../../ndjson/vocabulary.ts';
import type { Services } from '../services.ts';

/** So many of the events seen last teach what is in use now. */
const EVENTS = 500;

export class SeenWords {
  readonly #known = new Map<string, Promise<Vocabulary>>();
  readonly #listening: { dispose(): void };

  constructor(private readonly services: Pick<Services, 'events' | 'ledger' | 'log'>) {
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
    try {
      const { seen } = this.services.ledger;
      const events = await Promise.resolve(seen.recent(connectionId, EVENTS));
      for (const json of events) vocabulary.add(json);
    } catch (error) {
      // Suggestions are a convenience: without the ledger there are fewer.
      this.services.log.warn('The events seen before could not be read for suggestions.', error);
    }
    return vocabulary;
  }
}
