/** What was read from a text: its event IDs, and what was left out, with the reason. */

/** Why a piece of text isn't treated as an event ID. */
export type WhyLeftOut =
  /** It's used once. */
  | 'repeated'
  | 'sentence'
  /** It isn't named as an event ID and doesn't look like one that is. */
  | 'unnamed'
  | 'digits'
  | 'long'
  /** After `MAX_IDS`. */
  | 'tooMany';

export interface LeftOut {
  readonly text: string;
  readonly why: WhyLeftOut;
  /** How often the text has it. */
  readonly times: number;
}

export interface IdReading {
  /** In order of appearance, without duplicates and exactly as written. */
  readonly ids: readonly string[];
  /**
   * The names before them, the most frequent one first: `idempotency_key`, `id=`. Empty for a list.
   */
  readonly fields: readonly { readonly name: string; readonly count: number }[];
  /** The first `MAX_LEFT_OUT` pieces. */
  readonly leftOut: readonly LeftOut[];
  readonly leftOutCount: number;
}

/** In UTF-16 units. */
export const MAX_ID_LENGTH = 500;
/** A search for more isn't kept across reloads. */
const MAX_IDS = 50_000;
/** A longer list isn't useful to choose from. */
const MAX_LEFT_OUT = 500;

export class ReadingBuilder {
  readonly #ids = new Map<string, number>();
  readonly #fields = new Map<string, number>();
  readonly #leftOut = new Map<string, { why: WhyLeftOut; times: number }>();

  /** @param field the name before it */
  take(id: string, field?: string): void {
    const times = this.#ids.get(id);
    if (times === undefined && id.length > MAX_ID_LENGTH) this.leaveOut(id, 'long');
    else if (times === undefined && this.#ids.size >= MAX_IDS) this.leaveOut(id, 'tooMany');
    else this.#ids.set(id, (times ?? 0) + 1);
    if (times === undefined && field !== undefined && this.#ids.has(id)) {
      this.#fields.set(field, (this.#fields.get(field) ?? 0) + 1);
    }
  }

  leaveOut(text: string, why: WhyLeftOut): void {
    const known = this.#leftOut.get(text);
    this.#leftOut.set(text, { why: known?.why ?? why, times: (known?.times ?? 0) + 1 });
  }

  build(): IdReading {
    const leftOut: LeftOut[] = [];
    let leftOutCount = 0;
    const add = (text: string, why: WhyLeftOut, times: number) => {
      leftOutCount += 1;
      if (leftOut.length < MAX_LEFT_OUT) leftOut.push({ text, why, times });
    };
    for (const [text, { why, times }] of this.#leftOut) {
      if (!this.#ids.has(text)) add(text, why, times);
    }
    for (const [id, times] of this.#ids) if (times > 1) add(id, 'repeated', times);
    const fields = [...this.#fields].map(([name, count]) => ({ name, count }));
    return {
      ids: [...this.#ids.keys()],
      fields: fields.sort((a, b) => b.count - a.count),
      leftOut,
      leftOutCount,
    };
  }
}
