/** Orb's rejection reasons for lines that were collected from dead letters, kept until the editor closes. */

/** When there are more, the oldest are dropped. */
const MAX_KEPT = 200_000;

export class Rejections {
  readonly #byKey = new Map<string, { readonly text: string; readonly message: string }>();

  /** @param text the event's line; a line with another text counts as fixed */
  add(key: string, text: string, message: string): void {
    this.#byKey.delete(key);
    this.#byKey.set(key, { text, message });
    if (this.#byKey.size <= MAX_KEPT) return;
    const [oldest = ''] = this.#byKey.keys();
    this.#byKey.delete(oldest);
  }

  readonly of = (key: string, text: string): string | undefined => {
    const known = this.#byKey.get(key);
    return known?.text === text ? known.message : undefined;
  };
}
