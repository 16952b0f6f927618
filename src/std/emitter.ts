/** The shape of `vscode.Event`, so that events of the core plug into the editor as they are. */
export type Event<T> = (listener: (value: T) => unknown) => { dispose(): void };

/**
 * A source of events. What a listener throws, at once or later, is reported; it doesn't keep the others from being called and doesn't
 * reach the code that fired: a save has succeeded even if a view couldn't be repainted.
 */
export class Emitter<T> {
  /** Where failures of listeners go; set once, by the extension, which has a log. */
  static report: (error: unknown) => void = (error) => console.error('A listener failed.', error);

  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event: Event<T> = (listener) => {
    const own = (value: T) => listener(value);
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        const outcome = listener(value);
        if (outcome instanceof Promise) outcome.catch((error: unknown) => Emitter.report(error));
      } catch (error) {
        Emitter.report(error);
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
